using System.Diagnostics.Metrics;
using Zhkh.Pbx;
using Zhkh.Pbx.Queues;
using Zhkh.Web.Live;

namespace Zhkh.Web.Health;

/// <summary>What the exchange, its queues and the consoles are doing, for /metrics.</summary>
internal sealed class ExchangeMeters : IDisposable
{
    private readonly Meter _meter = new("Zhkh.Exchange");
    private readonly Exchange _exchange;
    private readonly TimeProvider _time;

    public ExchangeMeters(Exchange exchange, ConsoleConnections consoles, TimeProvider time)
    {
        (_exchange, _time) = (exchange, time);
        _meter.CreateObservableGauge("zhkh.calls.live", () => exchange.LiveCallCount);
        _meter.CreateObservableGauge("zhkh.calls.waiting", () => exchange.WaitingCallCount);
        _meter.CreateObservableGauge("zhkh.calls.undrained", () => exchange.UndrainedCallCount);
        _meter.CreateObservableGauge("zhkh.phones.registered", () => exchange.Switchboard.RegisteredPhones.Count);
        _meter.CreateObservableGauge("zhkh.trunk.registered", () => exchange.TrunkBoard.All().Select(trunk =>
            new Measurement<int>(trunk.IsUsable ? 1 : 0, new KeyValuePair<string, object?>(
                "trunk", trunk.Settings.Code))));
        _meter.CreateObservableGauge("zhkh.consoles", () => consoles.Count);
        _meter.CreateObservableGauge("zhkh.queue.waiting", () => Queues(queue => queue.Waiting));
        _meter.CreateObservableGauge("zhkh.queue.longest.wait.seconds", () => Queues(LongestSeconds));
        _meter.CreateObservableGauge("zhkh.queue.ready", () => Queues(queue => queue.Ready));
        _meter.CreateObservableGauge("zhkh.agents", Agents);
        _meter.CreateObservableGauge("zhkh.disk.free.bytes", () => exchange.Recordings.Disk.FreeBytes);
        // 0 fine, 1 low: what is past its term goes, 2 critical: nothing new is recorded.
        _meter.CreateObservableGauge("zhkh.disk.level", () => (int)exchange.Recordings.Disk.Level);
        _meter.CreateObservableGauge("zhkh.recordings.active", () => exchange.Recordings.Active);
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Queues(Func<QueueView, double> figure) =>
        _exchange.Queues.NowOfAll().Select(queue => new Measurement<double>(
            figure(queue), new("queue", queue.Code), new("organisation", queue.Organisation)));

    private double LongestSeconds(QueueView queue) => queue.LongestSince is { } since
        ? Math.Max(0, (_time.GetUtcNow() - since).TotalSeconds)
        : 0;

    /// <summary>Every state, also those nobody is in: a gauge that is not told keeps its last value.</summary>
    private IEnumerable<Measurement<int>> Agents()
    {
        var states = _exchange.Queues.Agents().Select(a => a.State).ToList();
        return Enum.GetValues<AgentState>().Select(state => new Measurement<int>(
            states.Count(s => s == state), new KeyValuePair<string, object?>("state", state.ToString())));
    }
}
