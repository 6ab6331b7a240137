namespace Zhkh.Billing;

/// <summary>A line of an account's history: GET /api/accounts/{number}/postings.</summary>
/// <param name="Id">Of the line; also the cursor.</param>
/// <param name="Amount">Minor units; positive = owes more.</param>
/// <param name="Reversed">A later posting took this one back.</param>
public sealed record AccountPosting(
    long Id, Guid PostingId, PostingKind Kind, Service Service, long Amount, string Currency, DateOnly EffectiveOn,
    DateTimeOffset PostedAt, string PostedBy, string Reason, Guid? Reverses, bool Reversed);
