using Zhkh.Testing;

namespace Zhkh.Console.Tests;

/// <summary>
/// Where pictures and figures go: beside the test results, so that a run leaves the tree clean; into docs/ when
/// ZHKH_WRITE_DOCS=1 asks for it.
/// </summary>
internal static class DocsFolder
{
    public static string PathOf(string folder, string file)
    {
        var root = Environment.GetEnvironmentVariable("ZHKH_WRITE_DOCS") == "1"
            ? Repository.Path("docs", folder)
            : Repository.Path("TestResults", folder);
        return Path.Combine(Directory.CreateDirectory(root).FullName, file);
    }
}
