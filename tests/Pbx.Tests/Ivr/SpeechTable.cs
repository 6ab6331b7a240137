using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>
/// The agreed phrases, one row a line, cells separated by bars; made by another implementation than ours.
/// </summary>
internal static class SpeechTable
{
    public static IEnumerable<string[]> Rows(string name) =>
        File.ReadLines(Repository.Path("tests", "Pbx.Tests", "Ivr", $"speech-{name}.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries));
}
