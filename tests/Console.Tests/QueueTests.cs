using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>Queues and shifts, one's own pause, messages with their ten minutes.</summary>
public sealed class QueueTests(Chromium chromium)
{
    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    [Fact]
    public async Task A_pause_takes_two_presses_and_coming_back_one()
    {
        await using var town = await FakeTown.StartAsync();
        town.Queues.WrapUpUntil = town.Now.AddSeconds(25);
        await using var screen = await OpenAsync(town, ColorScheme.Light);
        await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("Закончить") }).ClickAsync();
        await screen.Page.Locator("[data-presence=ready]").ClickAsync();
        await screen.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Обед" }).ClickAsync();
        var paused = screen.Page.Locator("[data-presence=paused]");
        await paused.WaitForAsync();
        Assert.Equal("lunch", town.Queues.PauseReason);
        await paused.ClickAsync();
        await screen.Page.Locator("[data-presence=ready]").ClickAsync();
        await screen.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Другое…" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("к директору");
        await screen.Page.Keyboard.PressAsync("Enter");
        await paused.WaitForAsync();
        Assert.Equal(("other", "к директору"), (town.Queues.PauseReason, town.Queues.PauseText));
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task A_message_is_played_and_marked_done_with_a_word()
    {
        await using var town = await FakeTown.StartAsync();
        town.Queues.Messages["m-1"] = false;
        await using var screen = await OpenAsync(town, ColorScheme.Light);
        var row = screen.Page.Locator("[data-message=m-1]");
        await row.GetByRole(AriaRole.Timer).WaitForAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Прослушать" }).ClickAsync();
        await row.GetByText("0:00 / 0:04").WaitForAsync();
        await row.GetByLabel("Что сделано").FillAsync("заявка 10503");
        await row.GetByRole(AriaRole.Button, new() { Name = "Рассмотрено" }).ClickAsync();
        await row.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Contains("reviewed m-1 заявка 10503", town.Acts);
        Assert.Empty(screen.Troubles);
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_supervisor_sees_who_waits_and_sets_a_queue(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        town.Role = "supervisor";
        await using var screen = await OpenAsync(town, theme);
        await screen.Page.GotoAsync("/queues");
        await screen.Page.Locator("[data-queue=dispatchers]").WaitForAsync();
        await screen.Page.Locator("[data-agent='204']").GetByText("принимает смену").WaitForAsync();
        await screen.Page.Locator("[data-agent='206']").GetByText("Пульт пропал").WaitForAsync();
        await screen.Page.Locator("[data-agent='207']").GetByText("Телефон молчит").WaitForAsync();
        await screen.Page.Locator("[data-automatic=privolsk]").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "queues");
        var name = theme == ColorScheme.Dark ? "dark" : "light";
        await screen.Page.ScreenshotAsync(new()
        {
            Path = DocsFolder.PathOf("pictures", $"console-queues-{name}.png"),
            Animations = ScreenshotAnimations.Disabled,
        });

        // The feed says that something is another; nobody asks in vain meanwhile.
        town.Queues.Waiting = 9;
        await town.PushAsync("changed", new { list = "queues" });
        await screen.Page.Locator("[data-queue=dispatchers]").GetByText("9", new() { Exact = true }).WaitForAsync();

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Изменить: Диспетчеры" }).ClickAsync();
        var seconds = screen.Page.GetByLabel("Звонить одному, с");
        await seconds.FillAsync("1");
        await screen.Page.GetByLabel("Телефоны").FillAsync("201, 204:5, 206");
        await Axe.AssertCleanAsync(screen.Page, "a queue");
        await screen.Page.ScreenshotAsync(new()
        {
            Path = DocsFolder.PathOf("pictures", $"console-queue-{name}.png"),
            Animations = ScreenshotAnimations.Disabled,
        });
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Сохранить" }).ClickAsync();
        await screen.Page.GetByText("Проверьте поле «ringSeconds»: 5–300.").WaitForAsync();
        await seconds.FillAsync("25");
        await screen.Page.GetByLabel("Шаг 1").SelectOptionAsync("queue:emergency");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Сохранить" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Dialog).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Contains("queue dispatchers 25 {\"extension\":\"201\",\"penalty\":0} "
            + "{\"extension\":\"204\",\"penalty\":5} {\"extension\":\"206\",\"penalty\":0} "
            + "[\"queue:emergency\",\"callback\"]", town.Acts);

        await screen.Page.Locator("[data-automatic=privolsk] input[type=checkbox]").ClickAsync();
        await screen.Page.Locator("[data-automatic=privolsk] input:checked").WaitForAsync();
        Assert.True(town.Queues.IsAutomatic);
    }

    private async Task<Screen> OpenAsync(FakeTown town, ColorScheme theme)
    {
        var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.SignInAsync();
        return screen;
    }
}
