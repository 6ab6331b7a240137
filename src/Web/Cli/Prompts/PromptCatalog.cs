using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhkh.Web.Cli;

/// <summary>
/// The list of prompts: <c>voice-prompts/prompts.json</c>, id → language → text, file, speaker, checksum.
/// </summary>
internal sealed class PromptCatalog(
    string folder, SortedDictionary<string, SortedDictionary<string, PromptText>> prompts)
{
    /// <summary>Language folders; a prompt without one of them is a fault.</summary>
    public static readonly IReadOnlyList<string> Languages = ["ru", "uk"];

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Folder { get; } = folder;

    public SortedDictionary<string, SortedDictionary<string, PromptText>> Prompts { get; } = prompts;

    /// <summary>Reads the catalog of a folder.</summary>
    /// <exception cref="JsonException">The file is not the JSON it should be.</exception>
    public static PromptCatalog Load(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "prompts.json")));
        var prompts = new SortedDictionary<string, SortedDictionary<string, PromptText>>(StringComparer.Ordinal);
        foreach (var prompt in document.RootElement.EnumerateObject())
        {
            var languages = new SortedDictionary<string, PromptText>(StringComparer.Ordinal);
            foreach (var language in prompt.Value.EnumerateObject())
            {
                languages.Add(language.Name, language.Value.Deserialize<PromptText>(s_json)
                    ?? throw new JsonException($"{prompt.Name}: {language.Name} is null"));
            }

            prompts.Add(prompt.Name, languages);
        }

        return new PromptCatalog(folder, prompts);
    }

    /// <summary>Writes the catalog with one line per prompt and language, so that a change reads as a change.</summary>
    public void Save()
    {
        var text = new StringBuilder("{");
        var separator = "\n";
        foreach (var (id, languages) in Prompts)
        {
            var lines = languages.Select(l => $"    {Json(l.Key)}: {Json(l.Value)}");
            text.Append(separator).Append($"  {Json(id)}: {{\n").AppendJoin(",\n", lines).Append("\n  }");
            separator = ",\n";
        }

        File.WriteAllText(Path.Combine(Folder, "prompts.json"), text.Append("\n}\n").ToString());
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, s_json);
}
