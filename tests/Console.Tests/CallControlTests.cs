using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>The dispatcher's hand on a call: keys by their place, the picker, the supervisor's buttons.</summary>
public sealed class CallControlTests(Chromium chromium)
{
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Hold_microphone_and_a_question_to_a_colleague_by_keys(string theme)
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(
            town.Address, theme == "dark" ? ColorScheme.Dark : ColorScheme.Light);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(call.CallId);
        await screen.Text.FocusAsync();

        await screen.PressOnCyrillicAsync("р", "KeyH", alt: true);
        await screen.Page.GetByText("На удержании: житель слышит музыку").WaitForAsync();
        await screen.PressOnCyrillicAsync("р", "KeyH", alt: true);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Удержать" }).WaitForAsync();
        await screen.PressOnCyrillicAsync("ь", "KeyM", alt: true);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Включить микрофон" }).WaitForAsync();

        await screen.PressOnCyrillicAsync("е", "KeyT", alt: true);
        var dialog = screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "Перевести" });
        await dialog.GetByText("Белова Т.").WaitForAsync();
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("бел");
        await ShootAsync(screen, $"transfer-{theme}");
        await screen.Page.Keyboard.PressAsync("Shift+Enter");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Отдать звонок" }).WaitForAsync();
        await screen.Page.GetByText("ещё говорит 202").WaitForAsync();
        await screen.AssertFitsAsync();
        await Axe.AssertCleanAsync(screen.Page, $"call control {theme}");
        await ShootAsync(screen, $"consult-{theme}");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Говорить втроём" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Отключить 202" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Перевести" }).WaitForAsync();
        Assert.Equal(
            ["hold", "resume", "mute", "consult 202", "join ", "drop 202"],
            town.Acts.Select(act => act.Replace($" {call.CallId}", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_number_is_typed_and_the_call_is_passed_on_with_Enter()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(call.CallId);
        await screen.PressOnCyrillicAsync("е", "KeyT", alt: true);
        var dialog = screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "Перевести" });
        await dialog.GetByText("Белова Т.").WaitForAsync();
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("8 937 000-00-31");
        await screen.Page.Keyboard.PressAsync("Enter");
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Equal($"transfer 8 937 000-00-31 {call.CallId}", Assert.Single(town.Acts));
    }

    [Theory]
    [InlineData("supervisor", true)]
    [InlineData("dispatcher", false)]
    public async Task Only_a_supervisor_listens_and_everybody_sees_it(string role, bool may)
    {
        await using var town = await FakeTown.StartAsync();
        town.Role = role;
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.Melnik]), "202", "Белова Т.");
        await screen.CallRow(call.CallId).ClickAsync();
        await screen.Page.Locator($"[data-call='{call.CallId}']").WaitForAsync();
        var listen = screen.Page.GetByRole(AriaRole.Button, new() { Name = "Слушать" });
        Assert.Equal(may ? 1 : 0, await listen.CountAsync());
        if (may)
        {
            await listen.ClickAsync();
            await screen.Page.GetByText("слушает 201").WaitForAsync();
            await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Подсказывать" }).ClickAsync();
            await screen.Page.GetByText("подсказывает 201").WaitForAsync();
            await ShootAsync(screen, "supervisor");
        }
    }

    private static Task ShootAsync(Screen screen, string name) =>
        Environment.GetEnvironmentVariable("ZHKH_SHOTS") is { } folder
            ? screen.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") })
            : Task.CompletedTask;
}
