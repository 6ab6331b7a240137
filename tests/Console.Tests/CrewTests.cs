using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>F8 Enter sends the best crew; the ladder, the photos and the resident's score are on the ticket.</summary>
public sealed class CrewTests(Chromium chromium)
{
    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    [Fact]
    public async Task F8_and_Enter_on_a_ticket_send_the_best_crew_and_say_why()
    {
        await using var town = await FakeTown.StartAsync();
        var ticket = town.AddTicket("Течь стояка", "ул. Мира, 5", TimeSpan.FromHours(1), "accepted");
        await using var screen = await OpenAsync(town, ticket);
        await screen.Page.Keyboard.PressAsync("F8");
        var best = screen.Page.Locator("[data-crew=crew1]");
        await Assertions.Expect(best).ToBeFocusedAsync(new() { Timeout = 30_000 });
        await best.GetByText("на смене · их работа · 1 заявка в руках").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync($"assign {ticket.Id} crew1");
        await screen.Page.Locator("[data-assignment=ordered]").WaitForAsync();
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task In_the_editor_F8_and_Enter_name_the_crew_and_saving_sends_it()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(call.CallId);
        await screen.Text.FillAsync("Капает с потолка");
        await screen.Page.Keyboard.PressAsync("F8");
        await Assertions.Expect(screen.Page.Locator("[data-crew=crew1]")).ToBeFocusedAsync(new() { Timeout = 30_000 });
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.Page.Locator("[data-draft-crew=crew1]").WaitForAsync();
        town.Crews.Refusal = "У бригады кончилась смена.";
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("бригада не назначена. У бригады кончилась смена.").WaitForAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Повторить" }).ClickAsync();
        await screen.Page.GetByText("Бригаде отправлено: Сантехники, Сидоров.").WaitForAsync();
        Assert.Contains(town.Acts, act => act.EndsWith(" crew1", StringComparison.Ordinal));
        Assert.Single(town.Posted);
    }

    [Fact]
    public async Task The_ladder_the_late_tap_the_wish_for_time_and_the_photos_are_seen()
    {
        await using var town = await FakeTown.StartAsync();
        var ticket = town.AddTicket("Течь стояка", "ул. Мира, 5", TimeSpan.FromHours(1));
        await using var screen = await OpenAsync(town, ticket);
        FakeCrews.OnSite(town, ticket);
        await town.PushAsync("changed", new { list = "tickets" });
        await screen.Page.Locator("[data-assignment=onSite]").WaitForAsync();
        await screen.Page.GetByText("роботу не ответили").WaitForAsync();
        await screen.Page.GetByText("· отправлено").First.WaitForAsync();
        await screen.Page.GetByText("Бригаде нужно время до").WaitForAsync();
        await screen.Page.Locator("[data-photo=before]").ClickAsync();
        await screen.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = new("«До»") }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("ArrowRight");
        await screen.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = new("«После»") }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Escape");
        await screen.Page.Keyboard.PressAsync("F8");
        await screen.Page.Locator("[data-crew=crew2]").ClickAsync();
        await town.WaitForActAsync($"assign {ticket.Id} crew2");
    }

    [Fact]
    public async Task When_the_ladder_reaches_the_dispatcher_a_bar_says_so_until_it_is_seen()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        town.Crews.Attention.Add(new FakeAttention("n-1", LiveFeed.Organisation, "t-9", 10_482, "ул. Мира, 5",
            "crewSilent", true, "crew1", town.Now));
        await town.PushAsync("changed", new { list = "attention" });
        var bar = screen.Page.Locator("[data-attention-banner]");
        await bar.GetByText("Бригада не отвечает").WaitForAsync();
        await bar.GetByText("№ 10482 · ул. Мира, 5").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "a silent crew");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Вижу" }).ClickAsync();
        await town.WaitForActAsync("seen n-1");
        await bar.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task A_low_score_is_seen_and_its_words_can_be_heard()
    {
        await using var town = await FakeTown.StartAsync();
        var ticket = town.AddTicket("Засор", "ул. Мира, 5", TimeSpan.FromHours(1), "inProgress");
        town.Change(ticket.Id, before => before with
        {
            Poll = new FakePoll("p-1", "rated", 1, true, "r-9", town.Now.AddHours(-1)),
        });
        await using var screen = await OpenAsync(town, ticket);
        var poll = screen.Page.Locator("[data-poll=rated][data-low=true]");
        await poll.GetByText("низкая оценка").WaitForAsync();
        await poll.GetByText("0:00 / 0:04").WaitForAsync();
    }

    [Theory, MemberData(nameof(Themes))]
    public async Task The_screens_of_crews_and_reviews_are_accessible(ColorScheme theme)
    {
        await using var town = await FakeTown.StartAsync();
        town.Crews.Attention.Add(new FakeAttention("n-1", LiveFeed.Organisation, "t-9", 10_482, "ул. Мира, 5",
            "termAsked", true, "Нет вентиля, 120 мин", town.Now));
        var ticket = town.AddTicket("Течь стояка", "ул. Мира, 5", TimeSpan.FromHours(1));
        FakeCrews.OnSite(town, ticket);
        await using var screen = await chromium.OpenAsync(town.Address, theme);
        await screen.SignInAsync();
        await screen.Page.Keyboard.PressAsync("Alt+n");
        await screen.Page.GetByRole(AriaRole.Rowheader, new() { NameRegex = new("Сидоров") }).WaitForAsync();
        await screen.Page.Locator("[data-attention=n-1]").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "crews");
        await screen.Page.Keyboard.PressAsync("Alt+y");
        await Assertions.Expect(screen.Page.Locator("[data-average]")).ToHaveTextAsync("3,8");
        await screen.Page.GetByText("0:00 / 0:04").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "reviews");
        await screen.Page.GotoAsync($"/tickets/{ticket.Id}");
        await screen.Page.Locator("[data-photo=after]").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "a ticket with its crew");
        await screen.Page.Keyboard.PressAsync("F8");
        await screen.Page.Locator("[data-crew=crew1]").WaitForAsync();
        await Axe.AssertCleanAsync(screen.Page, "whom to send");
    }

    private async Task<Screen> OpenAsync(FakeTown town, FakeTicket ticket)
    {
        var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GotoAsync($"/tickets/{ticket.Id}");
        await screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Бригада" }).WaitForAsync();
        await screen.Page.Locator("[data-level=good]").WaitForAsync();
        return screen;
    }
}
