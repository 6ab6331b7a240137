using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Lets at most <see cref="LinesPerSecondMax"/> lines a second through, and says how many it left out.
/// </summary>
internal sealed class BoundedLogger(ILogger inner, TimeProvider time) : ILogger
{
    public const int LinesPerSecondMax = 100;

    private readonly Lock _gate = new();
    private long _second = long.MinValue;
    private int _lines;
    private long _leftOut;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || !MayWrite(out var leftOut))
        {
            return;
        }

        if (leftOut > 0)
        {
            SipLog.LinesLeftOut(inner, leftOut);
        }

        inner.Log(logLevel, eventId, state, exception, formatter);
    }

    private bool MayWrite(out long leftOut)
    {
        lock (_gate)
        {
            leftOut = 0;
            var second = time.GetTimestamp() / time.TimestampFrequency;
            if (second != _second)
            {
                (_second, _lines) = (second, 0);
                (leftOut, _leftOut) = (_leftOut, 0);
                _lines += leftOut > 0 ? 1 : 0;
            }

            if (_lines >= LinesPerSecondMax)
            {
                _leftOut++;
                return false;
            }

            _lines++;
            return true;
        }
    }
}
