namespace Zhkh.Pbx.Queues;

/// <summary>A phone that could be rung for a caller.</summary>
/// <param name="Penalty">The smallest goes first.</param>
/// <param name="IdleSince">The end of the last call.</param>
/// <param name="SpeaksLanguage">Of the caller.</param>
/// <param name="RingsForOther">It rings for a caller further back, who would lose it.</param>
/// <param name="Mastery">In what the queue takes; 0 when it takes nothing special.</param>
/// <param name="IsSilent">Nothing was heard of it lately: an emergency tries it all the same.</param>
internal readonly record struct Candidate(
    string Extension, int Penalty, DateTimeOffset IdleSince, bool SpeaksLanguage = true, bool RingsForOther = false,
    int Mastery = 0, bool IsSilent = false)
{
    /// <summary>Smaller goes first; who is equal in all of it is told apart by the strategy.</summary>
    public (bool IsSilent, int Penalty, bool IsForeign, int Mastery, bool RingsForOther) Rank =>
        (IsSilent, Penalty, !SpeaksLanguage, -Mastery, RingsForOther);
}

/// <summary>
/// The choice, pure. Of the same penalty, who speaks the caller's language goes first, then who knows more of what the
/// queue takes.
/// </summary>
internal static class RingChoice
{
    /// <param name="reached">Ring-all widens to this penalty once it has come so far; it never narrows again.</param>
    public static IReadOnlyList<Candidate> All(IReadOnlyList<Candidate> candidates, int reached)
    {
        if (candidates.Count == 0)
        {
            return [];
        }

        // A silent phone rings along, and keeps nobody of a higher penalty from it.
        var widest = Math.Max(reached, candidates.MinBy(c => (c.IsSilent, c.Penalty)).Penalty);
        return [.. candidates.Where(c => c.Penalty <= widest)];
    }

    /// <param name="last">The phone rung last for the queue; null at first.</param>
    public static Candidate? One(RingStrategy strategy, IReadOnlyList<Candidate> candidates, string? last)
    {
        var best = candidates.OrderBy(c => c.Rank).ToList();
        if (best.Count == 0)
        {
            return null;
        }

        var equals = best.TakeWhile(c => c.Rank == best[0].Rank);
        return strategy == RingStrategy.LongestIdle
            ? equals.OrderBy(c => c.IdleSince).ThenBy(c => c.Extension, StringComparer.Ordinal).First()
            : equals.OrderBy(c => last is not null && string.CompareOrdinal(c.Extension, last) <= 0)
                .ThenBy(c => c.Extension, StringComparer.Ordinal).First();
    }
}
