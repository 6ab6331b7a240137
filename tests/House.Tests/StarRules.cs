using System.Xml.Linq;
using Zhkh.Testing;

namespace Zhkh.House.Tests;

/// <summary>The star: Pbx, Dispatch and Billing do not know one another, Web introduces them.</summary>
public class StarRules
{
    private static readonly string[] Modules = ["Pbx", "Dispatch", "Billing"];

    // Left to right: a folder may use those to its left. A slash joins folders that do not see one another.
    private static readonly string[][] PbxOrder =
    [
        ["Numbers", "Audio"], ["Rtp", "Sdp", "Sip"], ["Trunks"], ["Calls"], ["Recording", "Queues"], ["Ivr"],
        ["Dialer"],
    ];

    // ADR 17: how rows and facts are spelled, and nothing else.
    private static readonly string[] Kernel =
        ["CamelCase", "CamelCaseEnum", "EventJson", "Microseconds", "Outbox", "OutboxFact", "SnakeCase"];

    [Fact]
    public void No_module_references_another()
    {
        foreach (var module in Modules)
        {
            var project = XDocument.Load(Repository.Path("src", module, $"{module}.csproj"));
            Assert.All(project.Descendants("ProjectReference"), reference =>
                Assert.Equal("../Kernel/Kernel.csproj", reference.Attribute("Include")?.Value));
        }
    }

    [Fact]
    public void The_kernel_holds_its_closed_list_and_knows_nobody()
    {
        var files = SourceFile.Product.Where(f => f.Path.StartsWith("src/Kernel/", StringComparison.Ordinal)).ToList();
        Assert.Equal(Kernel, files.Select(f => Path.GetFileNameWithoutExtension(f.Path)).Order());
        Assert.Empty(XDocument.Load(Repository.Path("src", "Kernel", "Kernel.csproj")).Descendants("ProjectReference"));
    }

    [Fact]
    public void No_module_names_another() =>
        Debts.AssertNoNew("star",
            from file in SourceFile.Product
            let module = file.Path.Split('/')[1]
            where Modules.Contains(module)
            from use in file.Root.Usings
            let space = use.Name?.ToString() ?? ""
            where Modules.Append("Web")
                .Any(other => other != module && space.StartsWith($"Zhkh.{other}", StringComparison.Ordinal))
            select $"{file.Path} {space}");

    [Fact]
    public void Folders_of_the_exchange_use_only_what_stands_to_their_left() =>
        Debts.AssertNoNew("folder-order",
            from file in SourceFile.Product
            where file.Path.StartsWith("src/Pbx/", StringComparison.Ordinal)
            let parts = file.Path.Split('/')
            where parts.Length > 3
            let rank = Rank(parts[2])
            where rank >= 0
            from use in file.Root.Usings
            let space = use.Name?.ToString() ?? ""
            where space.StartsWith("Zhkh.Pbx.", StringComparison.Ordinal)
            let used = space["Zhkh.Pbx.".Length..]
            let usedRank = Rank(used)
            where used == "Storage" || usedRank > rank || (usedRank == rank && used != parts[2] && used != "Numbers")
            select $"{file.Path} {space}");

    private static int Rank(string folder) => Array.FindIndex(PbxOrder, group => group.Contains(folder));
}
