using System.Text.Json;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// The way back from a word to the recordings that say it, read from prompts.json: a test writes the sentence one
/// must hear and does not ask the product how it composes one.
/// </summary>
public static class PromptText
{
    private static readonly Lazy<JsonElement> Prompts = new(() =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Repository.Path("voice-prompts", "prompts.json"))));

    /// <summary>The ids, longest texts first, whose texts joined give the sentence.</summary>
    public static string[] IdsOf(string language, string sentence)
    {
        var byText = Entries(language)
            .Where(entry => entry.Id.Contains('/', StringComparison.Ordinal))
            .GroupBy(entry => Plain(entry.Text))
            .ToDictionary(group => group.Key, group => group.First().Id);
        var words = Plain(sentence).Split(' ');
        var ids = new List<string>();
        for (var at = 0; at < words.Length;)
        {
            var taken = Enumerable.Range(1, words.Length - at).Reverse()
                .First(count => byText.ContainsKey(string.Join(' ', words.Skip(at).Take(count))));
            ids.Add(byText[string.Join(' ', words.Skip(at).Take(taken))]);
            at += taken;
        }

        return [.. ids];
    }

    private static IEnumerable<(string Id, string Text)> Entries(string language) =>
        Prompts.Value.EnumerateObject()
            .Where(p => p.Value.ValueKind == JsonValueKind.Object && p.Value.TryGetProperty(language, out _))
            .Select(p => (p.Name, TextOf(p.Value.GetProperty(language))));

    private static string TextOf(JsonElement entry) => entry.ValueKind == JsonValueKind.String
        ? entry.GetString()!
        : entry.GetProperty("text").GetString()!;

    private static string Plain(string text) => string.Join(' ', text.ToLowerInvariant().Replace('’', '\'')
        .Split([' ', ',', '.', '!', ':', '\u00AD'], StringSplitOptions.RemoveEmptyEntries));
}
