using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>The subscriber's card: found by keys, walked by keys, explained by keys.</summary>
public sealed class AccountCardTests(Chromium chromium)
{
    [Fact]
    public async Task A_billing_clerk_begins_at_the_search_and_opens_a_card_without_a_mouse()
    {
        await using var town = await OpenTownAsync("billing");
        town.IsDeskClosed = true;
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.EnterAsync("billing", "demo");
        await screen.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Найти абонента" }).WaitForAsync();
        await screen.TypeAsync("гагарина 14");
        await screen.Page.Locator("[data-row='4406030']").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("ArrowDown");
        await screen.Page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal("4406031", await FocusedAsync(screen, "row"));
        await screen.Page.Keyboard.PressAsync("ArrowUp");
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "ЛС 4406-030" }).WaitForAsync();
        await screen.Page.GetByText("Кравченко Леонид Петрович").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Grid, new() { Name = "Начисления по месяцам" }).WaitForAsync();
        Assert.Equal(0, await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Пульт" }).CountAsync());
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task Arrows_walk_the_matrix_and_Enter_tells_how_a_sum_was_counted()
    {
        await using var town = await OpenTownAsync("admin");
        await using var screen = await OpenCardAsync(town);
        await screen.Page.Locator("[data-cell='0-0']").FocusAsync();
        await screen.Page.Keyboard.PressAsync("ArrowDown");
        await screen.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("1-1", await FocusedAsync(screen, "cell"));
        await screen.Page.Keyboard.PressAsync("Enter");
        var formula = screen.Page.GetByRole(AriaRole.Region, new() { Name = "Как посчитано" });
        await formula.GetByRole(AriaRole.Heading, new() { Name = "Отопление · октябрь 2026" }).WaitForAsync();
        await formula.GetByText("54,2 м² × 0,0254 Гкал × 1 556,00 ₽ = 2 142,10 ₽").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Control+End");
        await screen.Page.Keyboard.PressAsync("Control+Home");
        Assert.Equal("0-0", await FocusedAsync(screen, "cell"));
    }

    [Fact]
    public async Task A_charge_taken_back_is_shown_as_such_beside_the_one_that_counts()
    {
        await using var town = await OpenTownAsync("admin");
        await using var screen = await OpenCardAsync(town);
        var october = screen.Page.Locator("[data-month='2026-10']");
        await october.GetByRole(AriaRole.Gridcell).Nth(3).ClickAsync();
        await screen.Page.Locator("[data-charge='c3'][data-reversed='true']").GetByText("сторнировано").WaitForAsync();
        await screen.Page.Locator("[data-charge='c4'][data-reversed='false']").GetByText("по среднему").WaitForAsync();
    }

    [Fact]
    public async Task A_recalculation_shows_the_difference_before_and_wants_a_reason()
    {
        await using var town = await OpenTownAsync("admin");
        await using var screen = await OpenCardAsync(town);
        await screen.Page.Locator("[data-cell='1-1']").ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Пересчитать…" }).ClickAsync();
        var dialog = screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "Пересчитать октябрь 2026" });
        await dialog.Locator("[data-difference]").GetByText("+14,20").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        Assert.Empty(town.Acts);
        await screen.TypeInDialogAsync("тариф исправлен");
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync("recalculate 4406030 2026-10 тариф исправлен");
        await dialog.GetByText("Месяц пересчитан.").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Escape");
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Single(town.Acts);
    }

    [Fact]
    public async Task A_host_that_cannot_tell_the_difference_beforehand_is_said_so()
    {
        await using var town = await OpenTownAsync("admin");
        town.Billing.TellsBeforehand = false;
        await using var screen = await OpenCardAsync(town);
        await screen.Page.Locator("[data-cell='1-1']").ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Пересчитать…" }).ClickAsync();
        await screen.Page.GetByText("Разница станет известна после пересчёта.").WaitForAsync();
    }

    [Fact]
    public async Task Postings_are_reversed_with_a_reason_and_a_refusal_is_shown_in_the_hosts_words()
    {
        await using var town = await OpenTownAsync("admin");
        await using var screen = await OpenCardAsync(town);
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "Начисления" }).FocusAsync();
        await screen.Page.Keyboard.PressAsync("ArrowRight");
        await screen.Page.Locator("[data-row='2']").GetByRole(AriaRole.Button, new() { Name = "Сторнировать" })
            .ClickAsync();
        town.Billing.Postings[2] = town.Billing.Postings[2] with { Reversed = true };
        await screen.TypeInDialogAsync("ошибка акта");
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.GetByRole(AriaRole.Alert).GetByText("Эта проводка уже сторнирована.").WaitForAsync();
        town.Billing.Postings[2] = town.Billing.Postings[2] with { Reversed = false };
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync("reverse p2 ошибка акта");
        await screen.Page.Locator("[data-row='2']").GetByText("сторнировано").WaitForAsync();
    }

    [Fact]
    public async Task The_late_fee_is_explained_by_stretches_of_days()
    {
        await using var town = await OpenTownAsync("admin");
        await using var screen = await OpenCardAsync(town);
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "Пени" }).ClickAsync();
        await screen.Page.GetByLabel("Пени на день").FillAsync("31.08.2026");
        await screen.Page.GetByRole(AriaRole.Grid, new() { Name = "Пени" }).GetByText("1/300").WaitForAsync();
        await screen.Page.GetByText("1/130").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await screen.Page.GetByText("97,37").First.WaitForAsync();
    }

    [Fact]
    public async Task A_signal_of_the_host_brings_the_card_up_to_date()
    {
        await using var town = await OpenTownAsync("admin");
        await using var screen = await OpenCardAsync(town);
        town.Known["4406030"] = People.Kravchenko with { Balance = 12_300 };
        await town.PushAsync("changed", new { list = "accounts" });
        await screen.Page.GetByText("123,00").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("1180342") }).ClickAsync();
        await screen.Page.GetByText("405,38").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("Капает с потолка") }).WaitForAsync();
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task A_year_without_charges_says_so_and_leads_to_the_one_before()
    {
        await using var town = await OpenTownAsync("admin");
        town.Billing.AccountMonths.Clear();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/accounts/4406030");
        await screen.Page.GetByText("Начислений за 2026 нет").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Предыдущий год" }).Last.ClickAsync();
        await screen.Page.GetByText("Начислений за 2025 нет").WaitForAsync();
        await screen.Page.GotoAsync("/accounts/1");
        await screen.Page.GetByText("Такого счёта нет").WaitForAsync();
    }

    private static async Task<FakeTown> OpenTownAsync(string role)
    {
        var town = await FakeTown.StartAsync();
        town.Role = role;
        FakeScenes.FillBooks(town);
        return town;
    }

    private async Task<Screen> OpenCardAsync(FakeTown town)
    {
        var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/accounts/4406030");
        await screen.Page.Locator("[data-cell='0-0']").WaitForAsync();
        await screen.Page.Locator("[data-level=good]").WaitForAsync();
        return screen;
    }

    private static Task<string> FocusedAsync(Screen screen, string name) =>
        screen.Page.EvaluateAsync<string>("name => document.activeElement.dataset[name] ?? ''", name);
}
