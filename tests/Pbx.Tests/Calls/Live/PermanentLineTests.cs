using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>The permanent line opened from a telephone that is not the dispatcher's own (UX §4.5, §5.6).</summary>
public sealed class PermanentLineTests
{
    private const string Pin = "4821";

    [Fact]
    public async Task With_the_code_another_telephone_is_the_dispatcher_s_line_and_F2_answers_on_it()
    {
        await using var town = await StartAsync();
        var phone = await town.PhoneAsync("202");
        var (ok, own) = await phone.CallAsync("109201");
        Assert.Equal(200, ok.Status);
        await phone.Sound.HearAsync(heard => heard.Length > 1600, TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("201", town.Exchange.Exchange.Switchboard.RegisteredPhones);
        await phone.Sound.PressAsync(Pin + "#");
        await TestExchange.Until(() => town.Exchange.Exchange.Switchboard.RegisteredPhones.Contains("201"));

        var call = await town.CallLineAsync();
        await town.UntilAsync(live => live.State == LiveState.Ringing);
        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(town.Live.Id, "201"));
        await town.UntilAsync(live => live is { Extension: "201", State: LiveState.Talking });
        await Humming.ExpectAsync([town.Resident, phone.Sound], [1], [0]);
        town.Trunk.Send(call.Bye());
        Assert.Equal(200, (await town.Trunk.ReceiveFinalAsync()).Status);
        await town.Exchange.EndedAsync();
        phone.Peer.Send(own.Bye());
        await TestExchange.Until(() => !town.Exchange.Exchange.Switchboard.RegisteredPhones.Contains("201"));
    }

    [Fact]
    public async Task A_line_that_talks_is_not_taken_away_and_a_silent_one_is()
    {
        await using var town = await StartAsync();
        var own = await town.PhoneAsync("201");
        Assert.Equal(200, (await own.CallAsync("109")).Final.Status);
        var call = await town.CallLineAsync();
        await town.UntilAsync(live => live.State == LiveState.Ringing);
        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(town.Live.Id, "201"));
        await town.UntilAsync(live => live is { Extension: "201", State: LiveState.Talking });

        var other = await town.PhoneAsync("202");
        Assert.Equal(486, (await own.CallAsync("109")).Final.Status);
        Assert.Equal(200, (await other.CallAsync("109201")).Final.Status);
        await other.Sound.PressAsync(Pin + "#");
        var bye = await other.Peer.ReceiveFinalAsync();
        other.Peer.Send(other.Peer.Response(bye, 200, ""));
        Assert.Equal("BYE", bye.Method);
        await Humming.ExpectAsync([town.Resident, own.Sound], [1], [0]);

        town.Trunk.Send(call.Bye());
        await town.Exchange.EndedAsync();
        await other.MoveSoundAsync();
        Assert.Equal(200, (await other.CallAsync("109201")).Final.Status);
        await other.Sound.PressAsync(Pin + "#");
        Assert.Equal("BYE", (await own.Peer.ReceiveFinalAsync()).Method);
    }

    [Fact]
    public async Task A_trial_on_a_permanent_line_leaves_the_line_free()
    {
        await using var town = await StartAsync();
        var phone = await town.PhoneAsync("201");
        Assert.Equal(200, (await phone.CallAsync("109")).Final.Status);
        await TestExchange.Until(() => town.Exchange.Exchange.Switchboard.RegisteredPhones.Contains("201"));
        var order = new RobotCallOut(
            Guid.CreateVersion7(), "", "privolsk", Language.Russian, _ => Task.CompletedTask, TrialExtension: "201");
        var begun = Assert.IsType<RobotCallAnswer.Begun>(town.Exchange.Exchange.Switchboard.Call(order));
        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(order.Id, "201"));
        Assert.Equal(RobotReach.Answered, (await begun.End).Reach);

        await town.CallLineAsync();
        await town.UntilAsync(live => live.State == LiveState.Ringing);
        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(town.Live.Id, "201"));
        await town.UntilAsync(live => live is { Extension: "201", State: LiveState.Talking });
        await Humming.ExpectAsync([town.Resident, phone.Sound], [1], [0]);
    }

    [Theory]
    [InlineData("109201", "1111#2222#4820#")]   // wrong
    [InlineData("109203", "4821#4821#4821#")]   // has no code
    [InlineData("109999", "4821#4821#4821#")]   // is no telephone
    public async Task Three_wrong_codes_end_the_call_and_no_line_and_no_code_sound_the_same(string dialled, string keys)
    {
        await using var town = await StartAsync();
        var phone = await town.PhoneAsync("202");
        var (ok, _) = await phone.CallAsync(dialled);
        Assert.Equal(200, ok.Status);
        foreach (var typed in keys.TrimEnd('#').Split('#'))
        {
            await phone.Sound.PressAsync(typed + "#");
        }

        var bye = await phone.Peer.ReceiveFinalAsync();
        phone.Peer.Send(phone.Peer.Response(bye, 200, ""));
        Assert.Equal("BYE", bye.Method);
        Assert.Equal(["202"], town.Exchange.Exchange.Switchboard.RegisteredPhones);
        Assert.Empty(town.Exchange.Exchange.Feed.Live);
    }

    [Fact]
    public async Task Another_organisation_s_code_opens_nothing()
    {
        await using var town = await StartAsync(e => e.User == "202" ? e with { Organisation = "khmelnytske" } : e);
        var phone = await town.PhoneAsync("202");
        await phone.CallAsync("109201");
        await phone.Sound.PressAsync($"{Pin}#{Pin}#{Pin}#");
        Assert.Equal("BYE", (await phone.Peer.ReceiveFinalAsync()).Method);
        Assert.DoesNotContain("201", town.Exchange.Exchange.Switchboard.RegisteredPhones);
    }

    [Fact]
    public void Fifteen_wrong_codes_a_day_are_all_for_the_line_and_for_who_asks()
    {
        var clock = new ManualTime();
        var tries = new LineTries(clock);
        Assert.All(Enumerable.Range(0, LineTries.PerDay), i => Assert.True(tries.TryTake($"{300 + i}", "201")));
        Assert.False(tries.TryTake("400", "201"));
        Assert.All(Enumerable.Range(0, LineTries.PerDay), i => Assert.True(tries.TryTake("500", $"{600 + i}")));
        Assert.False(tries.TryTake("500", "700"));
        tries.GiveBack("300", "201");
        Assert.True(tries.TryTake("400", "201"));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.True(tries.TryTake("500", "201"));
    }

    [Fact]
    public void Names_without_end_are_refused_rather_than_kept()
    {
        var tries = new LineTries(TimeProvider.System);
        var taken = Enumerable.Range(0, LineTries.NamesMax).Count(i => tries.TryTake($"a{i}", $"b{i}"));
        Assert.InRange(taken, 1, LineTries.NamesMax / 2);
    }

    [Theory]
    [InlineData("4821", true)]
    [InlineData("48210000", true)]
    [InlineData("482", false)]
    [InlineData("482100001", false)]
    [InlineData("4444", false)]
    [InlineData("48a1", false)]
    [InlineData("４８２１", false)]
    [InlineData(null, false)]
    public void A_code_has_four_to_eight_digits_not_all_the_same(string? pin, bool isFit) =>
        Assert.Equal(isFit, LinePin.IsFit(pin));

    [Fact]
    public void A_kept_code_is_salted_and_only_itself_matches()
    {
        var (one, two) = (LinePin.Hash(Pin), LinePin.Hash(Pin));
        Assert.NotEqual(one, two);
        Assert.True(LinePin.Matches(one, Pin) && LinePin.Matches(two, Pin));
        Assert.False(LinePin.Matches(one, "4822"));
        Assert.All(
            new[] { null, "", "x", "1$2$3", "0$" + one.Split('$', 2)[1] }, kept => Assert.False(
                LinePin.Matches(kept, Pin)));
    }

    private static Task<ControlTown> StartAsync(Func<Extension, Extension>? change = null) => ControlTown.StartAsync(
        o => o.Extensions =
        [
            .. o.Extensions.Select(e => e.User == "201" ? e with { LinePin = LinePin.Hash(Pin) } : e)
                .Select(e => change?.Invoke(e) ?? e),
        ]);
}
