namespace Zhkh.Web.Cli;

/// <summary>Finds <c>voice-prompts</c> above the working folder or above the program itself.</summary>
internal static class PromptFolder
{
    public static string? Find() => FindAbove(Directory.GetCurrentDirectory()) ?? FindAbove(AppContext.BaseDirectory);

    private static string? FindAbove(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "voice-prompts");
            if (File.Exists(Path.Combine(candidate, "prompts.json")))
            {
                return candidate;
            }
        }

        return null;
    }
}
