using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>An outage is declared by keys, from scratch and from a ticket; its term moves and it is closed.</summary>
public sealed class OutageTests(Chromium chromium)
{
    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    [Fact]
    public async Task From_scratch_it_takes_six_acts_and_the_robots_words_are_seen_before()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.Keyboard.PressAsync("Alt+o");
        await screen.Page.GetByText("Отключений сейчас нет").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("F9");
        await AddHouseAsync(screen, "гагарина 14");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Горячая вода" }).FocusAsync();
        await screen.Page.Keyboard.PressAsync("2");
        await screen.Page.GetByRole(AriaRole.Radio, new() { Name = "через 4 часа" }).ClickAsync();
        await screen.Page.GetByText("«По вашему адресу отключение: горячая вода").WaitForAsync();
        var cause = screen.Page.GetByRole(AriaRole.Radio, new() { Name = "Авария на теплотрассе" });
        await cause.ClickAsync();
        await Assertions.Expect(cause).ToBeCheckedAsync();
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByRole(AriaRole.Region, new() { Name = "Отключение № 77" }).WaitForAsync();
        var posted = Assert.Single(town.Outages.Posted);
        Assert.Equal(["hotWater"], posted.Services);
        Assert.Equal(["h14"], posted.HouseIds);
        Assert.Equal("heatMainAccident", posted.Cause);
        Assert.True(posted.NotifyMunicipality);
        Assert.InRange(posted.PlannedUntil!.Value, town.Now.AddHours(3.5), town.Now.AddHours(4.5));
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task What_is_missing_is_said_and_nothing_is_declared()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/outages");
        await screen.Page.GetByText("Отключений сейчас нет").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("F9");
        await screen.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("Назовите хотя бы один дом.").WaitForAsync();
        await AddHouseAsync(screen, "мира");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("Выберите, что отключено.").WaitForAsync();
        Assert.Empty(town.Outages.Posted);
    }

    [Fact]
    public async Task A_row_of_houses_is_taken_by_one_Enter_and_Backspace_gives_the_last_one_back()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/outages");
        await screen.Page.GetByText("Отключений сейчас нет").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("F9");
        await AddHouseAsync(screen, "гагарина 12-16");
        var houses = screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Убрать ул") });
        await Assertions.Expect(houses).ToHaveCountAsync(3);
        await screen.Page.Keyboard.PressAsync("Backspace");
        await Assertions.Expect(houses).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Before_the_host_can_say_the_words_the_dialog_promises_them_and_still_declares()
    {
        await using var town = await FakeTown.StartAsync();
        town.Outages.HasPreview = false;
        var ticket = town.AddTicket("Нет воды", "ул. Мира, 5, кв. 2", TimeSpan.FromMinutes(20), priority: "critical");
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync($"/tickets/{ticket.Id}");
        await screen.Page.GetByText("Нет воды").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("F9");
        await screen.Page.GetByText("Точный текст и голос появятся").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.GetByText("объявлено.").WaitForAsync();
    }

    [Fact]
    public async Task From_a_ticket_F9_fills_everything_in_and_Enter_declares()
    {
        await using var town = await FakeTown.StartAsync();
        var ticket = town.AddTicket("Прорвало стояк", "ул. Гагарина, 14, кв. 30", TimeSpan.FromMinutes(20),
            priority: "critical");
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync($"/tickets/{ticket.Id}");
        await screen.Page.GetByText("Прорвало стояк").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("F9");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Убрать ул. Гагарина, 14" }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.GetByText("Отключение № 77 объявлено.").WaitForAsync();
        var posted = Assert.Single(town.Outages.Posted);
        Assert.Equal(ticket.Id, posted.TicketId);
        Assert.Equal(["coldWater"], posted.Services);
        Assert.Equal("riserAccident", posted.Cause);
        Assert.NotNull(posted.PlannedUntil);
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task A_critical_ticket_saved_on_the_desk_leads_to_its_outage_in_two_acts()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(call.CallId);
        await screen.Text.FillAsync("Прорвало стояк, хлещет");
        await screen.Page.Keyboard.PressAsync("F9");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("сохранена.").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("F9");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Убрать ул. Гагарина, 14" }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.GetByRole(AriaRole.Dialog).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Single(town.Outages.Posted);
        Assert.Single(town.Posted);
    }

    [Fact]
    public async Task A_refusal_is_shown_in_the_hosts_words_and_the_second_try_goes_through()
    {
        await using var town = await FakeTown.StartAsync();
        town.Outages.Refusal = "На этих домах уже есть отключение № 70.";
        var ticket = town.AddTicket("Нет воды", "ул. Мира, 5, кв. 2", TimeSpan.FromMinutes(20), priority: "critical");
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync($"/tickets/{ticket.Id}");
        await screen.Page.GetByText("Нет воды").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("F9");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Убрать ул. Мира, 5" }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.GetByText("уже есть отключение № 70").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.GetByText("объявлено.").WaitForAsync();
        Assert.Single(town.Outages.Posted);
    }

    [Fact]
    public async Task The_term_moves_with_a_reason_and_closing_tells_who_will_be_called()
    {
        await using var town = await FakeTown.StartAsync();
        Declare(town, heard: 41, want: 3);
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/outages");
        await Assertions.Expect(screen.Page.Locator("[data-heard]")).ToHaveTextAsync("41");
        await Assertions.Expect(screen.Page.Locator("[data-want]")).ToHaveTextAsync("3");
        await screen.Page.Keyboard.PressAsync("Alt+t");
        await screen.Page.GetByLabel("Почему").FillAsync("ждём задвижку");
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync("term 77 ждём задвижку");
        await screen.Page.GetByRole(AriaRole.Dialog).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await screen.Page.Keyboard.PressAsync("Alt+k");
        await screen.Page.GetByText("Робот позвонит 3 жителям").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync("close 77 now");
        await screen.Page.GetByText("Отключений сейчас нет").WaitForAsync();
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task The_counts_change_by_themselves_when_the_feed_says_so()
    {
        await using var town = await FakeTown.StartAsync();
        var row = Declare(town, heard: 1, want: 0);
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/outages");
        await Assertions.Expect(screen.Page.Locator("[data-heard]")).ToHaveTextAsync("1");
        await screen.Page.Locator("[data-level=good]").WaitForAsync();
        lock (town.Outages.Rows)
        {
            town.Outages.Rows[0] = row with { Heard = 12, WantCall = 2 };
        }

        await town.PushAsync("changed", new { list = "outages" });
        await Assertions.Expect(screen.Page.Locator("[data-heard]")).ToHaveTextAsync("12", new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task The_violet_band_of_the_card_says_what_until_when_and_how_many_heard()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var outage = new FakeOutage("o-1", 77, "hotWater", "По вашему адресу отключение.", town.Now.AddHours(4),
            ["hotWater", "coldWater"], 9);
        var call = await town.AnswerAsync(await town.RingAsync([People.Kravchenko], outages: [outage]));
        await screen.HoldsAsync(call.CallId);
        var band = screen.Page.GetByRole(AriaRole.Region, new() { Name = "Отключение № 77" });
        await band.GetByText("Горячая вода, Холодная вода").WaitForAsync();
        await band.GetByText("услышали 9").WaitForAsync();
        await band.GetByText("По вашему адресу отключение.").WaitForAsync();
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_screens_of_outages_are_accessible(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.SignInAsync();
        await screen.Page.GotoAsync("/outages");
        await screen.Page.GetByText("Отключений сейчас нет").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "no outages");
        Declare(town, heard: 41, want: 3);
        await screen.Page.GotoAsync("/outages");
        await screen.Page.Locator("[data-heard]").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "outages");
        await screen.Page.Keyboard.PressAsync("Alt+t");
        await screen.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "term");
        await screen.Page.Keyboard.PressAsync("Escape");
        await screen.Page.Keyboard.PressAsync("F9");
        await AddHouseAsync(screen, "гагарина 16");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Отопление" }).ClickAsync();
        await screen.Page.GetByText("«По вашему адресу отключение: отопление").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "declare");
        await screen.AssertFitsAsync();
    }

    internal static FakeOutageRow Declare(FakeTown town, int heard, int want) => town.Outages.Add(
        new FakeNewOutage(LiveFeed.Organisation, "emergency", ["hotWater"], ["h14", "h12", "h16"],
            town.Now.AddMinutes(-50), town.Now.AddHours(3), "heatMainAccident", null, true), town.Now, heard, want);

    internal static async Task AddHouseAsync(Screen screen, string words)
    {
        var field = screen.Page.GetByRole(AriaRole.Combobox, new() { Name = "Дома" });
        await field.FillAsync(words);
        await screen.Page.Locator("[role=combobox][data-ready=true][aria-expanded=true]").WaitForAsync();
        await field.PressAsync("Enter");
        await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Убрать ул") }).First.WaitForAsync();
    }
}
