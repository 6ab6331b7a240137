using System.Security.Cryptography;
using System.Text.Json;

namespace Zhkh.Dispatch;

/// <summary>A house as the declaration names it; the address is kept as it is now.</summary>
public sealed record OutageHouse(Guid Id, string Address);

/// <summary>What a dispatcher declares.</summary>
/// <param name="Key">Made by the client once per intention: the same key is the same outage for ever.</param>
public sealed record OutageDeclaration(
    string Organisation, OutageKind Kind, IReadOnlyList<Utility> Services, IReadOnlyList<OutageHouse> Houses,
    DateTimeOffset StartsAt, DateTimeOffset? PlannedUntil, OutageCause Cause, Guid? TicketId, bool NotifyMunicipality,
    string By, string Key)
{
    public const int HousesMax = 1_000;
    public const int ServicesMax = 7;

    /// <summary>Of everything but who pressed the button and under which key.</summary>
    internal byte[] InputHash() => SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(this with { By = "", Key = "" }, EventJson.Options));
}

/// <summary>The answer to an act on an outage; the row is there unless refused.</summary>
public sealed record OutageAnswer(OutageVerdict Verdict, OutageRow? Outage);

/// <summary>Refusals are answers.</summary>
public enum OutageVerdict
{
    Done,

    /// <summary>The same key with the same content, or nothing to change.</summary>
    Repeated,

    /// <summary>The key was used for another content.</summary>
    KeyReused,

    /// <summary>No such outage, or not the asker's.</summary>
    Unknown,

    /// <summary>No house, no service, too many of them, or a service twice.</summary>
    BadScope,

    /// <summary>The term is not after the start, or closing lies before it or in the future.</summary>
    BadTerm,

    /// <summary>The ticket is unknown to the asker.</summary>
    UnknownTicket,

    /// <summary>Closed already, or not closed and so not to be reopened.</summary>
    Refused,
}
