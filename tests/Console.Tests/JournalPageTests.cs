using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>The legal journal: 100 000 rows by page, filters, keys, and the file with the same rows.</summary>
public sealed class JournalPageTests(Chromium chromium)
{
    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    [Fact]
    public async Task Only_the_rows_in_sight_are_drawn_and_only_the_pages_needed_are_fetched()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await OpenAsync(town);
        var grid = screen.Page.GetByRole(AriaRole.Grid);
        Assert.InRange(await screen.Page.GetByRole(AriaRole.Row).CountAsync(), 10, 80);
        Assert.InRange(town.Journal.Asked, 1, 2);
        await grid.FocusAsync();
        await screen.Page.Keyboard.PressAsync("End");
        await screen.Page.Locator("[role=grid][data-rows='400']").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("End");
        await screen.Page.Locator("[role=grid][data-rows='600']").WaitForAsync();
        Assert.InRange(await screen.Page.GetByRole(AriaRole.Row).CountAsync(), 10, 80);
        await screen.Page.Keyboard.PressAsync("Home");
        await screen.Page.Keyboard.PressAsync("PageDown");
        await screen.Page.Keyboard.PressAsync("ArrowUp");
        var at = screen.Page.Locator("[role=row][aria-selected=true]");
        var number = await at.Locator("[role=gridcell]").First.TextContentAsync();
        Assert.NotEqual("110503", number);
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.WaitForURLAsync("**/tickets/j-*");
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task Filters_reach_the_host_and_the_file_has_the_same_ones()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await OpenAsync(town);
        var house = screen.Page.GetByRole(AriaRole.Combobox, new() { Name = "Дом" });
        await house.FillAsync("мира 5");
        await screen.Page.Locator("[role=combobox][data-ready=true][aria-expanded=true]").WaitForAsync();
        await house.PressAsync("Enter");
        await screen.Page.GetByLabel("Статус").SelectOptionAsync("closed");
        await screen.Page.GetByRole(AriaRole.Radio, new() { Name = "нарушен" }).ClickAsync();
        await screen.Page.GetByLabel("С", new() { Exact = true }).FillAsync("01.10.2026");
        var link = screen.Page.Locator("[data-xlsx]");
        await Assertions.Expect(link).ToHaveAttributeAsync("href",
            new System.Text.RegularExpressions.Regex("from=2026-10-01.*status=closed&term=overdue&houseId=h5"));
        await screen.Page.WaitForFunctionAsync("() => document.querySelector('[role=grid]') !== null");
        var download = await screen.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Equal("journal.xlsx", download.SuggestedFilename);
        var asked = Assert.Single(town.Acts, act => act.StartsWith("xlsx", StringComparison.Ordinal));
        Assert.Contains("status=closed", asked, StringComparison.Ordinal);
        Assert.Contains("status=closed", town.Journal.LastQuery, StringComparison.Ordinal);
        Assert.Contains("term=overdue", town.Journal.LastQuery, StringComparison.Ordinal);
        Assert.Contains("houseId=h5", town.Journal.LastQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task News_are_offered_and_do_not_take_the_place_away()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await OpenAsync(town);
        await screen.Page.Locator("[data-level=good]").WaitForAsync();
        await town.PushAsync("changed", new { list = "tickets" });
        var offer = screen.Page.GetByRole(AriaRole.Button, new() { Name = "Есть новое: обновить" });
        await offer.WaitForAsync();
        var before = town.Journal.Asked;
        await offer.ClickAsync();
        await offer.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.True(town.Journal.Asked > before);
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_journal_is_accessible(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await OpenAsync(town, theme);
        await Axe.AssertCleanAsync(screen.Page, "legal journal");
        await screen.AssertFitsAsync();
        town.Journal.Count = 0;
        await screen.Page.GetByLabel("Статус").SelectOptionAsync("done");
        await screen.Page.GetByText("Заявок за это время нет").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "empty legal journal");
    }

    private async Task<Screen> OpenAsync(FakeTown town, ColorScheme theme = ColorScheme.Light)
    {
        var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.SignInAsync();
        await screen.Page.Keyboard.PressAsync("Alt+u");
        await screen.Page.GetByText("110503").WaitForAsync();
        return screen;
    }
}
