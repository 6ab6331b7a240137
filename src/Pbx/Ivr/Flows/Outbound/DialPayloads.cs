using System.Text.Json.Serialization;

namespace Zhkh.Pbx.Ivr;

/// <summary>What the debt conversation needs. No name and no address: the robot must not be able to say them.</summary>
/// <param name="AmountMinor">Kopecks, positive; spoken only after the person said who they are.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Language">ru or uk.</param>
/// <param name="TimeZone">IANA zone of the called person; null = the organisation's.</param>
/// <param name="Months">Age of the debt, for screens.</param>
public sealed record DebtPayload(
    Guid CampaignId, long AmountMinor, string Currency, string Language, string? TimeZone = null, int Months = 0);

/// <summary>"Your hot water is back."</summary>
/// <param name="Service">The domain's name of a service in camelCase: hotWater.</param>
public sealed record NoticePayload(string Service, string Language);

/// <summary>A ticket the call is about: a quality poll, an order of a crew.</summary>
public sealed record TicketPayload(int TicketNumber, string Language);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DebtPayload))]
[JsonSerializable(typeof(NoticePayload))]
[JsonSerializable(typeof(TicketPayload))]
public sealed partial class PayloadJson : JsonSerializerContext;
