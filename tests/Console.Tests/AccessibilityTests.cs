using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>WCAG 2.2 AA on every screen and state, in both themes: not one violation.</summary>
public sealed class AccessibilityTests(Chromium chromium)
{
    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    [Theory, MemberData(nameof(Themes))]
    public async Task The_door_is_accessible_before_and_after_a_refusal(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.Page.GotoAsync("/");
        await screen.Page.Locator("input[name=user]").FillAsync("dispatcher");
        await Axe.AssertCleanAsync(screen.Page, "sign-in");
        await screen.Page.Locator("input[name=password]").FillAsync("wrong");
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.GetByText("Имя или пароль не подходят.").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "sign-in refused");
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_desk_is_accessible_when_empty_and_when_busy(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.SignInAsync();
        await Axe.AssertCleanAsync(screen.Page, "empty desk");
        await Scenes.BusyMinuteAsync(town);
        await town.PushAsync("changed", new { list = "callbacks" });
        await screen.Page.Locator("[data-callback]").First.WaitForAsync();
        await Scenes.TalkAsync(town, screen);
        await Axe.AssertCleanAsync(screen.Page, "busy desk");
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_desk_is_accessible_with_a_stranger_and_with_several_flats(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.SignInAsync();
        var stranger = await town.AnswerAsync(await town.RingAsync([]));
        await screen.HoldsAsync(stranger.CallId);
        await screen.Page.Locator("#ticket-address").FillAsync("гагарина");
        await screen.Page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "stranger");
        await town.EndAsync(stranger);
        var two = await town.AnswerAsync(await town.RingAsync([People.FlatOne, People.FlatTwo]));
        await screen.HoldsAsync(two.CallId);
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await Axe.AssertCleanAsync(screen.Page, "several flats");
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_windows_over_the_desk_are_accessible(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        town.Miss("+79170004412", TimeSpan.FromMinutes(3));
        await using var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.SignInAsync();
        foreach (var (key, name) in new[] { ("F1", "Клавиши пульта"), ("Control+k", "Поиск везде") })
        {
            await screen.Page.Keyboard.PressAsync(key);
            await screen.Page.GetByRole(AriaRole.Dialog, new() { Name = name }).WaitForAsync();
            await Axe.AssertCleanAsync(screen.Page, name);
            await screen.Page.Keyboard.PressAsync("Escape");
        }

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Телефон 201" }).ClickAsync();
        await screen.Page.GetByText("не на связи").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "phones");
        await screen.Page.Keyboard.PressAsync("Escape");
        await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("Не перезванивать") }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "drop a callback");
        await screen.Page.Keyboard.PressAsync("Escape");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Смирнова О." }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Выйти" }).WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "menu");
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_journal_and_a_ticket_are_accessible(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/tickets");
        await screen.Page.GetByText("Здесь появятся заявки").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "empty journal");
        var ticket = town.AddTicket("Засор канализации", "ул. Мира, 5", TimeSpan.FromSeconds(-12), priority: "critical",
            callIds: ["c1"]);
        await town.PushAsync("changed", new { list = "tickets" });
        await screen.Page.GetByText("Засор канализации").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "journal");
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = $"{ticket.Number}" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Slider).WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "ticket");
        await screen.Page.GotoAsync("/tickets/none");
        await screen.Page.GetByText("Такой заявки нет").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "no such ticket");
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task A_lost_link_is_accessible(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        await using var link = new CuttableLink(town.Port);
        await using var screen = await chromium.OpenAsync(link.Address, theme);
        await screen.SignInAsync();
        link.Cut();
        await screen.Page.Locator("[data-link=amber]").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "amber");
    }

    [Fact]
    public async Task Enlarged_twice_the_panes_become_tabs_and_nothing_sticks_out()
    {
        await using var town = await FakeTown.StartAsync();
        await Scenes.BusyMinuteAsync(town);
        await using var screen = await chromium.OpenAsync(town.Address, ColorScheme.Light, 683, 384);
        await screen.SignInAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Карточка" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Main).WaitForAsync();
        Assert.False(await screen.Text.IsVisibleAsync());
        await Axe.AssertCleanAsync(screen.Page, "683 px");
        Assert.True(await screen.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(screen.Troubles);
    }
}
