using System.Diagnostics.Metrics;
using Zhkh.Pbx;
using Zhkh.Web.Live;

namespace Zhkh.Web.Health;

/// <summary>What the exchange and the consoles are doing, for /metrics.</summary>
internal sealed class ExchangeMeters : IDisposable
{
    private readonly Meter _meter = new("Zhkh.Exchange");

    public ExchangeMeters(Exchange exchange, ConsoleConnections consoles)
    {
        _meter.CreateObservableGauge("zhkh.calls.live", () => exchange.LiveCallCount);
        _meter.CreateObservableGauge("zhkh.calls.waiting", () => exchange.WaitingCallCount);
        _meter.CreateObservableGauge("zhkh.calls.undrained", () => exchange.UndrainedCallCount);
        _meter.CreateObservableGauge("zhkh.phones.registered", () => exchange.Switchboard.RegisteredPhones.Count);
        _meter.CreateObservableGauge("zhkh.consoles", () => consoles.Count);
        _meter.CreateObservableGauge("zhkh.disk.free.bytes", () => exchange.Recordings.Disk.FreeBytes);
        // 0 fine, 1 low: what is past its term goes, 2 critical: nothing new is recorded.
        _meter.CreateObservableGauge("zhkh.disk.level", () => (int)exchange.Recordings.Disk.Level);
        _meter.CreateObservableGauge("zhkh.recordings.active", () => exchange.Recordings.Active);
    }

    public void Dispose() => _meter.Dispose();
}
