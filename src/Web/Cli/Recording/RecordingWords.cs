namespace Zhkh.Web.Cli;

/// <summary>The words of <c>zhkh recording …</c>.</summary>
internal sealed record RecordingWords
{
    public static readonly IReadOnlyList<string> Verbs =
        ["status", "rotate-key", "purge", "verify", "repair", "export"];

    public required string Verb { get; init; }

    /// <summary>Of export: which one.</summary>
    public Guid Id { get; init; }

    /// <summary>Of export: where to.</summary>
    public string File { get; init; } = "";

    public bool IsJson { get; init; }

    /// <summary>Of purge: says what would go and touches nothing.</summary>
    public bool IsDry { get; init; }

    public string? Database { get; init; }

    public string? Data { get; init; }

    /// <summary>Null and the reason when the words mean nothing.</summary>
    public static RecordingWords? Parse(IReadOnlyList<string> words, out string? fault)
    {
        fault = null;
        if (words.Count == 0 || !Verbs.Contains(words[0]))
        {
            fault = words.Count == 0 ? null : $"recording {words[0]}: no such verb; {string.Join(", ", Verbs)}";
            return null;
        }

        var options = words is ["export", var id, var file, ..]
            ? Export(id, file, out fault)
            : words[0] == "export" ? null : new RecordingWords { Verb = words[0] };
        for (var i = words[0] == "export" ? 3 : 1; options is not null && i < words.Count; i++)
        {
            options = (words[i], i + 1 < words.Count) switch
            {
                ("--json", _) => options with { IsJson = true },
                ("--dry-run", _) when options.Verb == "purge" => options with { IsDry = true },
                ("--data", true) => options with { Data = words[++i] },
                ("--database", true) => options with { Database = words[++i] },
                ("--data" or "--database", false) => Refused($"{words[i]} needs a value", out fault),
                _ => Refused($"{words[i]}: recording {options.Verb} has no such flag", out fault),
            };
        }

        return options;
    }

    private static RecordingWords? Export(string id, string file, out string? fault)
    {
        fault = null;
        return !Guid.TryParse(id, out var parsed)
            ? Refused($"{id}: a recording is named by its id, like 019a0f6e-7a51-7c3b-9d1e-2f6b8c4d5e6f", out fault)
            : file.StartsWith('-')
                ? Refused($"{file}: name the WAV file to write", out fault)
                : new RecordingWords { Verb = "export", Id = parsed, File = file };
    }

    private static RecordingWords? Refused(string why, out string? fault)
    {
        fault = why;
        return null;
    }
}
