using System.Diagnostics.Metrics;

namespace Zhkh.Web.Wiring;

/// <summary>How many facts were carried, failed, and died, by outbox.</summary>
internal static class RelayMeter
{
    private static readonly Meter Relay = new("Zhkh.Relay");
    private static readonly Counter<long> Carried = Relay.CreateCounter<long>("zhkh.facts.carried");
    private static readonly Counter<long> Failed = Relay.CreateCounter<long>("zhkh.facts.failed");
    private static readonly Counter<long> Died = Relay.CreateCounter<long>("zhkh.facts.dead");

    public static void CountCarried(string schema) => Carried.Add(1, Tag(schema));

    public static void CountFailed(string schema) => Failed.Add(1, Tag(schema));

    public static void CountDied(string schema) => Died.Add(1, Tag(schema));

    private static KeyValuePair<string, object?> Tag(string schema) => new("outbox", schema);
}
