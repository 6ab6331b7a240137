namespace Zhkh.Billing;

/// <summary>An account as a dispatcher's card and GET /api/accounts/{number} show it.</summary>
/// <param name="Balance">Minor units of <paramref name="Currency"/>; positive = owes.</param>
/// <param name="DebtMonths">How many of the latest months' charges the debt covers; 0 without debt.</param>
public sealed record AccountCard(
    string Number, string Organisation, string Address, int? Entrance, int? Floor, CardPerson? Person,
    long Balance, string Currency, int DebtMonths, IReadOnlyList<string> Phones,
    IReadOnlyList<CardMeter> Meters, IReadOnlyList<ServiceBalance> Services);

/// <summary>Who lives there, as the contract names them.</summary>
public sealed record CardPerson(string Name, OccupancyKind Role);

/// <summary>A meter on the card.</summary>
/// <param name="Number">Serial number on the meter.</param>
/// <param name="Previous">Last reading that counts; null before the first.</param>
/// <param name="VerificationDue">Day the next verification is due.</param>
public sealed record CardMeter(
    Guid Id, Service Service, string Number, string Unit, decimal? Previous, DateOnly? PreviousAt,
    DateOnly? VerificationDue, bool VerificationExpired);

/// <summary>Balance of one service of an account, minor units; positive = owes.</summary>
public sealed record ServiceBalance(Service Service, long Balance);
