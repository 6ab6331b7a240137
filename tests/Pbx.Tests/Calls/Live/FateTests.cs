using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Rtp;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>
/// RELIABILITY P10, E1 and E2: whatever becomes of a call, there is one row, one CallFinished, and a CallMissed for
/// exactly those who are owed a call back; and nothing of it stays behind.
/// </summary>
public sealed class FateTests : IAsyncLifetime
{
    private FreshDatabase _database = null!;
    private TestExchange _exchange = null!;
    private WirePeer _trunk = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _exchange = await TestExchange.StartAsync(Configure, _database.System);
        _trunk = _exchange.Trunk();
    }

    public async ValueTask DisposeAsync()
    {
        _trunk.Dispose();
        await _exchange.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Hung_up_before_the_answer()
    {
        var call = _exchange.Call(_trunk, "700");
        _trunk.Send(call.Invite());
        await TestExchange.Until(() => _exchange.Exchange.LiveCallCount == 1);
        _trunk.Send(call.Cancel());
        Assert.Equal(200, (await _trunk.ReceiveFinalAsync()).Status);
        var final = await _trunk.ReceiveFinalAsync();
        Assert.Equal(487, final.Status);
        _trunk.Send(call.AckRefusal(final));
        await ExpectAsync("abandoned", isOwed: true);
    }

    [Fact]
    public async Task Hung_up_in_the_robot()
    {
        var call = _exchange.Call(_trunk, "701");
        await call.EstablishAsync();
        await HangUpAsync(call);
        await ExpectAsync("abandoned", isOwed: true);
    }

    [Fact]
    public async Task Served_by_the_robot_and_hung_up()
    {
        var call = _exchange.Call(_trunk, "702");
        await call.EstablishAsync();
        await HangUpAsync(call);
        await ExpectAsync("selfService", isOwed: false);
    }

    [Fact]
    public async Task The_robot_hangs_up_when_it_is_done()
    {
        var call = _exchange.Call(_trunk, "703");
        await call.EstablishAsync();
        await ByeAsync();
        await ExpectAsync("selfService", isOwed: false);
    }

    [Fact]
    public async Task Hung_up_in_the_line()
    {
        await using var phone = await TestPhone.RegisterAsync(_exchange.Endpoint, "201");
        var call = _exchange.Call(_trunk, "708");
        await call.EstablishAsync();
        await phone.RingAsync();
        await HangUpAsync(call);
        Assert.Equal("", (await phone.CancelledAsync())["Reason"]);
        await ExpectAsync("abandoned", isOwed: true);
    }

    [Fact]
    public async Task Nobody_is_there()
    {
        var call = _exchange.Call(_trunk, "704");
        await call.EstablishAsync();
        await ByeAsync();
        await ExpectAsync("missed", isOwed: true);
    }

    [Fact]
    public async Task A_person_answers_and_hangs_up()
    {
        await using var phone = await TestPhone.RegisterAsync(_exchange.Endpoint, "201");
        var call = _exchange.Call(_trunk, "708");
        await call.EstablishAsync();
        await phone.AnswerAsync();
        await phone.HangUpAsync();
        await ByeAsync();
        await ExpectAsync("answered", isOwed: false, "CallAnswered");
    }

    [Fact]
    public async Task A_person_answers_and_the_caller_hangs_up()
    {
        await using var phone = await TestPhone.RegisterAsync(_exchange.Endpoint, "201");
        var call = _exchange.Call(_trunk, "708");
        await call.EstablishAsync();
        await phone.AnswerAsync();
        await TestExchange.Until(() => _exchange.Exchange.Feed.Live.Any(c => c.State == LiveState.Talking));
        await HangUpAsync(call);
        await phone.HungUpAsync();
        await ExpectAsync("answered", isOwed: false, "CallAnswered");
    }

    [Fact]
    public async Task Nothing_in_common_to_speak()
    {
        var call = _exchange.Call(_trunk, "701");
        _trunk.Send(call.Invite(WirePeerCall.Sdp.Replace("AVP 8", "AVP 3", StringComparison.Ordinal)));
        var final = await _trunk.ReceiveFinalAsync();
        Assert.Equal(488, final.Status);
        _trunk.Send(call.AckRefusal(final));
        await ExpectAsync("failed", isOwed: true);
    }

    [Fact]
    public async Task No_room_for_one_more_call()
    {
        await using var full = await TestExchange.StartAsync(o => o.Calls.CallsMax = 0, _database.System);
        using var trunk = full.Trunk();
        var call = full.Call(trunk);
        trunk.Send(call.Invite());
        var final = await trunk.ReceiveFinalAsync();
        Assert.Equal(503, final.Status);
        Assert.InRange(int.Parse(final["Retry-After"]), 5, 15);
        trunk.Send(call.AckRefusal(final));
        await ExpectAsync("refused", isOwed: true);
    }

    [Fact]
    public async Task No_port_for_its_sound()
    {
        await using var full = await TestExchange.StartAsync(
            o => o.Media = new MediaOptions { FirstPort = 0, LastPort = 0, LegsMax = 0, RealTime = false },
            _database.System);
        using var trunk = full.Trunk();
        var call = full.Call(trunk);
        trunk.Send(call.Invite());
        var final = await trunk.ReceiveFinalAsync();
        Assert.Equal(503, final.Status);
        trunk.Send(call.AckRefusal(final));
        await ExpectAsync("refused", isOwed: true);
    }

    [Fact]
    public async Task The_host_is_about_to_stop()
    {
        await _exchange.Exchange.DrainAsync(CancellationToken.None);
        var call = _exchange.Call(_trunk);
        _trunk.Send(call.Invite());
        var final = await _trunk.ReceiveFinalAsync();
        Assert.Equal(503, final.Status);
        _trunk.Send(call.AckRefusal(final));
        await ExpectAsync("refused", isOwed: true);
    }

    [Fact]
    public async Task A_flow_that_throws_ends_its_call_and_nothing_else()
    {
        var call = _exchange.Call(_trunk, "705");
        await call.EstablishAsync();
        await ByeAsync();
        await ExpectAsync("cut", isOwed: true);
        var next = _exchange.Call(_trunk, "702");
        await next.EstablishAsync();
    }

    [Fact]
    public async Task A_flow_that_throws_before_it_answered()
    {
        var call = _exchange.Call(_trunk, "706");
        _trunk.Send(call.Invite());
        var final = await _trunk.ReceiveFinalAsync();
        Assert.Equal(500, final.Status);
        _trunk.Send(call.AckRefusal(final));
        await ExpectAsync("cut", isOwed: true);
    }

    [Fact]
    public async Task Sound_stops_coming()
    {
        await using var sound = new RtpPeer(TestExchange.TrunkAddress);
        var call = _exchange.Call(_trunk, "707");
        _trunk.Send(call.Invite(TestExchange.Sdp(TestExchange.TrunkAddress, sound.Port)));
        var ok = await _trunk.ReceiveFinalAsync();
        call.Learn(ok);
        _trunk.Send(call.Ack());
        await sound.SpeakAsync(new short[8000 / 2]);
        await ByeAsync();
        await ExpectAsync("cut", isOwed: true);
    }

    [Fact]
    public async Task The_dispatchers_phone_falls_silent_in_the_middle_of_the_talk()
    {
        await using var phone = await TestPhone.RegisterAsync(_exchange.Endpoint, "201");
        await using var sound = new RtpPeer(TestExchange.TrunkAddress);
        var call = await TalkAsync(phone, sound);
        await Task.WhenAll(phone.Sound.SpeakAsync(new short[8000 / 2]), sound.SpeakAsync(new short[4 * 8000]));
        await ByeAsync();
        await phone.HungUpAsync();
        await ExpectAsync("cut", isOwed: true, more: "CallAnswered");
    }

    [Fact]
    public async Task A_phone_that_holds_without_music_of_its_own_keeps_the_call()
    {
        await using var phone = await TestPhone.RegisterAsync(_exchange.Endpoint, "201");
        await using var sound = new RtpPeer(TestExchange.TrunkAddress);
        var call = await TalkAsync(phone, sound);
        await phone.Sound.SpeakAsync(new short[8000 / 2]);
        await phone.ReInviteAsync(TestExchange.Sdp(TestPhone.Address, phone.Sound.Port) + "a=sendonly\r\n");
        await sound.SpeakAsync(new short[4 * 8000]);
        Assert.Single(_exchange.Exchange.Feed.Live);
        await HangUpAsync(call);
        await phone.HungUpAsync();
        await ExpectAsync("answered", isOwed: false, more: "CallAnswered");
    }

    [Fact]
    public async Task An_offer_of_ours_that_is_not_answered_ends_the_call()
    {
        var call = _exchange.Call(_trunk, "707");
        _trunk.Send(call.Invite(""));
        call.Learn(await _trunk.ReceiveFinalAsync());
        _trunk.Send(call.Ack());
        await ByeAsync();
        await ExpectAsync("cut", isOwed: true);
    }

    [Fact]
    public async Task The_host_stops_in_the_middle()
    {
        var call = _exchange.Call(_trunk, "702");
        await call.EstablishAsync();
        await Task.WhenAll(_exchange.DisposeAsync().AsTask(), ByeAsync());
        await ExpectAsync("cut", isOwed: true, isAfterStop: true);
    }

    [Fact]
    public async Task A_stranger_leaves_no_trace()
    {
        using var stranger = new WirePeer(_exchange.Endpoint, "127.0.0.99");
        stranger.Send(_exchange.Call(stranger).Invite());
        Assert.Equal(404, (await stranger.ReceiveFinalAsync()).Status);
        Assert.Equal(0, _exchange.Exchange.UndrainedCallCount);
    }

    private void Configure(PbxOptions options)
    {
        void Add(string number, Func<ICall, Task> flow) => options.Routes[number] = new InboundRoute(flow, "privolsk");

        options.Ivr.DeskDeadline = TimeSpan.FromSeconds(1);
        options.Media = options.Media with { RtpTimeout = TimeSpan.FromSeconds(2) };
        Add("700", call => Forever(call));
        Add("701", async call =>
        {
            await call.AnswerAsync();
            await Forever(call);
        });
        Add("702", async call =>
        {
            // Before the answer: who hangs up at once has been served all the same.
            call.MarkServed("balance");
            await call.AnswerAsync();
            await Forever(call);
        });
        Add("703", async call =>
        {
            await call.AnswerAsync();
            call.MarkServed("balance");
            await call.PlayAsync(new Prompt("bal.zero"));
        });
        Add("704", async call =>
        {
            await call.AnswerAsync();
            ((IWaitingCall)call).Story.WantedPerson("dispatchers");
            ((IWaitingCall)call).Story.LeftLine("dispatchers");
        });
        Add("705", async call =>
        {
            await call.AnswerAsync();
            throw new InvalidOperationException("a defect");
        });
        Add("706", _ => throw new InvalidOperationException("a defect"));
        Add("708", call => _exchange.Exchange.Lines.JoinAsync(call, "dispatchers", [], call.HangUp));
        Add("707", async call =>
        {
            await call.AnswerAsync();
            await Forever(call);
        });
    }

    private async Task<WirePeerCall> TalkAsync(TestPhone phone, RtpPeer sound)
    {
        var call = _exchange.Call(_trunk, "708");
        _trunk.Send(call.Invite(TestExchange.Sdp(TestExchange.TrunkAddress, sound.Port)));
        var ok = await _trunk.ReceiveFinalAsync();
        call.Learn(ok);
        _trunk.Send(call.Ack());
        await phone.AnswerAsync();
        return call;
    }

    private static Task Forever(ICall call) => Task.Delay(Timeout.InfiniteTimeSpan, call.HangUp);

    private async Task HangUpAsync(WirePeerCall call)
    {
        _trunk.Send(call.Bye());
        Assert.Equal(200, (await _trunk.ReceiveFinalAsync()).Status);
    }

    private async Task ByeAsync()
    {
        var bye = await _trunk.ReceiveFinalAsync();
        Assert.Equal("BYE", bye.Method);
        _trunk.Send(_trunk.Response(bye, 200, ""));
    }

    private async Task ExpectAsync(string outcome, bool isOwed, string? more = null, bool isAfterStop = false)
    {
        for (var i = 0; i < 1000 && !await IsEndedAsync(); i++)
        {
            await Task.Delay(10);
        }

        Assert.Equal(outcome, await _database.ScalarAsync<string>("select outcome from pbx.calls"));
        var facts = await _database.ScalarAsync<string>(
            "select string_agg(type, ' ' order by type) from pbx.outbox");
        string?[] expected = [more, "CallFinished", isOwed ? "CallMissed" : null];
        Assert.Equal(string.Join(' ', expected.Where(e => e is not null)), facts);
        if (!isAfterStop)
        {
            await _exchange.DrainedAsync();
            Assert.Empty(_exchange.Exchange.Feed.Live);
        }
    }

    private Task<bool> IsEndedAsync() =>
        _database.ScalarAsync<bool>("select exists (select from pbx.calls where ended_at is not null)");
}
