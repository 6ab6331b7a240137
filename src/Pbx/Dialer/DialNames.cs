using System.Text.Json;
using System.Text.Json.Serialization;
using Zhkh.Pbx.Events;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Dialer;

/// <summary>The words of tables, facts and the API for our enums: the same in camelCase.</summary>
internal static class DialNames
{
    public static string Of(DialKind kind) => Camel(kind.ToString());

    public static string Of(Disposition disposition) => Camel(disposition.ToString());

    public static string Of(CampaignState state) => Camel(state.ToString());

    public static DialKind KindOf(string name) => Enum.Parse<DialKind>(name, ignoreCase: true);

    public static CampaignState StateOf(string name) => Enum.Parse<CampaignState>(name, ignoreCase: true);

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}

/// <summary>Facts and snapshots of the dialer as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DialFinished))]
[JsonSerializable(typeof(CampaignChanged))]
[JsonSerializable(typeof(RuleSnapshot))]
[JsonSerializable(typeof(List<Exclusion>))]
internal sealed partial class DialJson : JsonSerializerContext;

/// <summary>What allowed a try, as it stood then: the answer to "why was I called".</summary>
internal sealed record RuleSnapshot(
    string Jurisdiction, string Source, DateOnly ValidFrom, string TimeZone, DateOnly LocalDay, TimeOnly LocalTime,
    bool IsFreeDay, DialHours? Law, DialHours? Own, int? PerDay, int? PerWeek, int? PerMonth, int Today, int Week,
    int Month, int Try, int TriesMax);
