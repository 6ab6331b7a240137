using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Reads the segments of earlier runs. Never throws for what it finds in a file: a torn tail is what a crash leaves,
/// damage in the middle costs the lines it hit and no others.
/// </summary>
internal static class JournalRecovery
{
    /// <summary>
    /// Folds every segment from <paramref name="from"/> on into the records; returns the number of the last one and
    /// the time of the last fact of all.
    /// </summary>
    public static (long LastSegment, DateTimeOffset LastSign) Read(
        IJournalDisk disk, long from, CallRecords records, ILogger log)
    {
        var segments = disk.List()
            .Select(name => (Name: name, Number: SegmentName.Number(name)))
            .Where(s => s.Number >= from)
            .Select(s => (s.Name, Number: s.Number.GetValueOrDefault()))
            .ToList();

        // Two readings: the records are bounded, so room must not go to calls that a later line says are drained.
        var drained = new HashSet<Guid>();
        var lastSign = DateTimeOffset.MinValue;
        foreach (var (name, _) in segments)
        {
            ReadSegment(disk, name, log, fact =>
            {
                // A drained mark carries the time of its call, not its own.
                lastSign = fact.At > lastSign ? fact.At : lastSign;
                if (fact is JournalFact.Drained)
                {
                    drained.Add(fact.CallId);
                }
            });
        }

        foreach (var (name, number) in segments)
        {
            var damaged = ReadSegment(disk, name, log, fact =>
            {
                if (!drained.Contains(fact.CallId))
                {
                    records.Apply(fact, number);
                }
            });
            if (damaged > 0)
            {
                CallsLog.SegmentDamaged(log, name, damaged);
            }
        }

        return (segments.Count == 0 ? 0 : segments[^1].Number, lastSign);
    }

    private static int ReadSegment(IJournalDisk disk, string name, ILogger log, Action<JournalFact> take)
    {
        byte[] segment;
        try
        {
            segment = disk.Read(name);
        }
        catch (IOException e)
        {
            CallsLog.SegmentUnreadable(log, name, e.Message);
            return 0;
        }

        var damaged = 0;
        for (var at = 0; at >= 0 && at < segment.Length;)
        {
            if (JournalFrame.TryRead(segment, at, out var fact, out var next))
            {
                if (fact is not null)
                {
                    take(fact);
                }

                at = next;
                continue;
            }

            var found = JournalFrame.FindMark(segment, at + 1);
            damaged += (found < 0 ? segment.Length : found) - at;
            at = found;
        }

        return damaged;
    }
}

/// <summary>The name of a segment: its number, so that names sort by age.</summary>
internal static class SegmentName
{
    private const string Suffix = ".journal";

    public static string Of(long number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number:D10}{Suffix}");

    public static long? Number(string name) =>
        name.EndsWith(Suffix, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(0, name.Length - Suffix.Length), System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
