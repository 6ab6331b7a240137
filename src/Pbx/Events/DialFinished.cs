namespace Zhkh.Pbx.Events;

/// <summary>Fact: one try of a dial order is over, or the order ended without a call.</summary>
/// <param name="Kind">debt, serviceNotice, qualityPoll, crewOrder.</param>
/// <param name="Disposition">
/// confirmed, refused, wrongPerson, machine, noAnswer, busy, failed, hungUpEarly, optOut, promiseToPay,
/// transferredToOperator, disputed, rated, accepted, declined, expired, withdrawn, paid (DOMAIN §3.4).
/// </param>
/// <param name="IsFinal">Nobody will be dialled for this order again.</param>
/// <param name="Answer">What the person said with keys; null when nothing.</param>
public sealed record DialFinished(
    Guid OrderId, string Kind, string Organisation, string Phone, string? AccountNumber, string Disposition,
    int Attempt, bool IsFinal, DateTimeOffset At, Guid? CallId, Guid? RecordingId, string? Tag, Guid? CampaignId,
    DialAnswer? Answer);

/// <summary>What a called person answered.</summary>
/// <param name="Score">1–5 of a quality poll.</param>
/// <param name="HasComment">Words were recorded after the signal: they are in the call's recording.</param>
/// <param name="PromisedOn">The day a debtor promised to pay by, in the house's zone.</param>
public sealed record DialAnswer(int? Score = null, bool HasComment = false, DateOnly? PromisedOn = null);
