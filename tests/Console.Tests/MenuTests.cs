using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Telephony;
using Zhkh.Testing;

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

    [Theory, MemberData(nameof(Themes))]
    public async Task A_draft_is_called_from_the_browser_and_an_announcement_is_edited(ColorScheme theme)
    {
        var host = await product.ReadyAsync();
        using var api = await HostApi.SignInAsync(host.Http, "supervisor");
        var said = await api.PostAsync("/api/announcements", new
        {
            organisation = "privolsk", name = $"Проверка {theme}", text = "bye", number = "100",
            from = "2098-01-01T00:00:00Z",
        });
        await using var screen = await chromium.OpenAsync(host.Http.ToString(), theme);
        await screen.SignInAsync("supervisor");
        await screen.Page.GotoAsync("/menus");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "Объявления" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = $"Изменить объявление: Проверка {theme}" })
            .ClickAsync(new() { Timeout = Patience });
        await screen.Page.GetByLabel("Название").FillAsync($"Опрессовка {theme}");
        await Axe.AssertCleanAsync(screen.Page, "an announcement that is edited");
        await ShotAsync(screen, $"announcement-edit-{theme}");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Сохранить объявление" }).ClickAsync();
        await screen.Page.GetByText($"Опрессовка {theme}").WaitForAsync(new() { Timeout = Patience });
        await ShotAsync(screen, $"announcements-{theme}");
        await api.PostAsync($"/api/announcements/{said.GetProperty("id").GetString()}/withdraw", new { });

        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "Меню", Exact = true }).ClickAsync();
        var call = screen.Page.Locator("[data-act=trial-browser]");
        await call.WaitForAsync(new() { Timeout = Patience });
        await ShotAsync(screen, $"menus-trial-{theme}");
        var phone = await screen.Page.RunAndWaitForPopupAsync(() => call.ClickAsync());
        await phone.GetByText("Проба меню").First.WaitForAsync(new() { Timeout = Patience });
        await phone.Locator("[data-act=dial]").ClickAsync();
        await phone.Locator("[data-heard='greet.open']").First.WaitForAsync(new() { Timeout = Patience });
        await phone.Locator("[data-act=hang-up]").ClickAsync();
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
