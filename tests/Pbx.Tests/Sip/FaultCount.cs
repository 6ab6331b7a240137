using System.Diagnostics.Metrics;

namespace Zhkh.Pbx.Tests.Sip;

/// <summary>Counts what only the last net of a loop caught, through the meter an operator would look at.</summary>
internal sealed class FaultCount : IDisposable
{
    /// <summary>Tests that count faults and tests that cause them take turns.</summary>
    public const string Collection = "faults";

    private readonly MeterListener _listener = new();
    private long _count;

    public FaultCount()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Zhkh.Pbx", Name: "zhkh.sip.faults" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
