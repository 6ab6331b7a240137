using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>Calling debtors: four steps on one page, then looking on, pausing and stopping.</summary>
public sealed class CampaignTests(Chromium chromium)
{
    [Fact]
    public async Task Six_acts_lead_from_the_list_to_a_running_campaign()
    {
        await using var town = await OpenTownAsync();
        await using var screen = await OpenAsync(town, "/campaigns");
        await screen.Page.GetByText("Здесь появятся обзвоны").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Alt+e");
        await screen.Page.Locator("[data-audience='1248']").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await town.WaitForActAsync("compose 300000 3 10:00 none");
        await screen.Page.GetByText("Вам звонит робот").WaitForAsync();
        await screen.Page.GetByText("0:00 / 0:04").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Слушать" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Позвонить мне на 201" }).ClickAsync();
        await town.WaitForActAsync("trial k1");
        await screen.Page.GetByText("Звоним вам. Снимите трубку.").WaitForAsync();
        var sentence = screen.Page.Locator("[data-sentence]");
        await Assertions.Expect(sentence).ToContainTextAsync("1 248 абонентов, 9 линий из 12 останутся для жителей, ");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await town.WaitForActAsync("start k1");
        await screen.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Ход обзвона" }).WaitForAsync();
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task The_count_follows_what_is_chosen_and_who_is_left_out_is_told_by_reason()
    {
        await using var town = await OpenTownAsync();
        await using var screen = await OpenAsync(town, "/campaigns/new");
        await screen.Page.Locator("[data-audience='1248']").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new("от 3 мес") }).FocusAsync();
        await screen.Page.Keyboard.PressAsync("3");
        await screen.Page.Locator("[data-audience='96']").WaitForAsync();
        await screen.Page.GetByLabel("Долг от, ₽").FillAsync("1 000");
        await screen.Page.Locator("[data-audience='2310']").WaitForAsync();
        var left = screen.Page.GetByRole(AriaRole.List, new() { Name = "Не звоним" });
        await Assertions.Expect(left).ToContainTextAsync("суд 61");
        await Assertions.Expect(left).Not.ToContainTextAsync("умерли");
        await screen.Page.GetByLabel("Повторять каждый квартал").CheckAsync();
        await screen.Page.GetByLabel("Звонить с").FillAsync("21");
        await screen.Page.GetByText("Начало должно быть раньше конца.").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        Assert.Empty(town.Acts);
        await screen.Page.GetByLabel("Звонить с").FillAsync("900");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Составить обзвон" }).ClickAsync();
        await town.WaitForActAsync("compose 100000 6 09:00 quarterly");
        await screen.Page.GetByText("каждый квартал").WaitForAsync();
    }

    [Fact]
    public async Task Stop_is_one_act_and_a_pause_can_be_ended()
    {
        await using var town = await OpenTownAsync();
        town.Campaigns.Running(town.Now);
        await using var screen = await OpenAsync(town, "/campaigns/k-run");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Пауза", Exact = true }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Продолжить" }).ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Пауза", Exact = true }).WaitForAsync();
        await screen.PressOnCyrillicAsync("ы", "KeyS", alt: true);
        await town.WaitForActAsync("stop k-run");
        await screen.Page.GetByText("остановлен", new() { Exact = true }).WaitForAsync();
        Assert.Equal(["pause k-run", "start k-run", "stop k-run"], town.Acts);
        Assert.Equal(0, await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("Стоп") }).CountAsync());
    }

    [Fact]
    public async Task What_came_of_the_calls_filters_the_people_and_progress_is_live()
    {
        await using var town = await OpenTownAsync();
        town.Campaigns.Running(town.Now);
        await using var screen = await OpenAsync(town, "/campaigns/k-run");
        var people = screen.Page.GetByRole(AriaRole.Grid, new() { Name = "Кому звонили" });
        await people.GetByText("автоответчик").First.WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^обещал дату") }).ClickAsync();
        await people.GetByText("автоответчик").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await people.GetByText("01.12.2026").First.WaitForAsync();
        town.Campaigns.Change("k-run", each => each with { Progress = each.Progress with { Ended = 900 } });
        await town.PushAsync("changed", new { list = "campaigns" });
        await screen.Page.GetByText("900 из 1 248").WaitForAsync();
        await people.GetByRole(AriaRole.Button, new() { Name = "Слушать" }).First.ClickAsync();
        await screen.Page.GetByText("0:00 / 0:04").WaitForAsync();
        var download = await screen.Page.RunAndWaitForDownloadAsync(() =>
            screen.Page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        Assert.Equal("contacts.csv", download.SuggestedFilename);
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task Without_a_telephone_of_ones_own_the_trial_asks_for_one()
    {
        await using var town = await OpenTownAsync();
        town.Extension = null;
        town.Campaigns.Compose(new FakeCampaignWish(LiveFeed.Organisation, "Проба", 300_000, 3,
            new FakeHours("10:00", "20:00"), 3, 10, "none"), town.Now);
        await using var screen = await OpenAsync(town, "/campaigns/k1");
        await screen.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Выберите телефон" })
            .ClickAsync();
        await screen.Page.GetByRole(AriaRole.Dialog).GetByText("202").ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Позвонить мне на 202" }).WaitForAsync();
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
