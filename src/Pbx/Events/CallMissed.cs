namespace Zhkh.Pbx.Events;

/// <summary>
/// Fact: somebody wanted a person and did not reach one, was cut off by our fault, hung up in the line or unanswered.
/// Dispatch makes a callback of it.
/// </summary>
/// <param name="Phone">E.164, or null when withheld (it cannot be called back, only listed).</param>
/// <param name="ArrivedAt">Start of both clocks.</param>
/// <param name="IsShort">Hung up in under five seconds: listed with a flag, called back all the same.</param>
public sealed record CallMissed(
    Guid CallId, string Organisation, string? Phone, string? AccountNumber,
    DateTimeOffset ArrivedAt, DateTimeOffset EndedAt, string Outcome, bool IsShort = false);
