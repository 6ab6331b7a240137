using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Zhkh.Testing;

namespace Zhkh.Console.Tests.Browser;

/// <summary>axe-core judges a page by WCAG 2.2 AA and its best practices.</summary>
internal static class Axe
{
    private const string Run =
        """
        async () => {
          const ending = document.getAnimations().filter((a) => a.effect.getTiming().iterations !== Infinity);
          await Promise.allSettled(ending.map((a) => a.finished));
          return JSON.stringify((await axe.run(document, { resultTypes: ['violations'] })).violations.map((v) => ({
          id: v.id, help: v.help, nodes: v.nodes.map((n) => n.html.slice(0, 160) + ' — ' + n.failureSummary) })));
        }
        """;

    public static async Task AssertCleanAsync(IPage page, string screen)
    {
        var source = Repository.Path("src", "Web", "console", "node_modules", "axe-core", "axe.min.js");
        Assert.True(File.Exists(source), $"{source} is missing: run npm ci in src/Web/console");
        await page.EvaluateAsync(await File.ReadAllTextAsync(source));
        using var answer = JsonDocument.Parse(await page.EvaluateAsync<string>(Run));
        var text = new StringBuilder();
        foreach (var violation in answer.RootElement.EnumerateArray())
        {
            text.AppendLine($"{violation.GetProperty("id")}: {violation.GetProperty("help")}");
            foreach (var node in violation.GetProperty("nodes").EnumerateArray())
            {
                text.AppendLine($"    {node}");
            }
        }

        Assert.True(text.Length == 0, $"{screen}:\n{text}");
    }
}
