using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>A resident and a dispatcher come together: through the line, by a call back, between phones.</summary>
public sealed class PersonTests : IAsyncLifetime
{
    private FreshDatabase _database = null!;
    private TestExchange _exchange = null!;
    private WirePeer _trunk = null!;
    private RtpPeer _resident = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        // The operator's own port must be known before the exchange: calls out go there.
        using var probe = new WirePeer(new(System.Net.IPAddress.Loopback, 1), TestExchange.TrunkAddress);
        var port = probe.Local.Port;
        probe.Dispose();
        _exchange = await TestExchange.StartAsync(
            o =>
            {
                o.TrunkOut = new Trunk(
                    "test", new(System.Net.IPAddress.Parse(TestExchange.TrunkAddress), port));
                o.Routes["700"] = new InboundRoute(
                    call => _exchange.Exchange.Lines.JoinAsync(call, "dispatchers", [], call.HangUp), "privolsk");
            }, _database.System);
        _trunk = _exchange.Trunk(port);
        _resident = new RtpPeer(TestExchange.TrunkAddress);
    }

    public async ValueTask DisposeAsync()
    {
        _trunk.Dispose();
        await _resident.DisposeAsync();
        await _exchange.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Two_phones_ring_one_answers_and_both_sides_hear_each_other()
    {
        await using var first = await PhoneAsync("201");
        await using var second = await PhoneAsync("202");
        var call = await CallLineAsync();
        var invite = await first.RingAsync();
        Assert.Contains("+79370000030", invite["From"], StringComparison.Ordinal);
        await second.RingAsync();
        await first.AnswerAsync();
        var cancel = await second.CancelledAsync();
        Assert.Equal("SIP;cause=200;text=\"Call completed elsewhere\"", cancel["Reason"]);

        await Humming.ExpectAsync([_resident, first.Sound], [1], [0]);
        Assert.Equal("201", Assert.Single(_exchange.Exchange.Feed.Live).Extension);

        _trunk.Send(call.Bye());
        await first.HungUpAsync();
        await RowAsync("answered", "CallAnswered CallFinished");
        Assert.Equal("201", await _database.ScalarAsync<string>("select extension from pbx.calls"));
    }

    [Fact]
    public async Task A_device_that_says_nothing_does_not_keep_the_dispatcher_from_the_caller()
    {
        await using var dead = await PhoneAsync("201");
        await using var phone = await PhoneAsync("201");
        var call = await CallLineAsync();
        await phone.AnswerAsync();
        await Humming.ExpectAsync([_resident, phone.Sound], [1], [0]);
        _trunk.Send(call.Bye());
        await phone.HungUpAsync();
    }

    [Fact]
    public async Task While_the_dispatcher_holds_the_resident_hears_music()
    {
        await using var phone = await PhoneAsync("201");
        var call = await CallLineAsync();
        await phone.AnswerAsync();
        await Humming.ExpectAsync([_resident, phone.Sound], [1], [0]);
        var held = TestExchange.Sdp(TestPhone.Address, phone.Sound.Port) + "a=sendonly\r\n";
        var ok = await phone.ReInviteAsync(held);
        Assert.Equal(200, ok.Status);
        Assert.Contains("a=recvonly", ok.Body, StringComparison.Ordinal);

        await Humming.ExpectMusicAsync(_resident);

        ok = await phone.ReInviteAsync(TestExchange.Sdp(TestPhone.Address, phone.Sound.Port) + "a=sendrecv\r\n");
        Assert.Contains("a=sendrecv", ok.Body, StringComparison.Ordinal);
        await Humming.ExpectAsync([_resident, phone.Sound], [1], [0]);
        _trunk.Send(call.Bye());
        await phone.HungUpAsync();
    }

    [Fact]
    public async Task A_phone_that_answers_our_offer_with_another_port_or_a_hold_is_followed()
    {
        await using var phone = await PhoneAsync("201");
        var call = await CallLineAsync();
        await phone.AnswerAsync();
        await Humming.ExpectAsync([_resident, phone.Sound], [1], [0]);
        await phone.MoveSoundAsync();
        await phone.ReInviteLateAsync(TestExchange.Sdp(TestPhone.Address, phone.Sound.Port));
        await Humming.ExpectAsync([_resident, phone.Sound], [1], [0]);

        await phone.ReInviteLateAsync(TestExchange.Sdp(TestPhone.Address, phone.Sound.Port) + "a=sendonly\r\n");
        await TestExchange.Until(() => _exchange.Exchange.Feed.Live.Single().HeldBy == "201");
        await Humming.ExpectMusicAsync(_resident);
        _trunk.Send(call.Bye());
        await phone.HungUpAsync();
    }

    [Fact]
    public async Task A_call_back_rings_the_dispatcher_first_then_the_resident_and_tells_its_tag()
    {
        await using var phone = await PhoneAsync("201");
        var answer = _exchange.Exchange.Switchboard.Call(
            new CallOut("201", "8 (937) 000-00-30", "privolsk", "4406030", "callback:1"));
        var begun = Assert.IsType<CallOutAnswer.Begun>(answer);
        Assert.Contains("+79370000030", (await phone.RingAsync())["From"], StringComparison.Ordinal);
        await phone.AnswerAsync();

        var invite = await _trunk.ReceiveFinalAsync();
        Assert.Equal("INVITE", invite.Method);
        Assert.StartsWith(
            $"INVITE sip:+79370000030@{TestExchange.TrunkAddress}", invite.StartLine, StringComparison.Ordinal);
        Assert.StartsWith("sip:100@", invite.Uri("From"), StringComparison.Ordinal);
        _trunk.Send(_trunk.Response(invite, 180, "r1"));
        await phone.Sound.HearAsync(h => Loudness(h) > 100, TimeSpan.FromSeconds(10));
        _trunk.Send(_trunk.Response(invite, 200, "r1", TestExchange.Sdp(TestExchange.TrunkAddress, _resident.Port)));
        Assert.Equal("ACK", (await _trunk.ReceiveFinalAsync()).Method);

        await Humming.ExpectAsync([_resident, phone.Sound], [1], [0]);
        await phone.HangUpAsync();
        var bye = await _trunk.ReceiveFinalAsync();
        Assert.Equal("BYE", bye.Method);
        _trunk.Send(_trunk.Response(bye, 200, ""));

        await RowAsync("answered", "CallAnswered CallFinished");
        Assert.Equal(
            begun.CallId, await _database.ScalarAsync<Guid>("select id from pbx.calls where direction = 'outbound'"));
        Assert.Equal("callback:1", await _database.ScalarAsync<string>(
            "select payload->>'tag' from pbx.outbox where type = 'CallAnswered'"));
        Assert.Null(_exchange.Exchange.Switchboard.CallOf("201"));
    }

    [Fact]
    public async Task A_resident_who_is_busy_leaves_a_finished_call_and_a_busy_tone()
    {
        await using var phone = await PhoneAsync("201");
        _exchange.Exchange.Switchboard.Call(new CallOut("201", "+79370000030", "privolsk", null, "callback:2"));
        await phone.AnswerAsync();
        var invite = await _trunk.ReceiveFinalAsync();
        _trunk.Send(_trunk.Response(invite, 486, "r1"));
        await phone.HungUpAsync();
        await RowAsync("busy", "CallFinished");
        Assert.Equal("callback:2", await _database.ScalarAsync<string>("select payload->>'tag' from pbx.outbox"));
    }

    [Fact]
    public async Task A_call_is_ended_by_its_id()
    {
        await using var phone = await PhoneAsync("201");
        var begun = Assert.IsType<CallOutAnswer.Begun>(
            _exchange.Exchange.Switchboard.Call(new CallOut("201", "+79370000030", "privolsk")));
        await phone.RingAsync();
        Assert.True(_exchange.Exchange.Switchboard.HangUp(begun.CallId));
        await phone.CancelledAsync();
        await RowAsync("noAnswer", "CallFinished");
        Assert.False(_exchange.Exchange.Switchboard.HangUp(begun.CallId));
    }

    [Fact]
    public async Task What_cannot_be_called_is_refused_at_once()
    {
        Assert.Equal(
            new CallOutAnswer.Refused(CallOutRefusal.PhoneNotRegistered),
            _exchange.Exchange.Switchboard.Call(new CallOut("201", "+79370000030", "privolsk")));
        await using var phone = await PhoneAsync("201");
        Assert.Equal(
            new CallOutAnswer.Refused(CallOutRefusal.NumberNotAllowed),
            _exchange.Exchange.Switchboard.Call(new CallOut("201", "+5352345678", "privolsk")));
    }

    [Fact]
    public async Task A_phone_calls_another_phone()
    {
        await using var caller = await PhoneAsync("201");
        await using var callee = await PhoneAsync("202");
        var answering = callee.AnswerAsync();
        var (final, call) = await caller.CallAsync("202");
        await answering;
        Assert.Equal(200, final.Status);
        await Humming.ExpectAsync([caller.Sound, callee.Sound], [1], [0]);
        await callee.HangUpAsync();
        await RowAsync("answered", "CallFinished");
    }

    [Fact]
    public async Task A_phone_calls_a_resident_within_the_dial_plan_only()
    {
        await using var phone = await PhoneAsync("201");
        Assert.Equal(403, (await phone.CallAsync("+5352345678")).Final.Status);
        Assert.Equal(403, (await phone.CallAsync("88095000000")).Final.Status);
        Assert.Equal(404, (await phone.CallAsync("999")).Final.Status);

        var calling = phone.CallAsync("89370000030");
        var invite = await _trunk.ReceiveFinalAsync();
        Assert.StartsWith("INVITE sip:+79370000030@", invite.StartLine, StringComparison.Ordinal);
        _trunk.Send(_trunk.Response(invite, 200, "r1", TestExchange.Sdp(TestExchange.TrunkAddress, _resident.Port)));
        Assert.Equal(200, (await calling).Final.Status);
        Assert.Equal("ACK", (await _trunk.ReceiveFinalAsync()).Method);
        _trunk.Send(ByeOf(invite));
        Assert.Equal(200, (await _trunk.ReceiveFinalAsync()).Status);
        await _exchange.DrainedAsync();
        Assert.Equal(1L, await _database.ScalarAsync<long>(
            "select count(*) from pbx.calls where direction = 'outbound' and outcome = 'answered'"));
        Assert.Equal(
            0L, await _database.ScalarAsync<long>("select count(*) from pbx.outbox where type = 'CallMissed'"));
    }

    [Fact]
    public async Task A_phone_that_calls_the_robot_is_nobodys_caller_id()
    {
        await using var phone = await PhoneAsync("201");
        var (final, _) = await phone.CallAsync("100");
        Assert.Equal(200, final.Status);
        var live = Assert.Single(_exchange.Exchange.Feed.Live);
        Assert.Equal(CallDirection.Internal, live.Direction);
        Assert.Null(live.Phone);
        Assert.Null(live.AccountNumber);
        Assert.Equal(live.Id, _exchange.Exchange.Switchboard.CallOf("201"));
    }

    private Task<TestPhone> PhoneAsync(string user) => TestPhone.RegisterAsync(_exchange.Endpoint, user);

    private async Task<WirePeerCall> CallLineAsync()
    {
        var call = _exchange.Call(_trunk, "700");
        _trunk.Send(call.Invite(TestExchange.Sdp(TestExchange.TrunkAddress, _resident.Port)));
        var ok = await _trunk.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        call.Learn(ok);
        _trunk.Send(call.Ack());
        return call;
    }

    private string ByeOf(WireMessage invite) =>
        $"BYE {invite.Uri("Contact")} SIP/2.0\r\n"
        + $"Via: SIP/2.0/UDP {_trunk.HostPort()};rport;branch={_trunk.NewBranch()}\r\n"
        + $"Max-Forwards: 70\r\nFrom: {invite["To"]};tag=r1\r\nTo: {invite["From"]}\r\n"
        + $"Call-ID: {invite["Call-ID"]}\r\nCSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n";

    private async Task RowAsync(string outcome, string facts)
    {
        await _exchange.DrainedAsync();
        Assert.Equal(outcome, await _database.ScalarAsync<string>("select outcome from pbx.calls"));
        Assert.Equal(facts, await _database.ScalarAsync<string>(
            "select string_agg(type, ' ' order by type) from pbx.outbox"));
    }

    private static double Loudness(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / Math.Max(1, samples.Length));
    }
}
