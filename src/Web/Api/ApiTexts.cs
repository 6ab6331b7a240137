using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Zhkh.Web.Api;

/// <summary>
/// Sentences of the API by language and key; the files are embedded, one per language, with the same keys.
/// </summary>
internal static class ApiTexts
{
    public static readonly IReadOnlyList<string> Languages = ["ru", "uk", "en"];

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> ByLanguage =
        Languages.ToFrozenDictionary(language => language, Load, StringComparer.Ordinal);

    public static string Get(string language, string key) => ByLanguage[language][key];

    public static IEnumerable<string> Keys(string language) => ByLanguage[language].Keys;

    /// <summary>The first language of Accept-Language that we speak, by its quality; Russian when none is.</summary>
    public static string LanguageOf(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage;
        return wanted.OrderByDescending(w => w.Quality ?? 1)
            .Select(w => w.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(Languages.Contains) ?? Languages[0];
    }

    private static FrozenDictionary<string, string> Load(string language)
    {
        using var stream = typeof(ApiTexts).Assembly.GetManifestResourceStream($"Texts/{language}.json")
            ?? throw new InvalidOperationException($"Texts/{language}.json is not embedded");
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream);
        return texts?.ToFrozenDictionary(StringComparer.Ordinal)
            ?? throw new InvalidOperationException($"Texts/{language}.json is empty");
    }
}
