using Zhkh.Testing;

namespace Zhkh.House.Tests;

/// <summary>
/// What the house already breaks: <c>house-debts.txt</c> may only get shorter. A line is <c>rule: place</c>; a place
/// names a file or a member, never a line number, so an unrelated edit does not move it.
/// </summary>
public static class Debts
{
    private static readonly Lazy<ILookup<string, string>> Known = new(Read);

    /// <summary>Fails on a breach that is not a known debt, and on a known debt that has been paid.</summary>
    public static void AssertNoNew(string rule, IEnumerable<string> breaches)
    {
        var found = breaches.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var known = Known.Value[rule].ToList();
        Assert.True(found.Except(known).Count() == 0,
            $"{rule}:\n  {string.Join("\n  ", found.Except(known))}");
        Assert.True(known.Except(found).Count() == 0,
            $"paid debts to strike from house-debts.txt:\n  {string.Join("\n  ", known.Except(found))}");
    }

    private static ILookup<string, string> Read() =>
        File.ReadAllLines(Repository.Path("tests", "House.Tests", "house-debts.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(": ", 2))
            .ToLookup(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
}
