using System.Collections.Frozen;
using System.Text.Json;
using Zhkh.Web.Api;

namespace Zhkh.Web.Journal;

/// <summary>Headings and words of the sheet by language; the files are embedded, with the same keys.</summary>
internal sealed class SheetTexts
{
    private static readonly FrozenDictionary<string, SheetTexts> ByLanguage = ApiTexts.Languages
        .ToFrozenDictionary(language => language, language => new SheetTexts(Load(language)), StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _texts;

    private SheetTexts(FrozenDictionary<string, string> texts) => _texts = texts;

    public IEnumerable<string> Keys => _texts.Keys;

    public static SheetTexts In(string language) =>
        ByLanguage.GetValueOrDefault(language) ?? ByLanguage[ApiTexts.Languages[0]];

    public string Get(string key) => _texts[key];

    /// <summary>A word of a list that may grow (categories, clocks): an unknown one stands for itself.</summary>
    public string Word(string list, string name) => _texts.GetValueOrDefault($"{list}.{name}") ?? name;

    private static FrozenDictionary<string, string> Load(string language)
    {
        using var stream = typeof(SheetTexts).Assembly.GetManifestResourceStream($"Journal/{language}.json")
            ?? throw new InvalidOperationException($"Journal/{language}.json is not embedded");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)?.ToFrozenDictionary(StringComparer.Ordinal)
            ?? throw new InvalidOperationException($"Journal/{language}.json is empty");
    }
}
