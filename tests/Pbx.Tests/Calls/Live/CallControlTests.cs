using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Queues;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>
/// Hold, transfer, question, conference, pick-up, supervisor, permanent line: each party hums its own tone, and what
/// each hears says who hears whom. The call, its record and its recording stay.
/// </summary>
public sealed class CallControlTests
{
    /// <summary>What only the asked colleague hears.</summary>
    private const double AskingHertz = 2500;

    private static readonly int[] Nobody = [];

    [Fact]
    public async Task A_held_resident_hears_music_and_comes_back()
    {
        await using var town = await ControlTown.StartAsync();
        var phone = await town.PhoneAsync("201");
        var (call, id) = await town.TalkAsync(phone);
        RtpPeer[] parties = [town.Resident, phone.Sound];
        await Humming.ExpectAsync(parties, [1], [0]);

        Assert.IsType<ControlAnswer.Done>(town.Control.Hold(id, "201"));
        Assert.IsType<ControlAnswer.Done>(town.Control.Hold(id, "201"));
        Assert.Equal("201", town.Live.HeldBy);
        await Humming.ExpectMusicAsync(town.Resident);
        await Humming.ExpectAsync(parties, Nobody, Nobody);

        Assert.IsType<ControlAnswer.Done>(town.Control.Resume(id, "201"));
        Assert.Null(town.Live.HeldBy);
        await Humming.ExpectAsync(parties, [1], [0]);
        town.Trunk.Send(call.Bye());
        await phone.HungUpAsync();
    }

    [Fact]
    public async Task A_blind_transfer_passes_the_resident_on_and_frees_the_phone()
    {
        await using var town = await ControlTown.StartAsync(withDatabase: true);
        var first = await town.PhoneAsync("201");
        var (call, id) = await town.TalkAsync(first);
        var second = await town.PhoneAsync("202");
        Assert.IsType<ControlAnswer.Done>(town.Control.Transfer(id, "201", "202"));
        await first.HungUpAsync();
        Assert.IsType<ControlAnswer.Done>(town.Control.Transfer(id, "201", "202"));
        Assert.Null(town.Exchange.Exchange.Switchboard.CallOf("201"));
        await second.AnswerAsync();
        await town.UntilAsync(live => live is { Extension: "202", State: LiveState.Talking });
        await Humming.ExpectAsync([town.Resident, second.Sound], [1], [0]);
        Assert.Equal(id, town.Exchange.Exchange.Switchboard.CallOf("202"));

        town.Trunk.Send(call.Bye());
        await second.HungUpAsync();
        await town.Exchange.DrainedAsync();
        var database = Assert.IsType<FreshDatabase>(town.Database);
        Assert.Equal("answered 202 201>202", await database.ScalarAsync<string>("""
            select outcome || ' ' || extension || ' ' || (transfers->0->>'by') || '>' || (transfers->0->>'to')
            from pbx.calls
            """));
        Assert.Equal("201", await database.ScalarAsync<string>(
            "select payload->>'extension' from pbx.outbox where type = 'CallAnswered'"));
    }

    [Fact]
    public async Task Nobody_answers_a_transfer_and_it_comes_back_to_whoever_made_it()
    {
        await using var town = await ControlTown.StartAsync(
            o => o.Calls.TransferRingMax = TimeSpan.FromSeconds(1));
        var first = await town.PhoneAsync("201");
        var (call, id) = await town.TalkAsync(first);
        var second = await town.PhoneAsync("202");
        Assert.IsType<ControlAnswer.Done>(town.Control.Transfer(id, "201", "202"));
        await first.HungUpAsync();
        await second.RingAsync();
        await Humming.ExpectMusicAsync(town.Resident);
        await second.CancelledAsync();
        await first.ForgetAsync();
        await first.AnswerAsync();
        await Humming.ExpectAsync([town.Resident, first.Sound], [1], [0]);
        Assert.Equal("201", town.Live.Extension);
        Assert.Equal(MoveKind.RingBack, town.Live.LastMove?.Kind);
        town.Trunk.Send(call.Bye());
        await first.HungUpAsync();
    }

    [Fact]
    public async Task A_transfer_to_a_line_is_answered_by_the_line()
    {
        await using var town = await ControlTown.StartAsync();
        var first = await town.PhoneAsync("201");
        var (call, id) = await town.TalkAsync(first);
        Assert.IsType<ControlAnswer.Done>(town.Control.Transfer(id, "201", "emergency"));
        await first.HungUpAsync();
        await town.UntilAsync(live => live.State is LiveState.Waiting or LiveState.Ringing);
        var second = await town.PhoneAsync("202");
        await first.ForgetAsync();
        await first.RingAsync();
        await second.AnswerAsync();
        await first.CancelledAsync();
        await town.UntilAsync(live => live is { Extension: "202", State: LiveState.Talking });
        await Humming.ExpectAsync([town.Resident, second.Sound], [1], [0]);
        town.Trunk.Send(call.Bye());
        await second.HungUpAsync();
    }

    [Fact]
    public async Task A_transfer_outside_goes_through_the_dial_plan()
    {
        await using var town = await ControlTown.StartAsync();
        var phone = await town.PhoneAsync("201");
        var (_, id) = await town.TalkAsync(phone);
        var refused = Assert.IsType<ControlAnswer.Conflict>(town.Control.Transfer(id, "201", "+5352345678"));
        Assert.Equal(ControlRefusal.BadTarget, refused.Reason);
        Assert.IsType<ControlAnswer.Done>(town.Control.Transfer(id, "201", "8 937 000-00-31"));
        await phone.HungUpAsync();
        var invite = await town.Trunk.ReceiveFinalAsync();
        Assert.StartsWith("INVITE sip:+79370000031@", invite.StartLine, StringComparison.Ordinal);
        await using var crew = new RtpPeer(TestExchange.TrunkAddress);
        town.Trunk.Send(town.Trunk.Response(invite, 200, "c1", TestExchange.Sdp(TestExchange.TrunkAddress, crew.Port)));
        Assert.Equal("ACK", (await town.Trunk.ReceiveFinalAsync()).Method);
        await Humming.ExpectAsync([town.Resident, crew], [1], [0]);
        Assert.True(town.Exchange.Exchange.Switchboard.HangUp(id));
        Assert.Equal("BYE", (await town.Trunk.ReceiveFinalAsync()).Method);
    }

    [Fact]
    public async Task A_colleague_is_asked_then_all_three_talk_then_one_is_dropped()
    {
        await using var town = await ControlTown.StartAsync();
        var first = await town.PhoneAsync("201");
        var (call, id) = await town.TalkAsync(first);
        var second = await town.PhoneAsync("202");
        Assert.IsType<ControlAnswer.Done>(town.Control.Consult(id, "201", "202"));
        await Humming.ExpectMusicAsync(town.Resident);
        await second.AnswerAsync();
        await town.UntilAsync(live => live.Parties.Count == 2);
        RtpPeer[] parties = [town.Resident, first.Sound, second.Sound];
        await Humming.ExpectAsync(parties, Nobody, [2], [1]);
        Assert.Equal("201", town.Live.Extension);
        await first.Sound.SpeakAsync(Humming.Tone(AskingHertz, 1.5));   // said while the resident hears music

        Assert.IsType<ControlAnswer.Done>(town.Control.Join(id, "201"));
        await Humming.ExpectAsync(parties, [1, 2], [0, 2], [0, 1]);

        Assert.IsType<ControlAnswer.Done>(town.Control.Drop(id, "201", "202"));
        await second.HungUpAsync();
        await Humming.ExpectAsync([town.Resident, first.Sound], [1], [0]);
        Assert.IsType<ControlAnswer.Gone>(town.Control.Drop(id, "201", "202"));

        town.Trunk.Send(call.Bye());
        var ended = await town.Exchange.EndedAsync();
        await RecordingHoldsAsync(town, Assert.NotNull(ended.RecordingId), [Humming.HertzOf(0)],
            [Humming.HertzOf(1), Humming.HertzOf(2), AskingHertz]);
    }

    [Fact]
    public async Task An_asked_colleague_takes_the_call_over_or_it_is_taken_back()
    {
        await using var town = await ControlTown.StartAsync();
        var first = await town.PhoneAsync("201");
        var (call, id) = await town.TalkAsync(first);
        var second = await town.PhoneAsync("202");
        Assert.IsType<ControlAnswer.Done>(town.Control.Consult(id, "201", "202"));
        await second.RingAsync();
        Assert.IsType<ControlAnswer.Done>(town.Control.Resume(id, "201"));
        await second.CancelledAsync();
        await Humming.ExpectAsync([town.Resident, first.Sound], [1], [0]);

        await second.ForgetAsync();
        Assert.IsType<ControlAnswer.Done>(town.Control.Consult(id, "201", "202"));
        await second.AnswerAsync();
        await town.UntilAsync(live => live.Parties.Count == 2);
        Assert.IsType<ControlAnswer.Done>(town.Control.Complete(id, "201"));
        Assert.IsType<ControlAnswer.Done>(town.Control.Complete(id, "201"));
        await first.HungUpAsync();
        await Humming.ExpectAsync([town.Resident, second.Sound], [1], [0]);
        Assert.Equal("202", town.Live.Extension);
        town.Trunk.Send(call.Bye());
        await second.HungUpAsync();
    }

    [Fact]
    public async Task A_supervisor_listens_whispers_and_joins()
    {
        await using var town = await ControlTown.StartAsync(o => o.Calls.SupervisorsMax = 1);
        var phone = await town.PhoneAsync("201");
        var (call, id) = await town.TalkAsync(phone);
        var supervisor = await town.PhoneAsync("203");
        await town.PhoneAsync("202");
        Assert.IsType<ControlAnswer.Done>(town.Control.Supervise(id, "203", SupervisorMode.Listen));
        var full = Assert.IsType<ControlAnswer.Conflict>(town.Control.Supervise(id, "202", SupervisorMode.Listen));
        Assert.Equal(ControlRefusal.Full, full.Reason);
        await supervisor.AnswerAsync();
        await town.UntilAsync(live => live.Parties.Any(p => p is { Name: "203", Role: PartyRole.Listener }));
        RtpPeer[] parties = [town.Resident, phone.Sound, supervisor.Sound];
        await Humming.ExpectAsync(parties, [1], [0], [0, 1]);

        Assert.IsType<ControlAnswer.Done>(town.Control.Supervise(id, "203", SupervisorMode.Whisper));
        await Humming.ExpectAsync(parties, [1], [0, 2], [0, 1]);

        Assert.IsType<ControlAnswer.Done>(town.Control.Supervise(id, "203", SupervisorMode.Barge));
        await Humming.ExpectAsync(parties, [1, 2], [0, 2], [0, 1]);
        Assert.Equal("201", town.Live.Extension);

        await supervisor.HangUpAsync();
        await Humming.ExpectAsync([town.Resident, phone.Sound], [1], [0]);
        town.Trunk.Send(call.Bye());
        await phone.HungUpAsync();
    }

    [Fact]
    public async Task Another_phone_picks_a_ringing_call_up_and_only_one_can()
    {
        await using var town = await ControlTown.StartAsync(o => o.Extensions =
            [.. o.Extensions.Select(e => e with { AnswersItself = e.User == "202" })]);
        var first = await town.PhoneAsync("201");
        var call = await town.CallLineAsync();
        await first.RingAsync();
        var id = town.Live.Id;
        var second = await town.PhoneAsync("202");
        var third = await town.PhoneAsync("203");
        await second.RingAsync();
        await third.RingAsync();
        var lift = Assert.IsType<ControlAnswer.Conflict>(town.Control.PickUp(id, "203"));
        Assert.Equal(ControlRefusal.LiftHandset, lift.Reason);
        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(id, "202"));
        var late = Assert.IsType<ControlAnswer.Conflict>(town.Control.PickUp(id, "203"));
        Assert.Equal((ControlRefusal.Taken, "202"), (late.Reason, late.By));

        var ringing = second.Ringing;
        var wished = await second.RingAsync();
        Assert.Contains("answer-after=0", wished["Call-Info"], StringComparison.Ordinal);
        await second.AnswerAsync();
        await first.CancelledAsync();
        await third.CancelledAsync();
        second.AnswerCancelOf(ringing);
        await town.UntilAsync(live => live is { Extension: "202", State: LiveState.Talking });
        await Humming.ExpectAsync([town.Resident, second.Sound], [1], [0]);
        var taken = Assert.IsType<ControlAnswer.Conflict>(town.Control.PickUp(id, "203"));
        Assert.Equal((ControlRefusal.Taken, "202"), (taken.Reason, taken.By));
        town.Trunk.Send(call.Bye());
        await second.HungUpAsync();
    }

    [Fact]
    public async Task A_dispatcher_who_hangs_up_on_a_held_resident_is_rung_back_then_the_line_then_a_callback()
    {
        await using var town = await ControlTown.StartAsync(
            o => o.Calls.TransferRingMax = TimeSpan.FromSeconds(1), withDatabase: true);
        town.Exchange.Exchange.Queues.Replace(
            new QueueSet([Queue.Dispatchers with { Patience = TimeSpan.FromSeconds(2) }], []));
        var phone = await town.PhoneAsync("201");
        var (_, id) = await town.TalkAsync(phone);
        Assert.IsType<ControlAnswer.Done>(town.Control.Hold(id, "201"));
        await phone.HangUpAsync();
        await phone.ForgetAsync();
        await phone.RingAsync();
        phone.Refuse(486);
        await town.UntilAsync(live => live.LastMove is { Kind: MoveKind.Line });
        await TestExchange.Until(() => town.Exchange.Exchange.LiveCallCount == 0);
        Assert.Equal("BYE", (await town.ByeAsync()).Method);
        await town.Exchange.DrainedAsync();
        var database = Assert.IsType<FreshDatabase>(town.Database);
        Assert.Equal("missed LeftAlone", await database.ScalarAsync<string>(
            "select outcome || ' ' || ending from pbx.calls"));
        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from pbx.outbox where type = 'CallMissed'"));
    }

    [Fact]
    public async Task A_permanent_line_hears_silence_then_a_beep_and_the_call_it_answers_from_the_console()
    {
        await using var town = await ControlTown.StartAsync();
        var phone = await town.PhoneAsync("201");
        var (ok, own) = await phone.CallAsync("109");
        Assert.Equal(200, ok.Status);
        var call = await town.CallLineAsync();
        await town.UntilAsync(live => live.State == LiveState.Ringing);
        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(town.Live.Id, "201"));
        await town.UntilAsync(live => live is { Extension: "201", State: LiveState.Talking });
        await Humming.ExpectAsync([town.Resident, phone.Sound], [1], [0]);
        town.Trunk.Send(call.Bye());
        Assert.Equal(200, (await town.Trunk.ReceiveFinalAsync()).Status);
        await town.Exchange.EndedAsync();
        await phone.Peer.ExpectNothingAsync();

        var again = await town.CallLineAsync();
        await town.UntilAsync(live => live.State == LiveState.Ringing);
        Assert.IsType<ControlAnswer.Done>(town.Control.PickUp(town.Live.Id, "201"));
        await Humming.ExpectAsync([town.Resident, phone.Sound], [1], [0]);
        phone.Peer.Send(own.Bye());
        Assert.Equal(200, (await phone.Peer.ReceiveFinalAsync()).Status);
        Assert.Equal("BYE", (await town.ByeAsync()).Method);
        _ = again;
    }

    private static async Task RecordingHoldsAsync(
        ControlTown town, Guid recording, IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        var recordings = town.Exchange.Exchange.Recordings;
        await TestExchange.Until(() => recordings.TryOpen(recording) is { Ended: true });
        using var stream = new MemoryStream();
        Assert.True(await recordings.WriteWavAsync(recording, stream, CancellationToken.None));
        var wav = WavAudio.Read(stream.ToArray());
        Assert.All(left, hertz => Assert.True(Humming.IsIn(wav.Channels[0], hertz), $"left {hertz}"));
        Assert.All(right, hertz => Assert.True(Humming.IsIn(wav.Channels[1], hertz), $"right {hertz}"));
    }
}
