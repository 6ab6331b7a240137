namespace Zhkh.Pbx.Ivr;

/// <summary>Port: what is switched off at an address. Answered by Web from Dispatch.</summary>
public interface IOutageDesk
{
    /// <summary>Outages in force at the account's house, the soonest first.</summary>
    Task<IReadOnlyList<OutageOnPhone>> AtAccountAsync(string accountNumber, CancellationToken cancel);
}

/// <summary>An outage as the robot announces it.</summary>
/// <param name="Service">The service that is off (DOMAIN §9).</param>
/// <param name="Until">Planned restoration in the house's local time; null = being clarified.</param>
public sealed record OutageOnPhone(Guid Id, string Service, bool Planned, DateTimeOffset? Until);
