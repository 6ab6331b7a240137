namespace Zhkh.Pbx.Dialer;

/// <summary>A campaign as lists show it.</summary>
/// <param name="Promised">People who promised, and what they owe together, minor units.</param>
public sealed record CampaignRow(
    Guid Id, string Organisation, string Name, CampaignState State, long DebtFromMinor, int MonthsFrom,
    CampaignAudience Audience, DialHours Hours, int LinesMax, int CallsPerMinute, CampaignRecurrence Recurrence,
    string? Language, Guid SeriesId, string? Period, CampaignProgress Progress, DateTimeOffset SelectedAt,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int Version);

/// <summary>Who was chosen when the campaign was made.</summary>
/// <param name="Sum">Minor units.</param>
public sealed record CampaignAudience(int Selected, long Sum, string Currency, IReadOnlyList<Exclusion> Excluded);

/// <summary>How far a campaign is.</summary>
/// <param name="Attempts">Tries made so far.</param>
/// <param name="AttemptsLastHour">The pace, for an estimate of the end.</param>
public sealed record CampaignProgress(
    int Total, int Waiting, int Dialling, int Ended, IReadOnlyList<DispositionCount> ByDisposition, int Promised,
    long PromisedAmount, int Attempts, int AttemptsLastHour);

/// <summary>Orders whose last try, or end, was this.</summary>
public sealed record DispositionCount(string Disposition, int Count);

/// <summary>One debtor of a campaign and what became of the calls.</summary>
/// <param name="Amount">Minor units, as selected.</param>
/// <param name="At">The last try, or the end without one.</param>
public sealed record CampaignContact(
    Guid OrderId, string AccountNumber, string Phone, string State, int Attempts, string? Disposition, string? Reason,
    DateTimeOffset? At, Guid? CallId, Guid? RecordingId, DateOnly? PromisedOn, long Amount, int Months,
    string Language, DateTimeOffset NotBefore);
