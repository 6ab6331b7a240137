using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// A part of a day on the wall clock, written <c>09:00-18:00</c>: minutes from midnight, the beginning belongs to it,
/// the end does not and may be 24:00. What was not readable has a beginning below nought.
/// </summary>
[JsonConverter(typeof(DayHoursJson))]
public readonly record struct DayHours(int From, int To)
{
    public const int MinutesOfDay = 24 * 60;

    /// <summary>Written as hours, whichever they are.</summary>
    public bool IsReadable => From is >= 0 and < MinutesOfDay && To is > 0 and <= MinutesOfDay;

    /// <summary>Whether a minute of the day lies in it; one that ends before it begins goes on over midnight.</summary>
    public bool Contains(int minute) => From < To
        ? minute >= From && minute < To
        : minute >= From || minute < To;

    /// <summary>Whether two of them share a minute.</summary>
    public bool Overlaps(DayHours other) => Contains(other.From) || other.Contains(From);

    /// <summary>Reads <c>09:00-18:00</c>; anything else is unreadable hours, never an exception.</summary>
    public static DayHours Parse(string? text)
    {
        var parts = (text ?? "").Split('-', 2);
        return parts.Length == 2 && MinuteOf(parts[0]) is var from and >= 0 && MinuteOf(parts[1]) is var to and > 0
            ? new DayHours(from, to)
            : new DayHours(-1, -1);
    }

    public override string ToString() => IsReadable
        ? string.Create(CultureInfo.InvariantCulture, $"{From / 60:00}:{From % 60:00}-{To / 60:00}:{To % 60:00}")
        : "";

    private static int MinuteOf(string text) => text.Trim() switch
    {
        "24:00" => MinutesOfDay,
        var time when TimeOnly.TryParseExact(
            time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) => (at.Hour * 60) + at.Minute,
        _ => -1,
    };
}

/// <summary>Hours as JSON text.</summary>
internal sealed class DayHoursJson : JsonConverter<DayHours>
{
    public override DayHours Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DayHours.Parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException());

    public override void Write(Utf8JsonWriter writer, DayHours value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
