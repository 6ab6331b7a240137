using Zhkh.Pbx.Calls;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>F2: the own telephone is lifted where it can be; with a call in hand, that one is held first.</summary>
public sealed class SecondCallTests
{
    [Fact]
    public async Task A_phone_that_knows_the_talk_event_is_lifted_from_the_console()
    {
        await using var town = await ControlTown.StartAsync();
        var plain = await town.PhoneAsync("201");
        var able = await town.PhoneAsync("202", takesTalk: true);
        var call = await town.CallLineAsync();
        await plain.RingAsync();
        await able.RingAsync();
        var lift = ControlAnswer.TooLate;
        await TestExchange.Until(() =>
            (lift = town.Control.PickUp(town.Live.Id, "201")) is ControlAnswer.Conflict
            && town.Control.PickUp(town.Live.Id, "202") is ControlAnswer.Done);
        Assert.Equal(ControlRefusal.LiftHandset, Assert.IsType<ControlAnswer.Conflict>(lift).Reason);
        await able.LiftedAsync();
        await able.AnswerAsync();
        await plain.CancelledAsync();
        await Humming.ExpectAsync([town.Resident, able.Sound], [1], [0]);
        town.Trunk.Send(call.Bye());
        await able.HungUpAsync();
    }

    [Fact]
    public async Task The_first_call_is_held_while_the_second_is_answered_and_they_change_places()
    {
        await using var town = await ControlTown.StartAsync();
        var phone = await town.PhoneAsync("201", takesTalk: true);
        var (_, first) = await town.TalkAsync(phone);
        var other = await town.PhoneAsync("202");
        await using var caller = new RtpPeer(TestExchange.TrunkAddress);
        await town.CallLineAsync(caller);
        await other.RingAsync();
        var second = town.Exchange.Exchange.Feed.Live.Single(live => live.Id != first).Id;
        await using var firstSound = phone.KeepSound();

        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(second, "201"));
        await phone.ForgetRingAsync();
        await phone.LiftedAsync();
        await phone.AnswerAsync();
        await other.CancelledAsync();
        RtpPeer[] parties = [town.Resident, firstSound, caller, phone.Sound];
        await Humming.ExpectAsync(parties, [], [], [3], [2]);
        await Humming.ExpectMusicAsync(town.Resident);
        Assert.Equal(second, town.Exchange.Exchange.Switchboard.CallOf("201"));

        Assert.IsType<ControlAnswer.Done>(town.Control.Resume(first, "201"));
        await Humming.ExpectAsync(parties, [1], [0], [], []);
        Assert.True(town.Exchange.Exchange.Switchboard.HangUp(second));
        await TestExchange.Until(() => town.Exchange.Exchange.Switchboard.CallOf("201") == first);
        await Humming.ExpectAsync([town.Resident, firstSound], [1], [0]);
        Assert.True(town.Exchange.Exchange.Switchboard.HangUp(first));
        await TestExchange.Until(() => town.Exchange.Exchange.Switchboard.CallOf("201") is null);
    }

    [Fact]
    public async Task When_the_second_does_not_come_about_the_first_is_taken_back()
    {
        await using var town = await ControlTown.StartAsync();
        var phone = await town.PhoneAsync("201");
        var (_, first) = await town.TalkAsync(phone);
        var other = await town.PhoneAsync("202");
        await using var caller = new RtpPeer(TestExchange.TrunkAddress);
        await town.CallLineAsync(caller);
        await other.RingAsync();
        var second = town.Exchange.Exchange.Feed.Live.Single(live => live.Id != first).Id;
        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(second, "201"));
        await phone.ForgetRingAsync();
        phone.Refuse(486);
        await Humming.ExpectAsync([town.Resident, phone.Sound], [1], [0]);
        Assert.Equal(first, town.Exchange.Exchange.Switchboard.CallOf("201"));
        await other.AnswerAsync();
        await Humming.ExpectAsync([caller, other.Sound], [1], [0]);
    }

    [Fact]
    public async Task Who_was_on_hold_before_stays_on_hold_when_the_second_does_not_come_about()
    {
        await using var town = await ControlTown.StartAsync();
        var phone = await town.PhoneAsync("201");
        var (_, first) = await town.TalkAsync(phone);
        Assert.IsType<ControlAnswer.Done>(town.Control.Hold(first, "201"));
        var other = await town.PhoneAsync("202");
        await using var caller = new RtpPeer(TestExchange.TrunkAddress);
        await town.CallLineAsync(caller);
        await other.RingAsync();
        var second = town.Exchange.Exchange.Feed.Live.Single(live => live.Id != first).Id;
        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(second, "201"));
        await phone.ForgetRingAsync();
        phone.Refuse(486);
        await TestExchange.Until(() => town.Exchange.Exchange.Switchboard.CallOf("201") == first);
        await Humming.ExpectMusicAsync(town.Resident);
        Assert.Equal("201", town.Exchange.Exchange.Feed.Find(first)?.HeldBy);
    }

    [Fact]
    public async Task A_second_call_that_is_over_before_it_begins_leaves_nothing_behind()
    {
        await using var town = await ControlTown.StartAsync();
        var phone = await town.PhoneAsync("201");
        var (_, first) = await town.TalkAsync(phone);
        var other = await town.PhoneAsync("202");
        var deaf = await town.PhoneAsync("203");
        var call = await deaf.RingOutAsync("202", TestExchange.Sdp(TestPhone.Address, deaf.Sound.Port)
            .Replace("AVP 8 101", "AVP 97 101\r\na=rtpmap:97 unknown/8000", StringComparison.Ordinal));
        await other.RingAsync();
        var second = town.Exchange.Exchange.Feed.Live.Single(live => live.Id != first).Id;
        await using var firstSound = phone.KeepSound();
        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(second, "201"));
        await phone.ForgetRingAsync();
        await phone.AnswerAsync();   // and only now it shows that they have no codec in common
        await phone.HungUpAsync();
        await TestExchange.Until(() => town.Exchange.Exchange.Switchboard.CallOf("201") == first);
        Assert.True(town.Exchange.Exchange.Switchboard.HangUp(first));
        await TestExchange.Until(() => town.Exchange.Exchange.Switchboard.CallOf("201") is null);
        _ = call;
    }

    [Fact]
    public async Task A_phone_that_is_tried_answers_for_itself()
    {
        await using var town = await ControlTown.StartAsync();
        var phone = await town.PhoneAsync("201", takesTalk: true);
        await town.PhoneAsync("202");
        var order = new RobotCallOut(
            Guid.CreateVersion7(), "", "privolsk", Language.Russian, _ => Task.CompletedTask, TrialExtension: "201");
        var begun = Assert.IsType<RobotCallAnswer.Begun>(town.Exchange.Exchange.Switchboard.Call(order));
        await phone.RingAsync();
        var taken = Assert.IsType<ControlAnswer.Conflict>(town.Control.PickUp(order.Id, "202"));
        Assert.Equal((ControlRefusal.Taken, "201"), (taken.Reason, taken.By));
        // Its own person may lift it from the console.
        await TestExchange.Until(() => town.Control.PickUp(order.Id, "201") is ControlAnswer.Done);
        await phone.LiftedAsync();
        await phone.AnswerAsync();
        await phone.HungUpAsync();
        Assert.Equal(RobotReach.Answered, (await begun.End).Reach);
        Assert.Null(town.Exchange.Exchange.Switchboard.CallOf("201"));
    }

    [Fact]
    public async Task A_permanent_line_has_one_call_and_says_so()
    {
        await using var town = await ControlTown.StartAsync();
        var phone = await town.PhoneAsync("201");
        Assert.Equal(200, (await phone.CallAsync("109")).Final.Status);
        await town.CallLineAsync();
        await town.UntilAsync(live => live.State == LiveState.Ringing);
        var first = town.Live.Id;
        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(first, "201"));
        await town.UntilAsync(live => live is { Extension: "201", State: LiveState.Talking });
        var other = await town.PhoneAsync("202");
        await using var caller = new RtpPeer(TestExchange.TrunkAddress);
        await town.CallLineAsync(caller);
        await other.RingAsync();
        var second = town.Exchange.Exchange.Feed.Live.Single(live => live.Id != first).Id;
        var busy = Assert.IsType<ControlAnswer.Conflict>(town.Control.PickUp(second, "201"));
        Assert.Equal((ControlRefusal.Busy, "201"), (busy.Reason, busy.By));
        await Humming.ExpectAsync([town.Resident, phone.Sound], [1], [0]);
    }

    [Fact]
    public void A_phone_has_two_calls_at_most_and_is_free_when_the_last_is_over()
    {
        var inUse = new PhonesInUse();
        var freed = 0;
        var left = new List<Guid>();
        (inUse.OnFreed, inUse.OnLeft) = (() => freed++, (_, call) => left.Add(call));
        var (one, two, three) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        Assert.False(inUse.TryAskSecond("201", one));
        Assert.True(inUse.TryTake("201", one));
        Assert.False(inUse.TryTake("201", one));
        Assert.False(inUse.TryTake("201", two));
        Assert.True(inUse.TryAskSecond("201", two));
        Assert.False(inUse.TryAskSecond("201", three));
        inUse.Release("201", two);
        Assert.Empty(left);
        Assert.True(inUse.TryTake("201", two));
        Assert.Equal(two, inUse.CallOf("201"));
        inUse.GiveUpSecond("201", two);
        inUse.Release("201", one);
        Assert.Equal((0, two), (freed, inUse.CallOf("201")));
        inUse.Release("201", two);
        Assert.Equal([one, two], left);
        Assert.Equal((1, null), (freed, inUse.CallOf("201")));
    }

    [Fact]
    public void A_second_call_that_is_given_up_after_the_first_is_over_frees_the_phone()
    {
        var inUse = new PhonesInUse();
        var told = new List<string>();
        (inUse.OnFreed, inUse.OnLeft) = (() => told.Add("freed"), (extension, _) => told.Add(extension));
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.True(inUse.TryTake("201", one));
        Assert.True(inUse.TryAskSecond("201", two));
        Assert.True(inUse.IsIn("201", one) && !inUse.IsIn("201", two));
        inUse.Release("201", one);
        Assert.Equal(["201"], told);
        inUse.GiveUpSecond("201", two);
        Assert.Equal(["201", "201", "freed"], told);
        inUse.GiveUpSecond("201", two);
        Assert.Equal(3, told.Count);
        Assert.Null(inUse.CallOf("201"));
    }
}
