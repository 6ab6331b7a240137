using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Storage;

/// <summary>A call as it stands in the database; words as in CONTRACT, /api/calls.</summary>
/// <param name="Phone">The resident's number, or null when withheld.</param>
/// <param name="Outcome">Null while the call is up.</param>
/// <param name="Heard">Prompt ids in the order they began.</param>
/// <param name="Digits">What was pressed, answers apart by commas; never a PIN.</param>
public sealed record CallRow(
    Guid Id, string SipCallId, string Direction, string From, string To, string? Phone, string? Extension,
    DateTimeOffset StartedAt, DateTimeOffset? AnsweredAt, DateTimeOffset? HumanAnsweredAt, DateTimeOffset? EndedAt,
    string? Outcome, bool IsShort, string Organisation, string? AccountNumber, string Language,
    IReadOnlyList<string> Heard, string Digits, Guid? RecordingId, Guid? CampaignId)
{
    /// <summary>Who passed the call on, to whom and when.</summary>
    public IReadOnlyList<CallMove> Transfers { get; init; } = [];
}

/// <summary>Which calls a list shows; null = no matter.</summary>
/// <param name="AfterStart">With <paramref name="AfterId"/> the last call already shown.</param>
/// <param name="Phone">E.164.</param>
public sealed record CallFilter(
    DateTimeOffset? AfterStart = null, Guid? AfterId = null, int Limit = 50, string? Phone = null,
    string? Outcome = null);
