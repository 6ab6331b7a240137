using Zhkh.Pbx.Calls;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>
/// Telephones that change places by themselves: INVITE with Replaces (RFC 3891), REFER with Replaces while the second
/// call still rings. Each party hums its own tone.
/// </summary>
public sealed class PhonePlacesTests
{
    [Fact]
    public async Task A_phone_picks_up_what_rings_at_another_by_naming_its_dialog()
    {
        await using var town = await ControlTown.StartAsync();
        var first = await town.PhoneAsync("201");
        var call = await town.CallLineAsync();
        await first.RingAsync();
        var second = await town.PhoneAsync("202");
        await second.RingAsync();
        second.Refuse(486);
        Assert.Equal("ACK", (await second.Peer.ReceiveAsync()).Method);

        var (ok, own) = await second.CallAsync("201", first.Place + ";early-only");
        Assert.Equal(200, ok.Status);
        await first.CancelledAsync();
        await town.UntilAsync(live => live is { Extension: "202", State: LiveState.Talking });
        await Humming.ExpectAsync([town.Resident, second.Sound], [1], [0]);
        Assert.Equal(town.Live.Id, town.Exchange.Exchange.Switchboard.CallOf("202"));
        second.Peer.Send(own.Bye());
        Assert.Equal("BYE", (await town.ByeAsync()).Method);
        _ = call;
    }

    [Fact]
    public async Task A_phone_takes_the_place_of_one_that_talks_and_the_call_stays()
    {
        await using var town = await ControlTown.StartAsync();
        var first = await town.PhoneAsync("201");
        var (call, id) = await town.TalkAsync(first);
        Assert.IsType<ControlAnswer.Done>(town.Control.Hold(id, "201"));
        var second = await town.PhoneAsync("202");

        Assert.Equal(486, (await second.CallAsync("201", first.Place + ";early-only")).Final.Status);
        var (ok, _) = await second.CallAsync("201", first.Place);
        Assert.Equal(200, ok.Status);
        await first.HungUpAsync();
        await town.UntilAsync(live => live is { Extension: "202", HeldBy: "202" });
        Assert.Equal((MoveKind.Attended, "201", "202"),
            (town.Live.LastMove!.Kind, town.Live.LastMove.By, town.Live.LastMove.To));
        Assert.Null(town.Exchange.Exchange.Switchboard.CallOf("201"));
        Assert.IsType<ControlAnswer.Done>(town.Control.Resume(id, "202"));
        await Humming.ExpectAsync([town.Resident, second.Sound], [1], [0]);
        Assert.Equal(id, town.Live.Id);
        town.Trunk.Send(call.Bye());
        Assert.Equal("BYE", (await second.Peer.ReceiveFinalAsync()).Method);
    }

    [Fact]
    public async Task Another_organisation_s_phone_and_a_busy_one_have_nobody_s_place()
    {
        await using var town = await ControlTown.StartAsync(o => o.Extensions =
        [
            .. o.Extensions.Select(e => e.User == "203" ? e with { Organisation = "khmelnytske" } : e),
        ]);
        var first = await town.PhoneAsync("201");
        var (call, _) = await town.TalkAsync(first);
        var stranger = await town.PhoneAsync("203");
        Assert.Equal(403, (await stranger.CallAsync("201", first.Place)).Final.Status);

        var busy = await town.PhoneAsync("202");
        await busy.CallAsync("700");
        Assert.Equal(486, (await busy.CallAsync("201", first.Place)).Final.Status);
        var resident = $"Replaces: {call.CallId};to-tag={call.ToTag};from-tag={call.FromTag}";
        Assert.Equal(403, (await busy.CallAsync("201", resident)).Final.Status);
        await Humming.ExpectAsync([town.Resident, first.Sound], [1], [0]);
    }

    [Fact]
    public async Task A_phone_puts_its_two_calls_together_and_the_call_of_the_resident_stays()
    {
        await using var town = await ControlTown.StartAsync();
        var first = await town.PhoneAsync("201");
        var (call, id) = await town.TalkAsync(first);
        var second = await town.PhoneAsync("202");
        var asking = await first.RingOutAsync("202");
        await second.AnswerAsync();
        asking.Learn(await first.Peer.ReceiveFinalAsync());
        first.Peer.Send(asking.Ack());
        await TestExchange.Until(() => town.Exchange.Exchange.Feed.Live.Count(live => live.Parties.Count == 2) == 1);

        Assert.Equal(202, (await first.ReferAsync(ReferTo(asking))).Status);
        await TestExchange.Until(() => town.Exchange.Exchange.LiveCallCount == 1);
        await Humming.ExpectAsync([town.Resident, second.Sound], [1], [0]);
        Assert.Equal((id, "202"), (town.Live.Id, town.Live.Extension));
        Assert.Equal(id, town.Exchange.Exchange.Switchboard.CallOf("202"));
        town.Trunk.Send(call.Bye());
        await second.HungUpAsync();
    }

    [Fact]
    public async Task A_transfer_to_a_call_that_still_rings_is_done_when_it_is_answered()
    {
        await using var town = await ControlTown.StartAsync();
        var first = await town.PhoneAsync("201");
        var (call, _) = await town.TalkAsync(first);
        var second = await town.PhoneAsync("202");
        var asking = await first.RingOutAsync("202");
        await second.RingAsync();

        Assert.Equal(202, (await first.ReferAsync(ReferTo(asking))).Status);
        Assert.Equal(["100", "180"], new[] { await first.NotifiedAsync(), await first.NotifiedAsync() });
        await Humming.ExpectAsync([town.Resident, first.Sound], [1], [0]);
        await second.AnswerAsync();
        var told = await GatherAsync(first, asking, 3);

        Assert.StartsWith("SIP/2.0 200", told["NOTIFY"].Body, StringComparison.Ordinal);
        Assert.Equal(487, told["refusal"].Status);
        Assert.True(told.ContainsKey("BYE"));
        await Humming.ExpectAsync([town.Resident, second.Sound], [1], [0]);
        Assert.Equal("202", town.Live.Extension);
        town.Trunk.Send(call.Bye());
        await second.HungUpAsync();
    }

    [Fact]
    public async Task Nobody_answers_and_the_phone_that_wished_it_still_has_its_call()
    {
        await using var town = await ControlTown.StartAsync();
        var first = await town.PhoneAsync("201");
        var (call, id) = await town.TalkAsync(first);
        var second = await town.PhoneAsync("202");
        var asking = await first.RingOutAsync("202");
        await second.RingAsync();
        Assert.Equal(202, (await first.ReferAsync(ReferTo(asking))).Status);
        Assert.Equal(["100", "180"], new[] { await first.NotifiedAsync(), await first.NotifiedAsync() });
        var moving = Assert.IsType<ControlAnswer.Conflict>(town.Control.Consult(id, "201", "202"));
        Assert.Equal(ControlRefusal.Moving, moving.Reason);
        second.Refuse(486);

        var told = await GatherAsync(first, asking, 2);
        Assert.StartsWith("SIP/2.0 486", told["NOTIFY"].Body, StringComparison.Ordinal);
        Assert.Equal(486, told["refusal"].Status);
        await Humming.ExpectAsync([town.Resident, first.Sound], [1], [0]);
        Assert.Equal("201", town.Exchange.Exchange.Feed.Find(id)?.Extension);
        Assert.Equal(603, (await first.ReferAsync(ReferTo(asking))).Status);
        town.Trunk.Send(call.Bye());
        await first.HungUpAsync();
    }

    [Fact]
    public async Task Who_wished_it_hangs_up_and_the_resident_waits_for_the_answer()
    {
        await using var town = await ControlTown.StartAsync();
        var first = await town.PhoneAsync("201");
        var (call, _) = await town.TalkAsync(first);
        var second = await town.PhoneAsync("202");
        var asking = await first.RingOutAsync("202");
        await second.RingAsync();
        Assert.Equal(202, (await first.ReferAsync(ReferTo(asking))).Status);
        Assert.Equal(["100", "180"], new[] { await first.NotifiedAsync(), await first.NotifiedAsync() });
        first.Peer.Send(asking.Cancel());
        var ends = new[] { await first.Peer.ReceiveFinalAsync(), await first.Peer.ReceiveFinalAsync() };
        Assert.Equal([200, 487], ends.Select(end => end.Status).Order());
        first.Peer.Send(asking.AckRefusal(ends.Single(end => end.Status == 487)));
        await first.HangUpAsync();
        await Humming.ExpectMusicAsync(town.Resident);
        await second.AnswerAsync();
        await Humming.ExpectAsync([town.Resident, second.Sound], [1], [0]);
        town.Trunk.Send(call.Bye());
        await second.HungUpAsync();
    }

    /// <summary>What comes at the end, in any order: NOTIFY, BYE, the refusal of the second call.</summary>
    private static async Task<Dictionary<string, WireMessage>> GatherAsync(
        TestPhone phone, WirePeerCall asking, int count)
    {
        var told = new Dictionary<string, WireMessage>();
        while (told.Count < count)
        {
            var message = await phone.Peer.ReceiveFinalAsync();
            told[message.Status == 0 ? message.Method : "refusal"] = message;
            phone.Peer.Send(message.Status == 0 ? phone.Peer.Response(message, 200, "") : asking.AckRefusal(message));
        }

        return told;
    }

    private static string ReferTo(WirePeerCall call) =>
        $"sip:202@x?Replaces={call.CallId}%3Bto-tag%3D{call.ToTag}%3Bfrom-tag%3D{call.FromTag}";
}
