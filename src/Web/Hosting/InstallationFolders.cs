namespace Zhkh.Web.Hosting;

/// <summary>
/// Where the shipped files lie: beside the assembly when published, in the repository when built by run.sh.
/// </summary>
internal sealed class InstallationFolders
{
    public string Console { get; } = Find("wwwroot", Path.Combine("src", "Web", "wwwroot"));

    public string VoicePrompts { get; } = Find("voice-prompts", "voice-prompts");

    private static string Find(string published, string inRepository)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, published);
        if (Directory.Exists(beside))
        {
            return beside;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Zhkh.sln")))
            {
                return Path.Combine(folder.FullName, inRepository);
            }
        }

        return beside;
    }
}
