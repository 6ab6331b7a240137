using System.Text.RegularExpressions;
using System.Xml.Linq;
using Zhkh.Testing;

namespace Zhkh.House.Tests;

/// <summary>The root is a table of contents; a package is one exact version with a reason.</summary>
public partial class HouseRules
{
    private static readonly string[] Root =
    [
        ".ci", ".editorconfig", ".git", ".gitattributes", ".gitignore", ".build", "BannedSymbols.txt", "bench", "data",
        "Directory.Build.props", "Directory.Packages.props", "docker-compose.yml", "docs", "global.json", "ops",
        "README.md", "README.ru.md", "run.sh", "src", "test.sh", "TestResults", "tests",
        "voice-prompts", "zhkh", "Zhkh.sln",
    ];

    [Fact]
    public void The_root_holds_only_what_the_map_names() =>
        Assert.Empty(Directory.EnumerateFileSystemEntries(Repository.Root).Select(Path.GetFileName).Except(Root));

    [Fact]
    public void Every_package_has_one_exact_version()
    {
        var packages = XDocument.Load(Repository.Path("Directory.Packages.props"))
            .Descendants("PackageVersion").ToList();
        Assert.NotEmpty(packages);
        Assert.All(packages, p => Assert.Matches(ExactVersion(), p.Attribute("Version")!.Value));
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories);
        Assert.All(projects.SelectMany(p => XDocument.Load(p).Descendants("PackageReference")),
            reference => Assert.Null(reference.Attribute("Version")));
    }

    [Fact]
    public void Every_decision_has_a_date_a_context_and_consequences()
    {
        var decisions = Directory.GetFiles(Repository.Path("docs", "adr"), "*.md");
        Assert.NotEmpty(decisions);
        Assert.All(decisions, path =>
        {
            var text = File.ReadAllText(path);
            Assert.Matches(@"^# \d+\. ", text);
            Assert.Contains("Date:", text, StringComparison.Ordinal);
            Assert.All(new[] { "## Context", "## Options", "## Decision", "## Consequences" },
                heading => Assert.Contains(heading, text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Every_migration_says_why()
    {
        var migrations = Directory.EnumerateFiles(Repository.Path("src"), "*.sql", SearchOption.AllDirectories)
            .Where(path => path.Contains("/Migrations/"));
        Assert.All(migrations,
            path => Assert.StartsWith("-- ", File.ReadLines(path).First(), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+$")]
    private static partial Regex ExactVersion();
}
