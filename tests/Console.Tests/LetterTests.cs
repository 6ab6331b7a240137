using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>The letter of a critical ticket: seen before it goes, and what each server said stays there.</summary>
public sealed class LetterTests(Chromium chromium)
{
    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    [Fact]
    public async Task The_letter_is_seen_with_what_it_lacks_and_goes_by_keys()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await OpenTicketAsync(town, ColorScheme.Light);
        await screen.Page.Keyboard.PressAsync("Alt+w");
        await screen.Page.GetByText("Не хватает: срок устранения").WaitForAsync();
        await Assertions.Expect(screen.Page.GetByLabel("Кому"))
            .ToHaveValueAsync("adm@privolsk.example, edds@privolsk.example");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await town.WaitForActAsync("letter adm@privolsk.example edds@privolsk.example");
        await screen.Page.GetByText("250 2.0.0 Ok: queued as 4F1A").WaitForAsync();
        await screen.Page.GetByText("550 5.1.1 User unknown").WaitForAsync();
        await screen.Page.GetByText("не доставлено").WaitForAsync();
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task A_letter_to_nobody_does_not_go()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await OpenTicketAsync(town, ColorScheme.Light);
        await screen.Page.Keyboard.PressAsync("Alt+w");
        await screen.Page.GetByLabel("Кому").FillAsync("adm.privolsk");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("Это не адреса: adm.privolsk").WaitForAsync();
        await screen.Page.GetByLabel("Кому").FillAsync("");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("Укажите хотя бы один адрес.").WaitForAsync();
        Assert.Empty(town.Acts);
    }

    [Fact]
    public async Task An_ordinary_ticket_offers_no_letter()
    {
        await using var town = await FakeTown.StartAsync();
        var ticket = town.AddTicket("Засор", "ул. Мира, 5", TimeSpan.FromHours(1));
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync($"/tickets/{ticket.Id}");
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Бригада" }).WaitForAsync();
        Assert.Equal(0, await screen.Page.GetByText("Письма в администрацию").CountAsync());
    }

    [Fact]
    public async Task A_supervisor_sets_whom_letters_go_to_and_a_dispatcher_does_not()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/outages");
        await screen.Page.GetByText("Отключений сейчас нет").WaitForAsync();
        Assert.Equal(0, await screen.Page.GetByText("Адреса администрации").CountAsync());
        town.Role = "supervisor";
        await screen.Page.ReloadAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Адреса администрации" }).ClickAsync();
        var field = screen.Page.GetByLabel("Адреса почты");
        await field.FillAsync("adm@privolsk.example\nне адрес");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Сохранить адреса" }).ClickAsync();
        await screen.Page.GetByText("Это не адреса: не, адрес").WaitForAsync();
        await field.FillAsync("adm@privolsk.example\n112@privolsk.example");
        await screen.Page.GetByRole(AriaRole.Radio, new() { Name = "уходит само" }).ClickAsync();
        await Axe.AssertCleanAsync(screen.Page, "municipality");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Сохранить адреса" }).ClickAsync();
        await town.WaitForActAsync("municipality adm@privolsk.example 112@privolsk.example auto");
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_letter_is_accessible_before_and_after(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await OpenTicketAsync(town, theme);
        await screen.Page.Keyboard.PressAsync("Alt+w");
        await screen.Page.GetByLabel("Кому").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "letter");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("550 5.1.1 User unknown").WaitForAsync();
        await screen.Page.GetByText("Текст письма").ClickAsync();
        await Axe.AssertCleanAsync(screen.Page, "letters of a ticket");
    }

    private async Task<Screen> OpenTicketAsync(FakeTown town, ColorScheme theme)
    {
        var ticket = town.AddTicket("Прорвало стояк", "ул. Мира, 5, кв. 2", TimeSpan.FromMinutes(20),
            priority: "critical");
        var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.SignInAsync();
        await screen.Page.GotoAsync($"/tickets/{ticket.Id}");
        await screen.Page.GetByText("Писем ещё не было.").WaitForAsync();
        return screen;
    }
}
