using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip;

public sealed class LogTests
{
    [Fact]
    public void A_hundred_lines_a_second_pass_and_the_rest_is_counted()
    {
        var time = new ManualTime();
        var lines = new Lines();
        var log = new BoundedLogger(lines, time);
        for (var i = 0; i < 5_000; i++)
        {
            SipLog.Banned(log, "192.0.2.1");
        }

        Assert.Equal(100, lines.Written.Count);
        time.Advance(TimeSpan.FromSeconds(1));
        SipLog.Banned(log, "192.0.2.1");
        Assert.Equal(102, lines.Written.Count);
        Assert.Equal("4900 log lines were left out in the last second", lines.Written[100]);
    }

    [Fact]
    public void A_peers_text_is_cleaned_and_cut()
    {
        var clean = LogText.Of("a\u001b[31m\r\nInjected: line\0\u007f\u0085\u2028" + new string('x', 4_000));
        Assert.Equal(LogText.CharactersMax, clean.Length);
        Assert.StartsWith("a?[31m??Injected: line????x", clean, StringComparison.Ordinal);
    }

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Written.Add(formatter(state, exception));
    }
}
