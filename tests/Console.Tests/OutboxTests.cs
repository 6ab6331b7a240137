using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>/demo/outbox: what left the house, the newest first, live; what failed can be sent again.</summary>
public sealed class OutboxTests(Chromium chromium)
{
    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    [Fact]
    public async Task The_newest_message_is_first_and_the_crew_presses_its_link()
    {
        await using var town = await WithMessagesAsync();
        await using var screen = await OpenAsync(town);
        var shown = await screen.Page.Locator("[data-outward]").EvaluateAllAsync<string[]>(
            "all => all.map((each) => each.dataset.outward)");
        Assert.Equal(["m4", "m3", "m2", "m1"], shown);
        var link = screen.Page.Locator("[data-outward=m4] a");
        Assert.Equal("http://127.0.0.1:8080/c/Qk3xZt1", await link.GetAttributeAsync("href"));
        Assert.Equal(0, await screen.Page.Locator("[data-outward=m2] a, [data-outward=m2] img").CountAsync());
        Assert.Contains("<img src=x", await screen.Page.Locator("[data-outward=m2]").InnerTextAsync());
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task A_message_that_is_queued_meanwhile_appears_by_itself()
    {
        await using var town = await WithMessagesAsync();
        await using var screen = await OpenAsync(town);
        town.Outward.Add(new FakeMessage(
            "m5", "letter", "late@example.org", "Письмо", "Текст", "queued", 0, null, town.Now, null));
        await town.PushAsync("changed", new { list = "outward" });
        await screen.Page.Locator("[data-outward=m5][data-state=queued]").WaitForAsync();
    }

    [Fact]
    public async Task A_failed_message_is_sent_again_by_the_keyboard()
    {
        await using var town = await WithMessagesAsync();
        await using var screen = await OpenAsync(town);
        await screen.Page.Locator("[data-outward=m3] button").FocusAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.Locator("[data-outward=m3][data-state=queued]").WaitForAsync();
        Assert.Contains("retry m3", town.Acts);
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_shelf_is_accessible_when_full_and_when_empty(ColorScheme theme)
    {
        await using var town = await WithMessagesAsync();
        await using var screen = await OpenAsync(town, theme);
        await Axe.AssertCleanAsync(screen.Page, "outbox");
        town.Outward.Clear();
        await town.PushAsync("changed", new { list = "outward" });
        await screen.Page.GetByText("Писем и SMS пока нет").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "empty outbox");
    }

    private static async Task<FakeTown> WithMessagesAsync()
    {
        var town = await FakeTown.StartAsync();
        town.Outward.AddRange(FakeOutward.Some(town.Now));
        return town;
    }

    private async Task<Screen> OpenAsync(FakeTown town, ColorScheme scheme = ColorScheme.Light)
    {
        var screen = await chromium.OpenAsync(town.Address, scheme);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/demo/outbox");
        await screen.Page.Locator("[data-outward]").First.WaitForAsync();
        await screen.Page.Locator("[data-level=good]").WaitForAsync();
        return screen;
    }
}
