using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>The crew's page on a phone: three acts to finish with a photo, nothing lost without a network.</summary>
public sealed class CrewPageTests(Chromium chromium)
{
    private const string Path = "/c/" + FakeCrewLink.Token;

    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    [Fact]
    public async Task From_the_order_to_done_with_a_photo()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await OpenAsync(town.Address);
        await Assertions.Expect(screen.Page.Locator("h1")).ToHaveTextAsync("Заявка № 10503");
        await screen.Page.GetByText("подъезд 2 · этаж 4").WaitForAsync();
        foreach (var (step, state) in new[] { ("accept", "accepted"), ("onTheWay", "onTheWay"), ("onSite", "onSite") })
        {
            await screen.Page.Locator($"[data-step={step}]").ClickAsync();
            await screen.Page.Locator($"[data-state={state}]").WaitForAsync();
        }

        await FinishWithPhotoAsync(screen);
        await screen.Page.Locator("[data-over=done]").WaitForAsync();
        await screen.Page.GetByText("Отправится через").WaitForAsync();
        await SeenAsync(() => town.CrewLink.Moves.Any(each => each.Move == "done"));
        Assert.Equal(["accept", "onTheWay", "onSite", "done"], town.CrewLink.Moves.Select(each => each.Move));
        var photo = Assert.Single(town.CrewLink.Photos);
        Assert.Equal("after", photo.Kind);
        Assert.Equal(1600, photo.Width);
        Assert.InRange(photo.Bytes, 1_000, 900_000);
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task Done_can_be_taken_back_for_ten_seconds()
    {
        await using var town = await FakeTown.StartAsync();
        town.CrewLink.State = "onSite";
        await using var screen = await OpenAsync(town.Address);
        await FinishWithPhotoAsync(screen);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Отменить" }).ClickAsync();
        await screen.Page.Locator("[data-step=done]").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Комментарий" }).ClickAsync();
        await screen.Page.GetByLabel("Что сказать диспетчеру").FillAsync("нужен ключ от подвала");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Отправить", Exact = true }).ClickAsync();
        await SeenAsync(() => !town.CrewLink.Moves.IsEmpty);
        var said = Assert.Single(town.CrewLink.Moves);
        Assert.Equal(("comment", "нужен ключ от подвала"), (said.Move, said.Text));
        Assert.Empty(town.CrewLink.Photos);
    }

    [Fact]
    public async Task Without_a_network_everything_waits_and_then_goes_once_with_the_moment_of_the_tap()
    {
        await using var town = await FakeTown.StartAsync();
        await using var link = new CuttableLink(town.Port);
        await using var screen = await OpenAsync(link.Address);
        await screen.Page.Locator("[data-state=ordered]").WaitForAsync();
        link.Cut();
        await screen.Page.Locator("[data-step=accept]").ClickAsync();
        await screen.Page.Locator("[data-step=onTheWay]").ClickAsync();
        var tapped = town.Now;
        await ShootAsync(screen, "before");
        await screen.Page.Locator("[data-photo=before][data-sent=false]").WaitForAsync();
        await screen.Page.GetByText("Нет сети. 3 действия отправятся сами.").WaitForAsync();
        Assert.Empty(town.CrewLink.Moves);
        var order = await screen.Page.EvaluateAsync<string[]>("Object.keys(localStorage)");
        Assert.DoesNotContain(order, key => key.Contains(FakeCrewLink.Token, StringComparison.Ordinal));
        link.Restore();
        await screen.Page.EvaluateAsync("window.dispatchEvent(new Event('online'))");
        await screen.Page.Locator("[data-photo=before][data-sent=true]").WaitForAsync(new() { Timeout = 60_000 });
        Assert.Equal(["accept", "onTheWay"], town.CrewLink.Moves.Select(each => each.Move));
        Assert.All(town.CrewLink.Moves, each =>
            Assert.InRange(each.At, tapped.AddSeconds(-40), tapped.AddSeconds(3)));
        Assert.Single(town.CrewLink.Photos);
    }

    [Fact]
    public async Task The_page_opens_again_without_a_network_and_keeps_what_waits()
    {
        await using var town = await FakeTown.StartAsync();
        town.CrewLink.State = "accepted";
        await using var link = new CuttableLink(town.Port);
        await using var screen = await OpenAsync(link.Address);
        await screen.Page.Locator("[data-state=accepted]").WaitForAsync();
        await screen.Page.WaitForFunctionAsync(
            "async () => (await (await caches.open('zhkh-crew-1')).match('/c/')) !== undefined");
        link.Cut();
        await screen.Page.Locator("[data-step=onTheWay]").ClickAsync();
        await screen.Page.ReloadAsync();
        await screen.Page.Locator("[data-state=onTheWay]").WaitForAsync();
        await screen.Page.GetByText("Нет сети.").WaitForAsync();
        await screen.Page.Locator("[data-waiting=onTheWay]").WaitForAsync();
        link.Restore();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Отправить сейчас" }).ClickAsync();
        await SeenAsync(() => town.CrewLink.Moves.Any(each => each.Move == "onTheWay"));
        Assert.Single(town.CrewLink.Moves);
    }

    [Fact]
    public async Task Time_is_asked_for_with_minutes_and_a_reason()
    {
        await using var town = await FakeTown.StartAsync();
        town.CrewLink.State = "onSite";
        await using var screen = await OpenAsync(town.Address);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Нужно время" }).ClickAsync();
        await screen.Page.GetByLabel("Почему нужно время").FillAsync("нет вентиля");
        await screen.Page.Locator("[data-minutes='120']").ClickAsync();
        await SeenAsync(() => !town.CrewLink.Moves.IsEmpty);
        var asked = Assert.Single(town.CrewLink.Moves);
        Assert.Equal(("needTime", 120, "нет вентиля"), (asked.Move, asked.Minutes, asked.Text));
    }

    [Fact]
    public async Task A_refused_tap_stays_with_the_hosts_words_until_it_is_read()
    {
        await using var town = await FakeTown.StartAsync();
        town.CrewLink.Refusal = "Диспетчер передал заявку Котову. Ваше слово сохранено как комментарий.";
        await using var screen = await OpenAsync(town.Address);
        await screen.Page.Locator("[data-step=accept]").ClickAsync();
        await screen.Page.GetByText("Диспетчер передал заявку Котову").WaitForAsync();
        await screen.Page.Locator("[data-state=ordered]").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Понятно" }).ClickAsync();
        await screen.Page.Locator("[data-refused=true]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Empty(town.CrewLink.Moves);
    }

    [Fact]
    public async Task A_link_that_opens_nothing_says_so_plainly()
    {
        await using var town = await FakeTown.StartAsync();
        town.CrewLink.Ended = "Заявку передали другой бригаде.";
        await using var screen = await OpenAsync(town.Address, ready: false);
        await screen.Page.Locator("[data-gone]").GetByText("Заявку передали другой бригаде.").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "spent link");
        await using var stranger = await chromium.OpenAsync(town.Address, width: 390, height: 844);
        await stranger.Page.GotoAsync("/c/nothing");
        await stranger.Page.Locator("[data-gone]").GetByText("Такой ссылки нет.").WaitForAsync();
    }

    [Theory]
    [InlineData("Українська", "UK", "Прийняти", "uk")]
    [InlineData("English", "EN", "Accept", "en")]
    public async Task The_page_speaks_the_language_that_is_chosen(
        string name, string button, string accept, string code)
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await OpenAsync(town.Address);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = accept, Exact = true }).WaitForAsync();
        Assert.Equal(code, await screen.Page.Locator("html").GetAttributeAsync("lang"));
        await screen.Page.ReloadAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = accept, Exact = true }).WaitForAsync();
        Assert.True(await screen.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), name);
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_page_is_accessible_and_its_targets_are_for_thumbs(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        town.CrewLink.State = "onSite";
        await using var screen = await OpenAsync(town.Address, theme);
        await ShootAsync(screen, "before");
        await screen.Page.Locator("[data-photo=before][data-sent=true]").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "crew page");
        var small = await screen.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('button, a')].filter((e) => e.checkVisibility())
              .filter((e) => e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 44)
              .map((e) => e.textContent)
            """);
        Assert.Empty(small);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Нужно время" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "Нужно время" }).WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "need time");
    }

    /// <summary>A camera's picture of 3000×2000, as a phone hands it to the page.</summary>
    internal static async Task<FilePayload> PictureAsync(Screen screen)
    {
        var data = await screen.Page.EvaluateAsync<string>(
            """
            () => {
              const canvas = document.createElement('canvas');
              canvas.width = 3000; canvas.height = 2000;
              const pen = canvas.getContext('2d');
              pen.fillStyle = '#57493c'; pen.fillRect(0, 0, 3000, 2000);
              pen.fillStyle = '#c9c2b5'; pen.fillRect(1300, 0, 260, 2000);
              pen.fillStyle = '#86a3b4'; pen.beginPath(); pen.arc(1430, 1200, 340, 0, 7); pen.fill();
              return canvas.toDataURL('image/jpeg', 0.95).split(',')[1];
            }
            """);
        return new FilePayload { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = Convert.FromBase64String(data) };
    }

    internal static async Task ShootAsync(Screen screen, string kind) =>
        await screen.Page.Locator($"[data-file={kind}]").SetInputFilesAsync(await PictureAsync(screen));

    /// <summary>«Готово» opens the camera; what it gives back finishes the order.</summary>
    private static async Task FinishWithPhotoAsync(Screen screen)
    {
        var camera = await screen.Page.RunAndWaitForFileChooserAsync(() =>
            screen.Page.Locator("[data-step=done]").ClickAsync());
        Assert.Equal("environment", await camera.Element.GetAttributeAsync("capture"));
        await camera.SetFilesAsync(await PictureAsync(screen));
    }

    private static async Task SeenAsync(Func<bool> seen)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!seen())
        {
            Assert.True(await beat.WaitForNextTickAsync(patience.Token));
        }
    }

    private async Task<Screen> OpenAsync(string address, ColorScheme theme = ColorScheme.Light, bool ready = true)
    {
        var screen = await chromium.OpenAsync(address, theme, 390, 844);
        await screen.Page.GotoAsync(Path);
        if (ready)
        {
            await screen.Page.Locator("[data-state]").WaitForAsync();
        }

        return screen;
    }
}
