using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Telephony;
using Zhkh.Testing;
using static System.StringComparison;

namespace Zhkh.Console.Tests;

/// <summary>
/// Every page of the console against the product itself: no error of a script, no refused request, no text missing,
/// nothing sticks out, not one violation of WCAG 2.2 AA, in both themes; pictures lie in TestResults/pages.
/// </summary>
public sealed partial class EveryPageTests(Chromium chromium, RealHost product)
{
    /// <summary>Texts the page shows or names, and those that look like the key of a text that is missing.</summary>
    private const string Raw =
        """
        (heads) => {
          const said = [document.body.innerText, ...[...document.querySelectorAll('[aria-label],[title],[placeholder]')]
            .flatMap((e) => ['aria-label', 'title', 'placeholder'].map((name) => e.getAttribute(name) ?? ''))];
          return said.flatMap((text) => text.match(/\b[a-z]\w*(?:\.\w+)+\b|\{\{|\bundefined\b|\bNaN\b/g) ?? [])
            .filter((word) => !word.includes('.') || heads.includes(word.split('.')[0]));
        }
        """;

    /// <summary>Nothing is being waited for: the page is there and every request has been answered.</summary>
    private const string Settled =
        """
        () => document.querySelector('main') !== null && document.querySelector('[aria-busy=true]') === null
          && window.asked === 0 && document.fonts.status === 'loaded'
        """;

    private const string CountRequests =
        """
        window.asked = 0;
        const plain = window.fetch;
        window.fetch = (...given) => {
          window.asked++;
          return plain(...given).finally(() => setTimeout(() => window.asked--, 50));
        };
        """;

    [Theory, InlineData("ru", "light"), InlineData("uk", "dark")]
    public async Task Every_page_opens_whole(string language, string theme)
    {
        var scheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light;
        await using var screen = await OpenAsync("admin", language, scheme);
        foreach (var (route, path) in await PathsAsync(screen))
        {
            await screen.Page.GotoAsync(path);
            await LookAsync(screen, $"{language}{route.Replace('/', '-').Replace("$", "", Ordinal)}", theme);
        }
    }

    [Theory, InlineData("dispatcher"), InlineData("supervisor"), InlineData("clerk"), InlineData("billing")]
    public async Task Nothing_the_bar_offers_is_refused(string user)
    {
        await using var screen = await OpenAsync(user, "ru", ColorScheme.Light);
        var offered = 0;
        foreach (var link in await screen.Page.Locator("nav a").AllAsync())
        {
            await link.ClickAsync();
            await LookAsync(screen, $"{user}-{++offered}", null);
        }

        var more = screen.Page.Locator("nav button");
        for (var at = 0; await more.CountAsync() > 0; at++)
        {
            await more.ClickAsync();
            var items = screen.Page.GetByRole(AriaRole.Menuitem);
            await items.First.WaitForAsync();
            if (at >= await items.CountAsync())
            {
                break;
            }

            await items.Nth(at).ClickAsync();
            await LookAsync(screen, $"{user}-{++offered}", null);
        }

        Assert.InRange(offered, 4, 20);
    }

    private async Task<Screen> OpenAsync(string user, string language, ColorScheme scheme)
    {
        var host = await product.ReadyAsync();
        var screen = await chromium.OpenAsync(host.Http.ToString(), scheme);
        await screen.Page.AddInitScriptAsync(CountRequests);
        await screen.Page.AddInitScriptAsync($"localStorage.setItem('zhkh.language', '{language}')");
        await screen.EnterAsync(user, "demo");
        await screen.Page.Locator("nav").WaitForAsync();
        screen.Page.Response += (_, answer) =>
        {
            if (answer.Status >= 400)
            {
                screen.Trouble($"{answer.Status} {answer.Request.Method} {answer.Url}");
            }
        };
        return screen;
    }

    private static async Task LookAsync(Screen screen, string name, string? theme)
    {
        await screen.Page.WaitForFunctionAsync(Settled);
        Assert.True(screen.Troubles.Count == 0, $"{name}: {string.Join('\n', screen.Troubles)}");
        Assert.Empty(await screen.Page.EvaluateAsync<string[]>(Raw, Heads.Value));
        await screen.AssertFitsAsync();
        if (theme is not null)
        {
            await Axe.AssertCleanAsync(screen.Page, $"{name} {theme}");
            var folder = Directory.CreateDirectory(Repository.Path("TestResults", "pages"));
            await screen.Page.ScreenshotAsync(new() { Path = Path.Combine(folder.FullName, $"{name}-{theme}.png") });
        }
    }

    /// <summary>The pages of routes.tsx: a new one is looked at from the day it is there.</summary>
    private static async Task<List<(string Route, string Path)>> PathsAsync(Screen screen)
    {
        var source = await File.ReadAllTextAsync(Repository.Path("src", "Web", "console", "src", "routes.tsx"));
        var paths = PathPattern().Matches(source).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.True(paths.Count > 20, "routes.tsx is not read");
        var ticket = await MadeAsync(screen, "/api/tickets",
            new { text = "Капает кран", accountNumber = "4406030", phone = "+79370000030" });
        var campaign = await MadeAsync(screen, "/api/campaigns", new
        {
            organisation = "privolsk", name = "Должники", debtFrom = 300_000, monthsFrom = 3,
            hours = new { from = "10:00", to = "20:00" }, linesMax = 1, callsPerMinute = 1, recurrence = "none",
        });
        var known = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["/accounts/$number"] = "/accounts/4406030", ["/tickets/$id"] = $"/tickets/{ticket}",
            ["/campaigns/$id"] = $"/campaigns/{campaign}",
        };
        // A register needs a file: its page is opened by RegisterTests.
        return [.. paths.Where(route => route != "/registers/$id").Append("/nowhere")
            .Select(route => (route, known.GetValueOrDefault(route, route)))];
    }

    private static Task<string> MadeAsync(Screen screen, string path, object body) => screen.Page.EvaluateAsync<string>(
        """
        async ({ path, body }) => (await (await fetch(path, { method: 'POST', body, headers: {
          'Content-Type': 'application/json', 'X-Antiforgery': sessionStorage.getItem('zhkh.antiforgery'),
          'Idempotency-Key': crypto.randomUUID() } })).json()).id
        """,
        new { path, body = JsonSerializer.Serialize(body) });

    private static readonly Lazy<string[]> Heads = new(() =>
    {
        using var texts = JsonDocument.Parse(
            File.ReadAllText(Repository.Path("src", "Web", "console", "src", "locales", "ru.json")));
        return [.. texts.RootElement.EnumerateObject().Select(each => each.Name)];
    });

    [GeneratedRegex(@"path: '(/[^']*)'")]
    private static partial Regex PathPattern();
}
