namespace Zhkh.Pbx.Dialer;

/// <summary>Hours of a day, in the called party's zone; <c>To</c> at midnight means the end of the day.</summary>
public readonly record struct DialHours(TimeOnly From, TimeOnly To)
{
    /// <summary>Whether a time of day lies in them; the end does not.</summary>
    public bool Contains(TimeOnly time) => time >= From && (To == TimeOnly.MinValue || time < To);

    /// <summary>What both allow, or null.</summary>
    public DialHours? And(DialHours other)
    {
        var from = From > other.From ? From : other.From;
        var to = To == TimeOnly.MinValue ? other.To
            : other.To == TimeOnly.MinValue || To < other.To ? To : other.To;
        return to == TimeOnly.MinValue || from < to ? new DialHours(from, to) : null;
    }
}

/// <summary>When and how often a kind of call may be made; a row of <c>pbx.calling_rules</c>.</summary>
/// <param name="Weekdays">Null = not on such days.</param>
/// <param name="FreeDays">Saturdays, Sundays, holidays; null = not on such days.</param>
/// <param name="PerDay">People reached, over all campaigns and people's own calls; null = no limit.</param>
/// <param name="MachineRetry">Null = on the next day.</param>
/// <param name="Source">Which law or own regulation says so.</param>
public sealed record CallingRule(
    string Jurisdiction, DialKind Kind, DateOnly ValidFrom, DateOnly? ValidTo, DialHours? Weekdays,
    DialHours? FreeDays, int? PerDay, int? PerWeek, int? PerMonth, TimeSpan BusyRetry, TimeSpan NoAnswerRetry,
    TimeSpan? MachineRetry, int TriesMax, string Source);

/// <summary>Whose law counts an organisation's calls, and on which wall unless the called person's is known.</summary>
public sealed record DialProfile(string Organisation, string Jurisdiction, string TimeZone);
