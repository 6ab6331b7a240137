using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>Paints the pictures of the documentation from the real screen, so that they never grow old.</summary>
public sealed class PictureTests(Chromium chromium)
{
    [Theory]
    [InlineData("light", 1366, 768)]
    [InlineData("dark", 1366, 768)]
    [InlineData("dark", 1920, 1080)]
    public async Task The_desk_in_a_busy_minute(string theme, int width, int height)
    {
        await using var town = await FakeTown.StartAsync();
        await Scenes.BusyMinuteAsync(town);
        var scheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light;
        await using var screen = await chromium.OpenAsync(town.Address, scheme, width, height);
        await screen.SignInAsync();
        await Scenes.TalkAsync(town, screen);
        await SaveAsync(screen, $"console-{theme}{(width == 1366 ? "" : $"-{width}")}.png");
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task The_door_the_journal_and_a_ticket(string theme)
    {
        await using var town = await FakeTown.StartAsync();
        await Scenes.BusyMinuteAsync(town);
        var scheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light;
        await using var screen = await chromium.OpenAsync(town.Address, scheme);
        await screen.Page.GotoAsync("/");
        await screen.Page.Locator("input[name=user]").WaitForAsync();
        await SaveAsync(screen, $"console-sign-in-{theme}.png");
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/tickets");
        await screen.Page.GetByRole(AriaRole.Row).Nth(1).WaitForAsync();
        await SaveAsync(screen, $"console-tickets-{theme}.png");
        await screen.Page.GotoAsync($"/tickets/{town.Tickets[0].Id}");
        await screen.Page.GetByRole(AriaRole.Slider).WaitForAsync();
        await SaveAsync(screen, $"console-ticket-{theme}.png");
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Outages_crews_reviews_and_the_journal(string theme)
    {
        await using var town = await FakeTown.StartAsync();
        Scenes.Trouble(town);
        var ticket = town.AddTicket("Прорвало стояк", "ул. Мира, 5, кв. 2", TimeSpan.FromMinutes(18),
            priority: "critical", callIds: ["c1"]);
        FakeCrews.OnSite(town, ticket);
        town.Change(ticket.Id, before => before with
        {
            Letters = [FakeLetters.Written(town.Now.AddMinutes(-30), "Прорвало стояк.",
                ["adm@privolsk.example", "edds@privolsk.example"])],
            Poll = new FakePoll("p-1", "rated", 1, true, "r-9", town.Now.AddMinutes(-5)),
        });
        await using var screen = await chromium.OpenAsync(town.Address,
            theme == "dark" ? ColorScheme.Dark : ColorScheme.Light);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/outages");
        await screen.Page.GetByText("0:00 / 0:04").WaitForAsync();
        await SaveAsync(screen, $"console-outages-{theme}.png");
        await screen.Page.Keyboard.PressAsync("F9");
        await OutageTests.AddHouseAsync(screen, "гагарина 14");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Горячая вода", Exact = true }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Radio, new() { Name = "через 4 часа" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Dialog).GetByText("«По вашему адресу").WaitForAsync();
        await SaveAsync(screen, $"console-outage-declare-{theme}.png");
        await screen.Page.GotoAsync("/journal");
        await screen.Page.GetByText("110503").WaitForAsync();
        await SaveAsync(screen, $"console-journal-{theme}.png");
        await screen.Page.GotoAsync("/crews");
        await screen.Page.GetByRole(AriaRole.Rowheader, new() { NameRegex = new("Сидоров") }).WaitForAsync();
        await SaveAsync(screen, $"console-crews-{theme}.png");
        await screen.Page.GotoAsync("/reports/satisfaction");
        await screen.Page.GetByText("0:00 / 0:04").WaitForAsync();
        await SaveAsync(screen, $"console-reviews-{theme}.png");
        await screen.Page.GotoAsync($"/tickets/{ticket.Id}");
        await screen.Page.Locator("[data-photo=after]").WaitForAsync();
        await SaveAsync(screen, $"console-ticket-crew-{theme}.png");
        await screen.Page.Keyboard.PressAsync("F8");
        await screen.Page.Locator("[data-crew=crew1]").WaitForAsync();
        await SaveAsync(screen, $"console-crew-choice-{theme}.png");
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task The_page_of_a_crew(string theme)
    {
        await using var town = await FakeTown.StartAsync();
        town.CrewLink.State = "onSite";
        await using var link = new CuttableLink(town.Port);
        await using var screen = await chromium.OpenAsync(link.Address,
            theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, 390, 844);
        await screen.Page.GotoAsync($"/c/{FakeCrewLink.Token}");
        await screen.Page.Locator("[data-state=onSite]").WaitForAsync();
        link.Cut();
        await CrewPageTests.ShootAsync(screen, "before");
        await screen.Page.GetByText("Нет сети.").WaitForAsync();
        await screen.Page.Locator("[data-photo=before]").WaitForAsync();
        await SaveAsync(screen, $"crew-{theme}.png");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Нужно время" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await SaveAsync(screen, $"crew-time-{theme}.png");
    }

    internal static async Task SaveAsync(Screen screen, string name)
    {
        await screen.Page.EvaluateAsync("document.fonts.ready.then(() => true)");
        var picture = await screen.Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = DocsFolder.PathOf("pictures", name), Animations = ScreenshotAnimations.Disabled,
        });
        Assert.True(picture.Length > 10_000, $"{name} is an empty picture");
        Assert.Empty(screen.Troubles);
    }
}
