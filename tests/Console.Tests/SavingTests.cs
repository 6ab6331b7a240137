using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>From the answer to the saved ticket, and everything that must not get lost or doubled on the way.</summary>
public sealed class SavingTests(Chromium chromium)
{
    [Fact]
    public async Task A_known_caller_takes_text_and_one_chord()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(call.CallId);
        await screen.Page.GetByText($"№ {call.TicketNumber}").First.WaitForAsync();
        await screen.Page.Keyboard.TypeAsync("капает с потолка в ванной");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText($"Заявка № {call.TicketNumber} сохранена.").WaitForAsync();
        var posted = Assert.Single(town.Posted);
        Assert.Equal(call.CallId, posted.CallId);
        Assert.Equal("4406030", posted.AccountNumber);
        Assert.Equal("waterLeak", posted.Category);
        Assert.Equal("urgent", posted.Priority);
        Assert.Equal(call.TicketNumber, posted.Number);
        Assert.Equal("капает с потолка в ванной", posted.Text);
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task Pressed_twice_at_once_it_is_one_ticket()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(call.CallId);
        await screen.Text.FillAsync("нет воды");
        await screen.Page.EvaluateAsync(
            """
            for (let i = 0; i < 2; i++) document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
              { key: 'Enter', code: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }));
            """);
        await screen.Page.GetByText("сохранена.").WaitForAsync();
        Assert.Single(town.Posted);
        Assert.Single(town.Tickets);
    }

    [Fact]
    public async Task Saved_again_after_a_lost_answer_it_is_one_ticket()
    {
        await using var town = await FakeTown.StartAsync();
        // The browser itself asks again on a fresh connection; those answers are lost as well.
        town.LostAnswers = int.MaxValue;
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(call.CallId);
        await screen.Text.FillAsync("нет воды");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("двух не будет").WaitForAsync();
        await Assertions.Expect(screen.Text).ToHaveValueAsync("нет воды");
        town.LostAnswers = 0;
        await screen.Page.ReloadAsync();
        await screen.Page.WaitForFunctionAsync("() => document.querySelector('#ticket-text')?.value === 'нет воды'");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("сохранена.").WaitForAsync();
        Assert.True(town.Posted.Count > 1, "the answer was not lost");
        Assert.Single(town.Tickets);
    }

    [Fact]
    public async Task What_was_typed_is_there_after_F5_with_the_same_call()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(call.CallId);
        await screen.Text.FillAsync("капает, кран не держит");
        await screen.Page.ReloadAsync();
        await screen.HoldsAsync(call.CallId);
        await Assertions.Expect(screen.Text).ToHaveValueAsync("капает, кран не держит");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText($"Заявка № {call.TicketNumber} сохранена.").WaitForAsync();
        Assert.Equal(call.CallId, Assert.Single(town.Posted).CallId);
    }

    [Fact]
    public async Task After_the_hang_up_the_text_stays_and_saving_leads_to_the_callbacks()
    {
        await using var town = await FakeTown.StartAsync();
        town.Miss("+79170004412", TimeSpan.FromMinutes(4));
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(call.CallId);
        await screen.Text.FillAsync("нет света");
        await town.EndAsync(call);
        await screen.Page.GetByText("Разговор окончен").WaitForAsync();
        await Assertions.Expect(screen.Text).ToHaveValueAsync("нет света");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.Locator("[data-subject=none]").WaitForAsync();
        Assert.Equal(call.CallId, Assert.Single(town.Posted).CallId);
        Assert.True(await screen.Page.EvaluateAsync<bool>("document.activeElement.matches('[data-callback-row]')"));
    }

    [Fact]
    public async Task A_second_call_takes_the_desk_and_the_first_text_waits_among_the_drafts()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var first = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(first.CallId);
        await screen.Text.FillAsync("первая беда");
        await town.EndAsync(first);
        var second = await town.AnswerAsync(await town.RingAsync([People.Melnik]));
        await screen.HoldsAsync(second.CallId);
        await Assertions.Expect(screen.Text).ToHaveValueAsync("");
        await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("первая беда") }).ClickAsync();
        await screen.HoldsAsync(first.CallId);
        await Assertions.Expect(screen.Text).ToHaveValueAsync("первая беда");
    }

    [Fact]
    public async Task Nothing_is_sent_without_a_text()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("Напишите, что случилось.").WaitForAsync();
        Assert.Empty(town.Posted);
    }

    [Fact]
    public async Task Among_several_flats_none_is_guessed_and_a_digit_takes_one()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.FlatOne, People.FlatTwo]));
        await screen.HoldsAsync(call.CallId);
        await screen.Text.FillAsync("нет воды");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("Выберите квартиру").WaitForAsync();
        Assert.Empty(town.Posted);
        await screen.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new("кв. 31") }).FocusAsync();
        await screen.Page.Keyboard.PressAsync("2");
        Assert.Equal("ticket-text", await screen.Page.EvaluateAsync<string>("document.activeElement.id"));
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("сохранена.").WaitForAsync();
        Assert.Equal("4406032", Assert.Single(town.Posted).AccountNumber);
    }

    [Fact]
    public async Task Tab_walks_over_the_flats_and_then_on()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.FlatOne, People.FlatTwo]));
        await screen.HoldsAsync(call.CallId);
        var flats = screen.Page.GetByRole(AriaRole.Radiogroup, new() { Name = "По этому номеру" });
        await flats.WaitForAsync();
        await screen.Page.WaitForFunctionAsync("() => document.activeElement.textContent.includes('кв. 31')");
        await screen.Page.Keyboard.PressAsync("Tab");
        await screen.Page.WaitForFunctionAsync("() => document.activeElement.textContent.includes('кв. 32')");
        await screen.Page.Keyboard.PressAsync("Tab");
        Assert.False(await flats.EvaluateAsync<bool>("group => group.contains(document.activeElement)"));
    }

    [Fact]
    public async Task An_unknown_caller_is_linked_to_a_flat_found_by_a_few_letters()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([]));
        await screen.HoldsAsync(call.CallId);
        await screen.Page.WaitForFunctionAsync("() => document.activeElement.id === 'ticket-address'");
        await screen.Page.Keyboard.TypeAsync("гаг 14 30");
        await screen.Page.GetByRole(AriaRole.Option, new() { NameRegex = new("кв. 30") }).WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await town.WaitForActAsync($"account {call.CallId} 4406030 True");
        await screen.Page.Keyboard.TypeAsync("нет света");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("сохранена.").WaitForAsync();
        var posted = Assert.Single(town.Posted);
        Assert.Equal("4406030", posted.AccountNumber);
        Assert.Equal("electricity", posted.Category);
    }
}
