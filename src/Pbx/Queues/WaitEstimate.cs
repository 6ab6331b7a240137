namespace Zhkh.Pbx.Queues;

/// <summary>
/// How long a caller will wait, from how often callers of the queue were answered lately. Says nothing rather than
/// something that will not be true.
/// </summary>
internal static class WaitEstimate
{
    /// <summary>Fewer answers than this say nothing about the next one.</summary>
    public const int AnswersMin = 3;

    /// <summary>Older answers belong to another hour of the day.</summary>
    public static readonly TimeSpan Looked = TimeSpan.FromMinutes(30);

    /// <summary>Whole minutes, rounded up, one at least; null when nothing can be promised.</summary>
    /// <param name="position">1 for the next.</param>
    /// <param name="answers">When callers of this queue reached a person.</param>
    /// <param name="patience">What is left until the caller is led elsewhere: a longer wait is never told.</param>
    public static int? Minutes(
        int position, IReadOnlyCollection<DateTimeOffset> answers, DateTimeOffset now, TimeSpan patience)
    {
        var recent = answers.Where(at => at <= now && now - at <= Looked).ToList();
        if (position < 1 || recent.Count < AnswersMin)
        {
            return null;
        }

        // Up to now and not up to the last answer: a desk that has stopped answering makes the wait longer.
        var gap = (now - recent.Min()) / recent.Count;
        var wait = position * gap;
        return wait < patience ? Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes)) : null;
    }
}
