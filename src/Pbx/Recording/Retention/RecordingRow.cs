namespace Zhkh.Pbx.Recording;

/// <summary>A recording in a list, with what the caller and our side were.</summary>
/// <param name="KeptUntil">As the rules stand today; null when there is no rule for its organisation.</param>
/// <param name="HoldId">The first hold that keeps it; null when none does.</param>
/// <param name="PartialReason">Why something of it is missing.</param>
public sealed record RecordingRow(
    Guid Id, Guid CallId, string Organisation, string Class, string Direction, string? Phone, string? Extension,
    string? AccountNumber, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? PartialReason,
    DateTimeOffset? KeptUntil, Guid? HoldId, string? Outcome);

/// <summary>Which recordings a list shows; null = no matter.</summary>
/// <param name="AfterStart">With <paramref name="AfterId"/> the last one already shown.</param>
/// <param name="Phone">E.164.</param>
/// <param name="Extension">The person's telephone.</param>
/// <param name="SecondsMin">Of length; a recording that runs has none yet and is shown only without bounds.</param>
/// <param name="CallIds">Of these calls only.</param>
public sealed record RecordingFilter(
    DateTimeOffset? AfterStart = null, Guid? AfterId = null, int Limit = 50, DateTimeOffset? From = null,
    DateTimeOffset? To = null, string? Phone = null, string? Organisation = null, string? Class = null,
    string? Extension = null, bool? Held = null, int? SecondsMin = null, int? SecondsMax = null,
    IReadOnlyCollection<Guid>? CallIds = null);

/// <summary>A line of the deletion log.</summary>
/// <param name="Hash">SHA-256 of the file; null when there was none.</param>
public sealed record RecordingDeletion(
    long Id, Guid RecordingId, string Organisation, string Class, DateTimeOffset RecordedAt, DateTimeOffset KeptUntil,
    int Months, string Source, string Cause, string ByWhom, string? Hash, long Bytes, DateTimeOffset DeletedAt);
