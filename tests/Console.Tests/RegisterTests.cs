using System.Text;
using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>A file of payments from the bank to the accounts, and what could not be placed.</summary>
public sealed class RegisterTests(Chromium chromium)
{
    [Fact]
    public async Task A_file_goes_up_byte_by_byte_is_looked_at_and_then_posted()
    {
        await using var town = await OpenTownAsync();
        town.Billing.Rows["r-new"] = FakeScenes.Rows(60);
        await using var screen = await OpenAsync(town, "/registers");
        var bytes = Encoding.Latin1.GetBytes("4406030;\u00d3\u00eb;100,00\r\n");
        await screen.Page.GetByText("Здесь появятся реестры оплат").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Alt+v");
        await screen.Page.Locator("input[type=file]").SetInputFilesAsync(
            new FilePayload { Name = "sber 2011.txt", MimeType = "text/plain", Buffer = bytes });
        await screen.Page.GetByText("sber 2011.txt").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Проверить файл" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "sber 2011.txt" }).WaitForAsync();
        Assert.Equal(bytes, town.Billing.Uploaded);
        await town.WaitForActAsync("upload privolsk sber sber 2011.txt");
        await screen.Page.GetByText("сходится", new() { Exact = true }).WaitForAsync();
        await screen.Page.GetByText("Дата 31.02.2026 не бывает.").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await town.WaitForActAsync("post r-new");
        town.Billing.Change("r-new", each => each with { Progress = new FakeProgress(301, 1_204) });
        await town.PushAsync("changed", new { list = "registers" });
        var bar = screen.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Проводим реестр" });
        await Assertions.Expect(bar).ToHaveAttributeAsync("aria-valuenow", "301");
        town.Billing.Change("r-new", each => each with
        {
            Status = "posted", Progress = null, PostedAt = FakeBilling.Day,
        });
        await screen.Page.GetByText("Проведён 20.11.2026").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Сторнировать" }).ClickAsync();
        await screen.TypeInDialogAsync("не тот день");
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync("reverse r-new не тот день");
        await screen.Page.GetByText("сторнирован", new() { Exact = true }).WaitForAsync();
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task A_refused_file_says_why_and_cannot_be_posted()
    {
        await using var town = await OpenTownAsync();
        town.Billing.Registers.Add(FakeScenes.Refused("r1", "sber.txt"));
        await using var screen = await OpenAsync(town, "/registers");
        await screen.Page.Locator("[data-row='r1']").FocusAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        var reasons = screen.Page.GetByRole(AriaRole.Region, new() { Name = "Почему файл отклонён" });
        await reasons.GetByText("В итоге файла 1 205 строк, а в файле 1 204.").WaitForAsync();
        await screen.Page.GetByText("не сходится").WaitForAsync();
        Assert.Equal(0, await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Провести" }).CountAsync());
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        Assert.Empty(town.Acts);
    }

    [Fact]
    public async Task Ten_thousand_lines_are_walked_and_the_faulty_ones_are_one_press_away()
    {
        await using var town = await OpenTownAsync();
        town.Billing.Registers.Add(FakeScenes.Register("r1", "sber.txt"));
        town.Billing.Rows["r1"] = FakeScenes.Rows(10_000);
        await using var screen = await OpenAsync(town, "/registers/r1");
        await screen.Page.Locator("[data-index='0']").FocusAsync();
        Assert.InRange(await screen.Page.GetByRole(AriaRole.Row).CountAsync(), 5, 60);
        await screen.Page.Keyboard.PressAsync("End");
        await screen.Page.Locator("[data-row='200']:focus").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("End");
        await screen.Page.Locator("[data-row='400']:focus").WaitForAsync();
        await screen.Page.Locator("[data-fact=unidentified]").ClickAsync();
        await screen.Page.GetByText("счёта 9990007 нет").WaitForAsync();
        Assert.Equal(2, await screen.Page.GetByRole(AriaRole.Row).CountAsync());
    }

    [Fact]
    public async Task A_payment_without_an_owner_is_given_to_a_suggested_one_to_a_searched_one_or_back()
    {
        await using var town = await OpenTownAsync();
        town.Billing.Unidentified.AddRange(
        [
            FakeScenes.Unknown("u1", 7, 290_000,
                new FakeSuggestion("4406118", "ул. Гагарина, 12, кв. 7", "совпали фамилия и адрес"),
                new FakeSuggestion("4406007", "ул. Гагарина, 7, кв. 7", "похожий адрес")),
            FakeScenes.Unknown("u2", 9, 55_000), FakeScenes.Unknown("u3", 11, 70_001),
        ]);
        await using var screen = await OpenAsync(town, "/registers/unidentified");
        await screen.Page.GetByText("совпали фамилия и адрес").WaitForAsync();
        await screen.PressOnCyrillicAsync("1", "Digit1");
        await screen.Page.Locator("[aria-pressed=true]").GetByText("4406-118").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await town.WaitForActAsync("assigned u1 4406118");
        await screen.Page.GetByText("Похожих абонентов не нашлось.").WaitForAsync();
        await screen.Page.GetByLabel("Другой абонент").FillAsync("гагарина 12");
        await screen.Page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await town.WaitForActAsync("assigned u2 4406118");
        await screen.Page.Locator("[data-row='u2']").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Вернуть плательщику" }).ClickAsync();
        await screen.TypeInDialogAsync("двойной платёж");
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync("returned u3 двойной платёж");
        await screen.Page.GetByText("Невыясненных платежей нет").WaitForAsync();
    }

    [Fact]
    public async Task A_file_may_be_dropped_on_the_page()
    {
        await using var town = await OpenTownAsync();
        await using var screen = await OpenAsync(town, "/registers");
        await screen.Page.GetByText("Здесь появятся реестры оплат").WaitForAsync();
        await screen.Page.EvaluateAsync(
            """
            () => {
              const carried = new DataTransfer();
              carried.items.add(new File(['4406030;1'], 'dropped.txt'));
              const main = document.querySelector('main');
              for (const type of ['dragenter', 'dragover', 'drop']) {
                main.dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
              }
            }
            """);
        await screen.Page.GetByRole(AriaRole.Dialog).GetByText("dropped.txt").WaitForAsync();
    }

    [Fact]
    public async Task A_clerk_looks_but_does_not_post()
    {
        await using var town = await OpenTownAsync();
        town.Role = "clerk";
        town.IsDeskClosed = true;
        town.Billing.Registers.Add(FakeScenes.Register("r1", "sber.txt"));
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.EnterAsync("clerk", "demo");
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Реестры" }).ClickAsync();
        await screen.Page.Locator("[data-row='r1']").ClickAsync();
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "sber.txt" }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        Assert.Equal(0, await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Провести" }).CountAsync());
        Assert.Empty(town.Acts);
    }

    private static async Task<FakeTown> OpenTownAsync()
    {
        var town = await FakeTown.StartAsync();
        town.Role = "admin";
        return town;
    }

    private async Task<Screen> OpenAsync(FakeTown town, string path)
    {
        var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync(path);
        await screen.Page.Locator("[data-level=good]").WaitForAsync();
        return screen;
    }
}
