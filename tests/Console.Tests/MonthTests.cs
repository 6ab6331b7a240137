using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>A month is charged, its gaps are named, it is closed; the prices it is charged by.</summary>
public sealed class MonthTests(Chromium chromium)
{
    [Fact]
    public async Task A_month_is_run_and_its_progress_is_seen()
    {
        await using var town = await OpenTownAsync();
        await using var screen = await OpenAsync(town, "/months");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Начислить заново" }).ClickAsync();
        await town.WaitForActAsync("run 2026-10");
        var bar = screen.Page.GetByRole(AriaRole.Progressbar);
        await Assertions.Expect(bar).ToHaveAttributeAsync("aria-valuenow", "4200");
        town.Billing.ChangeMonth("2026-10", each => each with { Progress = null, Gaps = [] });
        await screen.Page.GetByText("Начислено всем и за всё.").WaitForAsync();
        Assert.Equal(0, await bar.CountAsync());
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task A_missing_price_is_named_and_one_step_leads_to_entering_it()
    {
        await using var town = await OpenTownAsync();
        await using var screen = await OpenAsync(town, "/months");
        await screen.Page.GetByText("нет площади").WaitForAsync();
        await screen.Page.GetByText("214 абонентов").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Завести тариф" }).FocusAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        var form = screen.Page.GetByRole(AriaRole.Form, new() { Name = "Новый тариф" });
        await Assertions.Expect(form.GetByLabel("Услуга")).ToHaveValueAsync("waste");
        await form.GetByLabel("Цена").FillAsync("7,1,2");
        await form.GetByText("Напишите цену числом").WaitForAsync();
        await form.GetByLabel("Цена").FillAsync("134,97");
        await form.GetByLabel("Действует с").FillAsync("1.10.2026");
        await form.GetByLabel("Основание").FillAsync("Приказ № 5");
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync("tariff waste 134.97 2026-10-01 Приказ № 5");
        await screen.Page.GetByText("Тариф заведён.").WaitForAsync();
        await screen.Page.GetByText("134,97").WaitForAsync();
        await form.GetByLabel("Цена").FillAsync("1");
        await form.GetByLabel("Действует с").FillAsync("1.10.2026");
        await form.GetByLabel("Основание").FillAsync("Приказ № 6");
        await screen.Page.Keyboard.PressAsync("Enter");
        await form.GetByRole(AriaRole.Alert).GetByText("На этот день цена уже заведена.").WaitForAsync();
    }

    [Fact]
    public async Task Closing_says_what_it_means_and_nothing_is_closed_by_a_stray_Enter()
    {
        await using var town = await OpenTownAsync();
        await using var screen = await OpenAsync(town, "/months");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Закрыть месяц" }).ClickAsync();
        var dialog = screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "Закрыть октябрь 2026" });
        await dialog.GetByText("Открыть месяц обратно нельзя.").WaitForAsync();
        await dialog.GetByText("Без начислений останутся 217 абонентов.").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Empty(town.Acts);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Закрыть месяц" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Закрыть месяц" }).ClickAsync();
        await town.WaitForActAsync("close 2026-10");
        await screen.Page.Locator("[data-row='2026-10']").GetByText("закрыт", new() { Exact = true }).WaitForAsync();
        Assert.Equal(0, await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Закрыть месяц" }).CountAsync());
    }

    [Fact]
    public async Task Without_months_the_first_one_is_one_press_away()
    {
        await using var town = await FakeTown.StartAsync();
        town.Role = "admin";
        await using var screen = await OpenAsync(town, "/months");
        await screen.Page.GetByText("Месяцев ещё нет").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Начислить ") }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Progressbar).WaitForAsync();
        Assert.Single(town.Acts);
    }

    private static async Task<FakeTown> OpenTownAsync()
    {
        var town = await FakeTown.StartAsync();
        town.Role = "admin";
        FakeScenes.FillMonths(town);
        return town;
    }

    private async Task<Screen> OpenAsync(FakeTown town, string path)
    {
        var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync(path);
        await screen.Page.Locator("[data-level=good]").WaitForAsync();
        return screen;
    }
}
