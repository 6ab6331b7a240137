using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>Port: what is switched off at an address. Answered by Web from Dispatch.</summary>
public interface IOutageDesk
{
    /// <summary>Outages at the account's house, in force or to be announced, the soonest first.</summary>
    Task<IReadOnlyList<OutageOnPhone>> AtAccountAsync(string accountNumber, CancellationToken cancel);

    /// <summary>
    /// Remembers who wants to be called when these are over. Asking again for the same phone changes nothing.
    /// </summary>
    Task WishCallAsync(OutageWish wish, CancellationToken cancel);
}

/// <summary>"Call me when it is back."</summary>
/// <param name="Phone">E.164, vouched for by a trunk.</param>
public sealed record OutageWish(
    IReadOnlyList<Guid> Outages, string Phone, string AccountNumber, Language Language, Guid CallId);

/// <summary>An outage as the robot announces it.</summary>
/// <param name="Services">What is off (DOMAIN §9): HotWater, Lift.</param>
/// <param name="Until">Planned restoration; null = being clarified.</param>
/// <param name="Cause">Why: RiserAccident, PlannedRepair; one that is not recorded is not said.</param>
public sealed record OutageOnPhone(
    Guid Id, IReadOnlyList<string> Services, DateTimeOffset StartsAt, DateTimeOffset? Until, string? Cause);
