using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>«Записи»: listening by keys, holding, and a rule that is refused with its reason.</summary>
public sealed class RecordingTests(Chromium chromium)
{
    [Fact]
    public async Task A_recording_opens_plays_and_seeks_by_keys_and_by_a_click()
    {
        await using var town = await OpenTownAsync();
        await using var screen = await OpenAsync(town);
        await screen.Page.Locator("[data-row=r-0]").FocusAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        var wave = screen.Page.GetByRole(AriaRole.Slider);
        await Assertions.Expect(wave).ToHaveAttributeAsync("aria-valuemax", "4");
        await screen.Page.Keyboard.PressAsync("Space");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Пауза" }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Space");
        await screen.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(wave).ToHaveAttributeAsync("aria-valuenow", "4");
        await screen.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(wave).ToHaveAttributeAsync("aria-valuenow", "0");
        var box = (await wave.BoundingBoxAsync())!;
        await screen.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 20);
        await wave.GetByText("0:02").WaitForAsync();
        await screen.Page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + 20);
        await Assertions.Expect(wave).ToHaveAttributeAsync("aria-valuenow", "2");
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task Recordings_are_found_by_a_word_a_length_a_mark_and_by_having_no_ticket()
    {
        await using var town = await OpenTownAsync();
        await using var screen = await OpenAsync(town);
        var (leak, plain) = (screen.Page.Locator("[data-row=r-1]"), screen.Page.Locator("[data-row=r-0]"));
        await screen.Page.GetByLabel("Слово, адрес, № заявки").FillAsync("капает");
        await screen.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(plain).ToHaveCountAsync(0);
        await leak.GetByText("№ 10501 ★2").WaitForAsync();
        await screen.Page.GetByLabel("Слово, адрес, № заявки").FillAsync("");
        await screen.Page.Keyboard.PressAsync("Enter");
        await plain.WaitForAsync();

        await screen.Page.GetByLabel("Без заявки").CheckAsync();
        await Assertions.Expect(leak).ToHaveCountAsync(0);
        await screen.Page.GetByLabel("Без заявки").UncheckAsync();
        await screen.Page.GetByLabel("Длительность").SelectOptionAsync("long");
        await Assertions.Expect(plain).ToHaveCountAsync(0);
        await screen.Page.Locator("[data-row=r-18]").WaitForAsync();
        await screen.Page.GetByLabel("Длительность").SelectOptionAsync("");

        await screen.Page.GetByLabel("Оценка").SelectOptionAsync("2");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Искать дальше" }).ClickAsync();
        await leak.WaitForAsync();
        await Assertions.Expect(screen.Page.Locator("[data-row]")).ToHaveCountAsync(1);
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task A_recording_is_held_and_released_with_a_reason()
    {
        await using var town = await OpenTownAsync();
        await using var screen = await OpenAsync(town);
        await screen.Page.Locator("[data-row=r-0]").ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Удержать" }).ClickAsync();
        await screen.Page.GetByLabel("Почему").FillAsync("запрос суда");
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync("hold r-0 запрос суда");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "Удержания" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Отпустить" }).ClickAsync();
        await screen.Page.GetByLabel("Почему").FillAsync("дело закрыто");
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync("release h1 дело закрыто");
    }

    [Fact]
    public async Task A_term_below_the_minimum_is_refused_in_words()
    {
        await using var town = await OpenTownAsync();
        await using var screen = await OpenAsync(town);
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "Хранение" }).ClickAsync();
        await screen.Page.GetByLabel("Вид").SelectOptionAsync("emergency");
        await screen.Page.GetByLabel("Месяцев, 36–36").FillAsync("12");
        await screen.Page.GetByLabel("Основание").FillAsync("приказ");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Записать правило" }).ClickAsync();
        await screen.Page.GetByText("Записи этого вида хранятся не меньше 36 мес.").WaitForAsync();
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Pictures_of_its_four_sides(string theme)
    {
        await using var town = await OpenTownAsync();
        town.Crews.Attention.Add(new FakeAttention(
            "n-1", LiveFeed.Organisation, null, null, null, "diskLow", true, "1480", town.Now.AddMinutes(-2)));
        await using var screen = await OpenAsync(town, theme == "dark" ? ColorScheme.Dark : ColorScheme.Light);
        await screen.Page.GetByText("свободно 1480 МБ").WaitForAsync();
        await screen.Page.Locator("[data-row=r-1]").ClickAsync();
        await screen.Page.GetByText("0:00 / 0:04").WaitForAsync();
        await PictureTests.SaveAsync(screen, $"console-recordings-{theme}.png");
        foreach (var (name, file) in new[]
        {
            ("Удержания", "holds"), ("Журнал удаления", "deletions"), ("Хранение", "retention"),
        })
        {
            await screen.Page.GetByRole(AriaRole.Tab, new() { Name = name }).ClickAsync();
            await screen.Page.GetByText(file == "deletions" ? "own regulation [D]" : "Привольск").Or(
                screen.Page.GetByText("Запрос суда")).First.WaitForAsync();
            await PictureTests.SaveAsync(screen, $"console-recordings-{file}-{theme}.png");
        }
    }

    private static async Task<FakeTown> OpenTownAsync()
    {
        var town = await FakeTown.StartAsync();
        town.Role = "admin";
        return town;
    }

    private async Task<Screen> OpenAsync(FakeTown town, ColorScheme scheme = ColorScheme.Light)
    {
        var screen = await chromium.OpenAsync(town.Address, scheme);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/recordings");
        await screen.Page.Locator("[data-row=r-0]").WaitForAsync();
        return screen;
    }
}
