using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhkh.Pbx.Queues;

/// <summary>
/// Something not everybody can do, and how well: of a person what they can, of a queue the least it takes. Written
/// <c>лифты</c> or <c>лифты:3</c>, in files and tables too.
/// </summary>
/// <param name="Level">1, some of it, to 9, the one to ask.</param>
[JsonConverter(typeof(AsText))]
public readonly record struct Skill(string Name, int Level = Skill.LevelMin)
{
    public const int LevelMin = 1;
    public const int LevelMax = 9;

    /// <summary>
    /// Null for an empty name and for a level that is none; a colon before anything but digits is part of the name.
    /// </summary>
    public static Skill? TryParse(string? text)
    {
        var name = text?.Trim() ?? "";
        var level = LevelMin;
        if (name.LastIndexOf(':') is >= 0 and var colon && name[(colon + 1)..].Trim() is { Length: > 0 } figure
            && figure.All(char.IsAsciiDigit))
        {
            if (!int.TryParse(figure, NumberStyles.None, CultureInfo.InvariantCulture, out level)
                || level is < LevelMin or > LevelMax)
            {
                return null;
            }

            name = name[..colon].Trim();
        }

        return name.Length == 0 ? null : new Skill(name, level);
    }

    public override string ToString() =>
        Level == LevelMin ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}:{Level}");

    private sealed class AsText : JsonConverter<Skill>
    {
        public override Skill Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            TryParse(reader.GetString()) ?? throw new JsonException("not a skill");

        public override void Write(Utf8JsonWriter writer, Skill skill, JsonSerializerOptions options) =>
            writer.WriteStringValue(skill.ToString());
    }
}
