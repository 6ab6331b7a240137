using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>Every key works by its place on the keyboard, inside fields, whatever the layout prints there.</summary>
public sealed class KeyTests(Chromium chromium)
{
    [Fact]
    public async Task Search_opens_by_the_key_that_prints_л_from_inside_a_field()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Text.FocusAsync();
        await screen.PressOnCyrillicAsync("л", "KeyK", control: true);
        await screen.Page.GetByRole(AriaRole.Dialog, new() { Name = "Поиск везде" }).WaitForAsync();
    }

    [Fact]
    public async Task F2_says_which_telephone_to_lift_and_leaves_the_caret_alone()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Text.FillAsync("слово");
        var call = await town.RingAsync([People.Melnik]);
        await screen.Strip(call.CallId).WaitForAsync();
        Assert.Equal("ticket-text", await screen.Page.EvaluateAsync<string>("document.activeElement.id"));
        await screen.Page.Keyboard.PressAsync("F2");
        await screen.Page.GetByText("Снимите трубку телефона 201").WaitForAsync();
        Assert.Equal("ticket-text", await screen.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Empty(town.Acts);
    }

    [Fact]
    public async Task F2_without_a_telephone_asks_for_one()
    {
        await using var town = await FakeTown.StartAsync();
        town.Extension = null;
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.Keyboard.PressAsync("F2");
        await screen.Page.GetByRole(AriaRole.Dialog).GetByText("202").ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Телефон 202" }).WaitForAsync();
        Assert.Equal("202", town.Extension);
    }

    [Fact]
    public async Task Shift_F2_hangs_up_only_the_own_call()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var other = await town.AnswerAsync(await town.RingAsync([People.Melnik]), "202", "Белова Т.");
        await screen.CallRow(other.CallId).GetByText("Белова").WaitForAsync();
        await screen.Page.Keyboard.PressAsync("Shift+F2");
        var own = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(own.CallId);
        await screen.Page.Keyboard.PressAsync("Shift+F2");
        await town.WaitForActAsync($"hangup {own.CallId}");
        Assert.Single(town.Acts);
    }

    [Fact]
    public async Task F4_calls_the_most_urgent_from_inside_the_text()
    {
        await using var town = await FakeTown.StartAsync();
        town.Miss("+79170004412", TimeSpan.FromMinutes(4));
        var soon = town.Miss("+79276112008", TimeSpan.FromSeconds(48), People.Melnik);
        town.Miss("+79276112009", TimeSpan.FromSeconds(20), status: "dialling", by: "Белова Т.");
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Text.FocusAsync();
        await screen.Page.Keyboard.PressAsync("F4");
        await town.WaitForActAsync($"attempt {soon.Id}");
        await screen.Page.Locator($"[data-subject='out-{soon.Id}']").WaitForAsync();
        await screen.Page.GetByText("Звоним вам, затем +7 927 611-20-08").WaitForAsync();
    }

    [Fact]
    public async Task F4_calls_the_row_that_was_chosen()
    {
        await using var town = await FakeTown.StartAsync();
        town.Miss("+79276112008", TimeSpan.FromSeconds(48), People.Melnik);
        var second = town.Miss("+79170004412", TimeSpan.FromMinutes(4));
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.Locator("[data-callback-row]").First.FocusAsync();
        await screen.Page.Keyboard.PressAsync("ArrowDown");
        await screen.Page.Keyboard.PressAsync("F4");
        await town.WaitForActAsync($"attempt {second.Id}");
    }

    [Fact]
    public async Task A_letter_typed_in_a_field_is_a_letter()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Text.FocusAsync();
        await screen.Page.Keyboard.TypeAsync("где/что?");
        await Assertions.Expect(screen.Text).ToHaveValueAsync("где/что?");
        Assert.Equal(0, await screen.Page.GetByRole(AriaRole.Dialog).CountAsync());
    }

    [Fact]
    public async Task F9_makes_the_ticket_critical()
    {
        await using var town = await FakeTown.StartAsync();
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var call = await town.AnswerAsync(await town.RingAsync([People.Kravchenko]));
        await screen.HoldsAsync(call.CallId);
        await screen.Text.FillAsync("пахнет газом");
        await screen.Page.Keyboard.PressAsync("F9");
        await screen.Page.Keyboard.PressAsync("Control+Enter");
        await screen.Page.GetByText("сохранена.").WaitForAsync();
        Assert.Equal("critical", Assert.Single(town.Posted).Priority);
    }
}
