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

    private static async Task SaveAsync(Screen screen, string name)
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
