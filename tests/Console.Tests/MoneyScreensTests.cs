using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>Every screen of money: accessible in both themes, whole in 1366×768, painted for the docs.</summary>
public sealed class MoneyScreensTests(Chromium chromium)
{
    private static readonly (string Path, string Waits, string Picture)[] Screens =
    [
        ("/accounts", "Кого открыть", ""),
        ("/accounts/4406030", "Долг на конец", "account"),
        ("/registers", "sber_20261120.txt", "registers"),
        ("/registers/r1", "счёта 9990007 нет", "register"),
        ("/registers/r2", "В итоге файла 1 205 строк", "register-refused"),
        ("/registers/unidentified", "совпали фамилия и адрес", "unidentified"),
        ("/months", "нет площади", "months"),
        ("/months/tariffs", "Новый тариф", "tariffs"),
        ("/campaigns", "Должники, IV квартал 2026", ""),
        ("/campaigns/new", "Не звоним", "campaign-new"),
        ("/campaigns/k1", "Вам звонит робот", "campaign-draft"),
        ("/campaigns/k-run", "автоответчик", "campaign"),
    ];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_screen_of_money_is_accessible_and_whole(ColorScheme theme)
    {
        await using var town = await FullTownAsync();
        await using var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.SignInAsync();
        foreach (var (path, waits, picture) in Screens)
        {
            await screen.Page.GotoAsync(path);
            await screen.Page.GetByRole(AriaRole.Main).GetByText(waits).First.WaitForAsync();
            if (path.StartsWith("/accounts/", StringComparison.Ordinal))
            {
                await screen.Page.Locator("[data-cell='1-3']").ClickAsync();
                await screen.Page.GetByText("норматив 3,200 м³").WaitForAsync();
            }

            await Axe.AssertCleanAsync(screen.Page, path);
            Assert.True(await IsWholeAsync(screen), $"{path}: the page scrolls or sticks out");
            if (picture.Length > 0)
            {
                await PictureAsync(screen, $"console-{picture}-{(theme == ColorScheme.Dark ? "dark" : "light")}.png");
            }
        }

        Assert.Empty(screen.Troubles);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_empty_screens_and_the_windows_of_money_are_accessible(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        town.Role = "admin";
        await using var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.SignInAsync();
        foreach (var path in new[]
        {
            "/accounts/4406030", "/registers", "/registers/unidentified", "/months", "/months/tariffs", "/campaigns",
            "/registers/none", "/campaigns/none", "/accounts/1",
        })
        {
            await screen.Page.GotoAsync(path);
            await screen.Page.GetByText(path.Contains("none") || path.EndsWith("/1", StringComparison.Ordinal)
                ? "Так" : "нет").Or(screen.Page.GetByText("появятся")).First.WaitForAsync();
            await Axe.AssertCleanAsync(screen.Page, $"empty {path}");
        }

        FakeScenes.FillBooks(town);
        FakeScenes.FillMonths(town);
        await WindowAsync(screen, "/accounts/4406030", async () =>
        {
            await screen.Page.Locator("[data-cell='1-1']").ClickAsync();
            await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Пересчитать…" }).ClickAsync();
        });
        await WindowAsync(screen, "/registers", () => screen.Page.Keyboard.PressAsync("Alt+v"));
        await WindowAsync(screen, "/months", () =>
            screen.Page.GetByRole(AriaRole.Button, new() { Name = "Закрыть месяц" }).ClickAsync());
        await screen.Page.GotoAsync("/accounts/4406030");
        foreach (var side in new[] { "Проводки", "Пени" })
        {
            await screen.Page.GetByRole(AriaRole.Tab, new() { Name = side }).ClickAsync();
            await screen.Page.GetByRole(AriaRole.Grid, new() { Name = side }).WaitForAsync();
            await Axe.AssertCleanAsync(screen.Page, side);
        }
    }

    [Theory]
    [InlineData("uk", "Абоненти", "Долг")]
    [InlineData("en", "Subscribers", "Долг")]
    public async Task The_screens_of_money_speak_the_language_of_the_account(
        string language, string name, string foreign)
    {
        await using var town = await FullTownAsync();
        town.Language = language;
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = name }).WaitForAsync();
        foreach (var path in new[] { "/accounts/4406030", "/campaigns/k-run", "/registers/r1", "/months" })
        {
            await screen.Page.GotoAsync(path);
            await screen.Page.GetByRole(AriaRole.Grid).First.WaitForAsync();
            Assert.True(await IsWholeAsync(screen), $"{path} in {language} sticks out");
            Assert.Equal(0, await screen.Page.GetByText(foreign).CountAsync());
        }
    }

    [Fact]
    public async Task A_role_with_more_sections_than_fit_finds_the_others_behind_one_button()
    {
        await using var town = await FullTownAsync();
        await using var screen = await chromium.OpenAsync(town.Address, ColorScheme.Light, 1_024, 700);
        await screen.SignInAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Ещё" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new("Обзвоны") }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Обзвоны" }).WaitForAsync();
        await screen.PressOnCyrillicAsync("ф", "KeyA", alt: true);
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Абоненты" }).WaitForAsync();
        Assert.Empty(screen.Troubles);
    }

    private static async Task<FakeTown> FullTownAsync()
    {
        var town = await FakeTown.StartAsync();
        town.Role = "admin";
        FakeScenes.FillBooks(town);
        FakeScenes.FillMonths(town);
        town.Billing.Registers.AddRange(
        [
            FakeScenes.Register("r1", "sber_20261120.txt"),
            FakeScenes.Refused("r2", "Реестр платежей за коммунальные услуги Газпромбанк Приволжский 20.11.2026.csv"),
            FakeScenes.Register("r3", "sber_20261119.txt") with
            {
                Status = "posting", Progress = new FakeProgress(640, 1_204),
            },
            FakeScenes.Register("r4", "sber_20261118.txt") with
            {
                Status = "posted", PostedAt = FakeBilling.Day, Unidentified = 0,
            },
        ]);
        town.Billing.Rows["r1"] = FakeScenes.Rows(1_204);
        town.Billing.Unidentified.AddRange(
        [
            FakeScenes.Unknown("u1", 7, 290_000,
                new FakeSuggestion("4406118", "ул. Гагарина, 12, кв. 7", "совпали фамилия и адрес"),
                new FakeSuggestion("4406007", "ул. Гагарина, 7, кв. 7", "похожий адрес")),
            FakeScenes.Unknown("u2", 9, 55_000), FakeScenes.Unknown("u3", 11, 70_001),
        ]);
        town.Campaigns.Compose(new FakeCampaignWish(LiveFeed.Organisation, "Долги за отопление", 300_000, 3,
            new FakeHours("10:00", "20:00"), 3, 10, "quarterly"), town.Now);
        town.Campaigns.Running(town.Now);
        return town;
    }

    private static async Task WindowAsync(Screen screen, string path, Func<Task> open)
    {
        await screen.Page.GotoAsync(path);
        await screen.Page.Locator("[data-level=good]").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Heading).First.WaitForAsync();
        await open();
        await screen.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, $"window over {path}");
    }

    /// <summary>Neither the page scrolls nor does anything of the frame leave the window.</summary>
    private static Task<bool> IsWholeAsync(Screen screen) => screen.Page.EvaluateAsync<bool>(
        """
        () => {
          const page = document.documentElement;
          const bar = document.querySelector('header').getBoundingClientRect();
          const foot = document.querySelector('footer').getBoundingClientRect();
          return page.scrollWidth <= innerWidth && page.scrollHeight <= innerHeight && bar.top === 0
            && foot.bottom <= innerHeight && document.querySelector('header').scrollWidth <= innerWidth;
        }
        """);

    private static async Task PictureAsync(Screen screen, string name)
    {
        await screen.Page.EvaluateAsync("document.fonts.ready.then(() => true)");
        var picture = await screen.Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = DocsFolder.PathOf("pictures", name), Animations = ScreenshotAnimations.Disabled,
        });
        Assert.True(picture.Length > 10_000, $"{name} is an empty picture");
    }
}
