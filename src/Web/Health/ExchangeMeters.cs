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
        _meter.CreateObservableGauge("zhkh.trunk.registered", () => exchange.TrunkBoard.All().Select(trunk =>
            new Measurement<int>(trunk.IsUsable ? 1 : 0, new KeyValuePair<string, object?>(
                "trunk", trunk.Settings.Code))));
        _meter.CreateObservableGauge("zhkh.consoles", () => consoles.Count);
        _meter.CreateObservableGauge("zhkh.disk.free.bytes", () => exchange.Recordings.Disk.FreeBytes);
    }

    public void Dispose() => _meter.Dispose();
}
