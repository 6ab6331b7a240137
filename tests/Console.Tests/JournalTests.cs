using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>The journal of tickets, one ticket, and its recording.</summary>
public sealed class JournalTests(Chromium chromium)
{
    [Fact]
    public async Task The_recording_plays_jumps_and_changes_its_speed()
    {
        await using var town = await FakeTown.StartAsync();
        town.Recording = Sound.Tone(seconds: 20);
        var ticket = town.AddTicket("Засор", "ул. Мира, 5", TimeSpan.FromHours(1), callIds: ["c1"]);
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync($"/tickets/{ticket.Id}");
        await screen.Page.GetByText("0:00 / 0:20").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Вперёд на 5 секунд" }).ClickAsync();
        await screen.Page.GetByText("0:05 / 0:20").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Скорость" }).ClickAsync();
        Assert.Equal(1.25, await screen.Page.EvaluateAsync<double>("document.querySelector('audio').playbackRate"));
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Слушать" }).ClickAsync();
        await screen.Page.GetByText("0:07 / 0:20").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Пауза" }).ClickAsync();
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task A_recording_that_is_not_there_is_said_so()
    {
        await using var town = await FakeTown.StartAsync();
        town.Recording = [1, 2, 3];
        var ticket = town.AddTicket("Засор", "ул. Мира, 5", TimeSpan.FromHours(1), callIds: ["c1"]);
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync($"/tickets/{ticket.Id}");
        await screen.Page.GetByText("Запись не проигрывается.").WaitForAsync();
    }

    [Fact]
    public async Task A_move_that_needs_a_reason_asks_for_it()
    {
        await using var town = await FakeTown.StartAsync();
        var ticket = town.AddTicket("Засор", "ул. Мира, 5", TimeSpan.FromHours(1));
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync($"/tickets/{ticket.Id}");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Отклонить" }).ClickAsync();
        await screen.Page.GetByLabel("Почему").FillAsync("не наш дом");
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync($"move {ticket.Id} reject не наш дом");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Локализовано" }).ClickAsync();
        await town.WaitForActAsync($"move {ticket.Id} localise ");
    }

    [Fact]
    public async Task Ten_thousand_tickets_scroll_and_are_found_by_number()
    {
        await using var town = await FakeTown.StartAsync();
        for (var count = 0; count < 10_000; count++)
        {
            town.AddTicket($"Заявка {count}", "ул. Мира, 5", TimeSpan.FromHours(1));
        }

        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/tickets");
        await screen.Page.GetByRole(AriaRole.Row).Nth(1).WaitForAsync();
        Assert.InRange(await screen.Page.GetByRole(AriaRole.Row).CountAsync(), 10, 60);
        await screen.Page.Keyboard.PressAsync("Control+k");
        await screen.TypeInDialogAsync("15503");
        await screen.Page.GetByRole(AriaRole.Option, new() { NameRegex = new("№ 15503") }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.GetByText("Заявка 5000", new() { Exact = true }).WaitForAsync();
    }

    [Fact]
    public async Task A_clerk_finds_the_desk_closed_and_the_journal_open()
    {
        await using var town = await FakeTown.StartAsync();
        town.IsDeskClosed = true;
        town.AddTicket("Засор", "ул. Мира, 5", TimeSpan.FromHours(1));
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.EnterAsync("clerk", "demo");
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Пульт вам не открыт" }).WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "closed desk");
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Заявки" }).ClickAsync();
        await screen.Page.GetByText("Засор").WaitForAsync();
        Assert.Equal(0, await screen.Page.Locator("[data-link=red]").CountAsync());
    }

    [Theory]
    [InlineData("uk", "Передзвонити", "Пульт")]
    [InlineData("en", "Call back", "Desk")]
    public async Task The_console_speaks_the_language_of_the_account(string language, string callbacks, string desk)
    {
        await using var town = await FakeTown.StartAsync();
        town.Language = language;
        await Scenes.BusyMinuteAsync(town);
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = callbacks }).WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = desk, Exact = true }).WaitForAsync();
        Assert.Equal(language, await screen.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.True(await screen.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Axe.AssertCleanAsync(screen.Page, language);
    }
}
