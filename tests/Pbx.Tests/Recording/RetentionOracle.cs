using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>
/// The rules of retention told a second time, with loops over lists. A recording is kept for the term in force on its
/// day, or a longer one decided since and in force by now; never shorter than the minimum; and while it is held.
/// </summary>
internal sealed class RetentionOracle
{
    private readonly Dictionary<Guid, TownRecording> _alive = [];
    private readonly List<(string Organisation, RecordingClass Class, int Months, DateOnly From)> _rules = [];
    private readonly Dictionary<Guid, (string Organisation, Func<TownRecording, bool> Covers, DateOnly? Until)> _holds =
        [];

    public IReadOnlyCollection<Guid> Alive => _alive.Keys;

    public List<Guid> Gone { get; } = [];

    public TownRecording Find(Guid id) => _alive[id];

    public void Add(TownRecording recording) => _alive.Add(recording.Id, recording);

    /// <returns>Whether such a rule may be made.</returns>
    public bool TryRule(string organisation, RecordingClass ofClass, int months, DateOnly from, DateOnly today)
    {
        var isThere = _rules.Exists(r => r.Organisation == organisation && r.Class == ofClass && r.From == from);
        if (months < MinOf(ofClass) || months > 36 || from < today || isThere)
        {
            return false;
        }

        _rules.Add((organisation, ofClass, months, from));
        return true;
    }

    public void Hold(Guid id, string organisation, Func<TownRecording, bool> covers, DateOnly? until) =>
        _holds.Add(id, (organisation, covers, until));

    public void Release(Guid id) => _holds.Remove(id);

    /// <summary>What must go in the night of this moment.</summary>
    public IReadOnlyList<Guid> TakeDue(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var due = _alive.Values
            .Where(r => r.EndedAt.UtcDateTime.AddMonths(MonthsOf(r, today)) <= now.UtcDateTime && !IsHeld(r, today))
            .Select(r => r.Id).ToList();
        due.ForEach(id => _alive.Remove(id));
        Gone.AddRange(due);
        return due;
    }

    private int MonthsOf(TownRecording recording, DateOnly today)
    {
        var day = DateOnly.FromDateTime(recording.StartedAt.UtcDateTime);
        var months = DefaultOf(recording.Class);
        foreach (var rule in _rules.Where(Own).Where(r => r.From <= day).OrderBy(r => r.From))
        {
            months = rule.Months;
        }

        foreach (var rule in _rules.Where(Own).Where(r => r.From > day && r.From <= today))
        {
            months = Math.Max(months, rule.Months);
        }

        return months;

        bool Own((string Organisation, RecordingClass Class, int Months, DateOnly From) rule) =>
            rule.Organisation == recording.Organisation && rule.Class == recording.Class;
    }

    private bool IsHeld(TownRecording recording, DateOnly today)
    {
        foreach (var hold in _holds.Values)
        {
            if (hold.Organisation == recording.Organisation && hold.Covers(recording)
                && (hold.Until is not { } until || until >= today))
            {
                return true;
            }
        }

        return false;
    }

    private static int MinOf(RecordingClass ofClass) =>
        ofClass is RecordingClass.Emergency or RecordingClass.Debt ? 36 : 3;

    private static int DefaultOf(RecordingClass ofClass) => ofClass switch
    {
        RecordingClass.Emergency or RecordingClass.Debt => 36,
        RecordingClass.Poll => 3,
        _ => 12,
    };
}
