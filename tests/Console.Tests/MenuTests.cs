using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Telephony;

namespace Zhkh.Console.Tests;

/// <summary>«Меню» against the product itself: a draft, what it sounds like, its publication; hours; numbers.</summary>
[Collection(Alone.Name)]
public sealed class MenuTests(Chromium chromium, RealHost product)
{
    private const float Patience = 30_000;

    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    [Theory, MemberData(nameof(Themes))]
    public async Task A_supervisor_reads_what_a_caller_hears_on_every_side(ColorScheme theme)
    {
        var host = await product.ReadyAsync();
        await using var screen = await chromium.OpenAsync(host.Http.ToString(), theme);
        await screen.SignInAsync("supervisor");
        await screen.Page.GotoAsync("/menus");
        await screen.Page.GetByText("Показания счётчиков — один.").WaitForAsync(new() { Timeout = Patience });
        await Axe.AssertCleanAsync(screen.Page, "menu");
        await ShotAsync(screen, $"menus-{theme}");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "Расписание" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "С 15 по 23 только показания" }).ClickAsync();
        await screen.Page.GetByLabel("по число").First.WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "hours");
        await ShotAsync(screen, $"hours-{theme}");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "Объявления" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Объявление" }).First.ClickAsync();
        await screen.Page.GetByLabel("Название").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "announcement");
        await ShotAsync(screen, $"announcement-{theme}");
        await screen.Page.Keyboard.PressAsync("Escape");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "Номера" }).ClickAsync();
        await screen.Page.GetByText("аварийный", new() { Exact = true }).First.WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "numbers");
        await ShotAsync(screen, $"numbers-{theme}");
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task A_draft_is_kept_heard_and_thrown_away_again()
    {
        var host = await product.ReadyAsync();
        await using var screen = await chromium.OpenAsync(host.Http.ToString());
        await screen.SignInAsync("supervisor");
        await screen.Page.GotoAsync("/menus");
        var key = screen.Page.GetByLabel("Клавиша").Nth(1);
        await key.WaitForAsync(new() { Timeout = Patience });
        await key.SelectOptionAsync("5");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("Чтобы узнать баланс, нажмите пять.").WaitForAsync(new() { Timeout = Patience });
        var keyTwice = screen.Page.GetByText("Одна клавиша у двух пунктов.");
        await screen.Page.GetByLabel("Клавиша").Nth(1).SelectOptionAsync("1");
        await keyTwice.WaitForAsync();
        await screen.Page.GetByLabel("Клавиша").Nth(1).SelectOptionAsync("5");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Выбросить черновик" }).ClickAsync();
        await screen.Page.GetByText("Баланс — два.").WaitForAsync(new() { Timeout = Patience });
        Assert.Empty(screen.Troubles);
    }

    /// <summary>ZHKH_TEST_SHOTS names a folder: whoever changes these screens looks at them.</summary>
    private static async Task ShotAsync(Screen screen, string name)
    {
        if (Environment.GetEnvironmentVariable("ZHKH_TEST_SHOTS") is { Length: > 0 } folder)
        {
            await screen.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
        }
    }
}
