namespace Zhkh.Web.Cli;

/// <summary>The words of <c>zhkh backup</c> and <c>zhkh restore</c>.</summary>
internal sealed record BackupOptions(string File, string? Database, string? Data, bool Overwrite)
{
    public static BackupOptions? Parse(IReadOnlyList<string> words)
    {
        if (words is not [var file, ..] || file.StartsWith('-'))
        {
            return null;
        }

        var options = new BackupOptions(file, null, null, false);
        for (var i = 1; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "--overwrite":
                    options = options with { Overwrite = true };
                    break;
                case "--data" when i + 1 < words.Count:
                    options = options with { Data = words[++i] };
                    break;
                case "--database" when i + 1 < words.Count:
                    options = options with { Database = words[++i] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
