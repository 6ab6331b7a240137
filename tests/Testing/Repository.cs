namespace Zhkh.Testing;

/// <summary>Finds files of the repository from wherever the test assembly runs.</summary>
public static class Repository
{
    /// <summary>The folder that holds Zhkh.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>An absolute path from a path relative to the root.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Zhkh.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Zhkh.sln above {AppContext.BaseDirectory}");
    }
}
