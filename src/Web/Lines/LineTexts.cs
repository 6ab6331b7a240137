using System.Collections.Frozen;
using System.Text.Json;
using Zhkh.Pbx.Calls;
using Zhkh.Web.Api;

namespace Zhkh.Web.Lines;

/// <summary>
/// What a probe of an operator's line found, in words: for the screen and for the command line. The files are
/// embedded, one per language, with the same keys.
/// </summary>
internal sealed class LineTexts
{
    private static readonly FrozenDictionary<string, LineTexts> ByLanguage = ApiTexts.Languages
        .ToFrozenDictionary(language => language, language => new LineTexts(Load(language)), StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _texts;

    private LineTexts(FrozenDictionary<string, string> texts) => _texts = texts;

    public IEnumerable<string> Keys => _texts.Keys;

    /// <summary>What every preset says of itself: it is to be checked.</summary>
    public string Check => _texts["check"];

    /// <summary>Asks for a password at the terminal.</summary>
    public string AskPassword => _texts["askPassword"];

    /// <summary>Why nobody outside this machine was asked.</summary>
    public string DemoOnly => _texts["demoOnly"];

    public static LineTexts In(string language) =>
        ByLanguage.GetValueOrDefault(language) ?? ByLanguage[ApiTexts.Languages[0]];

    /// <summary>The language of a terminal, from LC_ALL, LC_MESSAGES or LANG.</summary>
    public static string LanguageOf(Func<string, string?> variable)
    {
        var locale = new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(variable)
            .FirstOrDefault(v => v is { Length: > 0 });
        var language = locale?.Split('_', '.', '-')[0].ToLowerInvariant() ?? "";
        return ApiTexts.Languages.Contains(language) ? language : "en";
    }

    /// <param name="ports">RTP ports of the exchange, as a firewall is told: 10000–20000.</param>
    public string Get(TrunkFinding finding, string ports) =>
        _texts["finding." + JsonNamingPolicy.CamelCase.ConvertName($"{finding}")]
            .Replace("{ports}", ports, StringComparison.Ordinal);

    private static FrozenDictionary<string, string> Load(string language)
    {
        using var stream = typeof(LineTexts).Assembly.GetManifestResourceStream($"Lines/{language}.json")
            ?? throw new InvalidOperationException($"Lines/{language}.json is not embedded");
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream);
        return texts?.ToFrozenDictionary(StringComparer.Ordinal)
            ?? throw new InvalidOperationException($"Lines/{language}.json is empty");
    }
}
