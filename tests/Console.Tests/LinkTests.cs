using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>A lost link is loud, typing goes on, and what was missed comes once, in order.</summary>
public sealed class LinkTests(Chromium chromium)
{
    [Fact]
    public async Task After_a_cut_each_missed_event_is_shown_once()
    {
        await using var town = await FakeTown.StartAsync();
        await using var link = new CuttableLink(town.Port);
        await using var screen = await chromium.OpenAsync(link.Address);
        await screen.SignInAsync();
        var before = await town.RingAsync([People.Melnik]);
        await screen.CallRow(before.CallId).WaitForAsync();
        var first = town.Feed.Seqs[LiveFeed.Organisation];

        link.Cut();
        await screen.Page.Locator("[data-link=amber]").WaitForAsync();
        var missed = await town.RingAsync([People.Kravchenko]);
        await town.EndAsync(before);
        var robot = await town.RingAsync([People.FlatTwo], state: "robot");
        await screen.Text.FillAsync("набрано без связи");
        await screen.Page.Locator("[data-link=red]").WaitForAsync(new() { Timeout = 20_000 });
        link.Restore();

        await screen.CallRow(missed.CallId).WaitForAsync(new() { Timeout = 20_000 });
        await screen.CallRow(robot.CallId).WaitForAsync();
        await screen.Page.Locator("[data-level=good]").WaitForAsync();
        Assert.Equal(0, await screen.CallRow(before.CallId).CountAsync());
        await Assertions.Expect(screen.Text).ToHaveValueAsync("набрано без связи");
        var shown = await screen.ShownEventsAsync();
        Assert.Equal([1, 1, 1], Enumerable.Range(1, 3).Select(step =>
            shown.GetValueOrDefault($"{LiveFeed.Organisation}:{first + step}")));
    }

    [Fact]
    public async Task A_link_that_goes_silent_is_noticed_and_made_anew()
    {
        await using var town = await FakeTown.StartAsync();
        await using var link = new CuttableLink(town.Port);
        await using var screen = await chromium.OpenAsync(link.Address);
        await screen.SignInAsync();
        link.Freeze();
        await screen.Page.Locator("[data-link=amber], [data-link=red]").First
            .WaitForAsync(new() { Timeout = 60_000 });
        await screen.Page.Locator("[data-link=red]").WaitForAsync(new() { Timeout = 60_000 });
        var call = await town.RingAsync([People.Kravchenko]);
        link.Restore();
        await screen.Strip(call.CallId).WaitForAsync(new() { Timeout = 60_000 });
        await screen.Page.Locator("[data-level=good]").WaitForAsync(new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task A_restarted_host_is_met_with_a_fresh_picture()
    {
        await using var town = await FakeTown.StartAsync();
        await using var link = new CuttableLink(town.Port);
        await using var screen = await chromium.OpenAsync(link.Address);
        await screen.SignInAsync();
        var gone = await town.RingAsync([People.Melnik]);
        await screen.CallRow(gone.CallId).WaitForAsync();
        link.Cut();
        town.Feed.BeginAnew();
        town.Calls.Clear();
        var fresh = await town.RingAsync([People.Kravchenko]);
        link.Restore();
        await screen.CallRow(fresh.CallId).WaitForAsync();
        await screen.CallRow(gone.CallId).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        var next = await town.RingAsync([People.FlatOne]);
        await screen.Strip(next.CallId).WaitForAsync();
    }

    [Fact]
    public async Task A_new_callback_appears_without_asking()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GetByText("Всем ответили").WaitForAsync();
        var row = town.Miss("+79276112008", TimeSpan.FromMinutes(4), People.Melnik);
        await town.PushAsync("changed", new { list = "callbacks" });
        await screen.Callback(row.Id).WaitForAsync();
    }

    [Fact]
    public async Task A_lost_session_leads_to_the_door_and_the_draft_stays()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Text.FillAsync("нет воды");
        await screen.Page.Context.ClearCookiesAsync();
        await screen.Page.ReloadAsync();
        await screen.SignInAsync();
        await Assertions.Expect(screen.Text).ToHaveValueAsync("нет воды");
    }

    [Fact]
    public async Task A_call_that_turns_out_to_be_another_organisations_goes_on_there()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.RingAsync([]);
        await screen.Strip(call.CallId).WaitForAsync();
        await town.PushAsync("call.ended", call with { Organisation = "khmelnytske", State = "ringing" });
        await screen.Strip(call.CallId).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await town.PushAsync("call.ringing", call with { Organisation = "khmelnytske" });
        await screen.Strip(call.CallId).WaitForAsync();
        Assert.Equal(0, await screen.Page.GetByText("окончен").CountAsync());
    }
}
