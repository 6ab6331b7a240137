using System.Net;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>
/// An exchange with an operator on both sides, for call control: a resident in a line, phones that hum a tone each.
/// </summary>
internal sealed class ControlTown : IAsyncDisposable
{
    private readonly List<TestPhone> _phones = [];

    private ControlTown(TestExchange exchange, WirePeer trunk, FreshDatabase? database) =>
        (Exchange, Trunk, Database) = (exchange, trunk, database);

    public TestExchange Exchange { get; }

    public CallControl Control => Exchange.Exchange.Control;

    /// <summary>The operator: residents call from here, and calls out arrive here.</summary>
    public WirePeer Trunk { get; }

    public FreshDatabase? Database { get; }

    /// <summary>Where the resident hears and speaks, anew for each call.</summary>
    public RtpPeer Resident { get; private set; } = new(TestExchange.TrunkAddress);

    public static async Task<ControlTown> StartAsync(
        Action<PbxOptions>? change = null, bool withDatabase = false)
    {
        var database = withDatabase ? await FreshDatabase.CreateAsync() : null;
        using var probe = new WirePeer(new(IPAddress.Loopback, 1), TestExchange.TrunkAddress);
        var port = probe.Local.Port;
        probe.Dispose();
        TestExchange? exchange = null;
        exchange = await TestExchange.StartAsync(
            o =>
            {
                o.TrunkOut = new Trunk("test", new(IPAddress.Parse(TestExchange.TrunkAddress), port));
                o.Routes["700"] = new InboundRoute(
                    call => exchange!.Exchange.Lines.JoinAsync(call, "dispatchers", [], call.HangUp), "privolsk");
                change?.Invoke(o);
            }, database?.System);
        return new ControlTown(exchange, exchange.Trunk(port), database);
    }

    public async Task<TestPhone> PhoneAsync(string user, bool takesTalk = false)
    {
        var phone = await TestPhone.RegisterAsync(Exchange.Endpoint, user, takesTalk);
        _phones.Add(phone);
        return phone;
    }

    /// <summary>
    /// A resident calls the line and <paramref name="phone"/> answers. Others that ring are cancelled.
    /// </summary>
    public async Task<(WirePeerCall Call, Guid Id)> TalkAsync(TestPhone phone)
    {
        var call = await CallLineAsync();
        await phone.AnswerAsync();
        // A microphone that is on already: done as soon as both are in the conversation.
        await UntilAsync(live => live is { State: LiveState.Talking }
            && Control.Mute(live.Id, phone.User, isMuted: false) is ControlAnswer.Done);
        return (call, Live.Id);
    }

    public async Task<WirePeerCall> CallLineAsync()
    {
        await Resident.DisposeAsync();
        Resident = new RtpPeer(TestExchange.TrunkAddress);
        return await CallLineAsync(Resident);
    }

    /// <summary>Another resident, who has a mouth and an ear of their own.</summary>
    public async Task<WirePeerCall> CallLineAsync(RtpPeer sound)
    {
        var call = Exchange.Call(Trunk, "700");
        Trunk.Send(call.Invite(TestExchange.Sdp(TestExchange.TrunkAddress, sound.Port)));
        var ok = await Trunk.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        call.Learn(ok);
        Trunk.Send(call.Ack());
        return call;
    }

    /// <summary>The one call that is up.</summary>
    public LiveCall Live => Assert.Single(Exchange.Exchange.Feed.Live);

    public Task UntilAsync(Func<LiveCall, bool> condition) => TestExchange.Until(
        () => Exchange.Exchange.Feed.Live.FirstOrDefault() is { } live && condition(live));

    /// <summary>The exchange hangs the resident up.</summary>
    public async Task<WireMessage> ByeAsync()
    {
        var bye = await Trunk.ReceiveFinalAsync();
        Trunk.Send(Trunk.Response(bye, 200, ""));
        return bye;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
        {
            await phone.DisposeAsync();
        }

        Trunk.Dispose();
        await Resident.DisposeAsync();
        await Exchange.DisposeAsync();
        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }
}
