using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Zhkh.Web.Outward;

/// <summary>What became of messages, and how many stand where, for /metrics.</summary>
internal static class OutwardMeter
{
    private static readonly Meter Outward = new("Zhkh.Outward");
    private static readonly Counter<long> Verdicts = Outward.CreateCounter<long>("zhkh.outward.verdicts");
    private static readonly Counter<long> Unsigned = Outward.CreateCounter<long>("zhkh.outward.hooks.unsigned");
    private static readonly Counter<long> Reports = Outward.CreateCounter<long>("zhkh.outward.hooks.reports");
    private static readonly ConcurrentDictionary<(OutwardChannel Channel, string State), long> Standing = new();
    private static readonly ConcurrentDictionary<OutwardChannel, int> Away = new();

    static OutwardMeter()
    {
        Outward.CreateObservableGauge("zhkh.outward.messages", () => Standing.Select(s => new Measurement<long>(
            s.Value, Tag("channel", Named(s.Key.Channel)), Tag("state", s.Key.State))));
        Outward.CreateObservableGauge("zhkh.outward.away", () => Away.Select(a => new Measurement<int>(
            a.Value, Tag("channel", Named(a.Key)))));
    }

    public static void Count(OutwardChannel channel, VerdictKind verdict) => Verdicts.Add(
        1, Tag("channel", Named(channel)), Tag("verdict", verdict.ToString().ToLowerInvariant()));

    public static void CountUnsigned(string hook) => Unsigned.Add(1, Tag("hook", hook));

    public static void CountReport(string hook) => Reports.Add(1, Tag("hook", hook));

    /// <summary>How many messages of a channel wait, are lent, or are dead.</summary>
    public static void Stand(OutwardChannel channel, IReadOnlyDictionary<string, long> byState)
    {
        foreach (var state in new[] { "queued", "sending", "failed", "dead" })
        {
            Standing[(channel, state)] = byState.GetValueOrDefault(state);
        }
    }

    public static void SetAway(OutwardChannel channel, bool away) => Away[channel] = away ? 1 : 0;

    private static string Named(OutwardChannel channel) => channel.ToString().ToLowerInvariant();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
