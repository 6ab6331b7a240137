using System.Net;
using Zhkh.Testing;

namespace Zhkh.Web.Tests.Queues;

/// <summary>A dispatcher's telephone that registers, rings and answers; it shares no code with the exchange.</summary>
internal sealed class DeskPhone : IDisposable
{
    private const string Address = "127.0.73.1";

    private readonly WirePeer _peer;
    private readonly string _user;

    private DeskPhone(IPEndPoint exchange, string user) => (_peer, _user) = (new WirePeer(exchange, Address), user);

    public static async Task<DeskPhone> RegisterAsync(IPEndPoint exchange, string user)
    {
        var phone = new DeskPhone(exchange, user);
        var (uri, callId) = ($"sip:{exchange}", phone._peer.NewCallId());
        phone._peer.Send(phone.Register(uri, callId, 1));
        var challenge = await phone._peer.ReceiveFinalAsync();
        phone._peer.Send(phone.Register(
            uri, callId, 2, WireDigest.Line(challenge, user, "demo" + user, "REGISTER", uri)));
        Assert.Equal(200, (await phone._peer.ReceiveFinalAsync()).Status);
        return phone;
    }

    /// <summary>The next message of a kind, however long it takes within the patience of a test.</summary>
    public static async Task<WireMessage> NextAsync(WirePeer peer, string method)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(40))
        {
            if (peer.TryReceive() is { Status: 0 } message && message.Method == method)
            {
                return message;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.Fail($"No {method} came to {peer.Local}");
        throw new InvalidOperationException();
    }

    public Task<WireMessage> RingsAsync() => NextAsync(_peer, "INVITE");

    public async Task AnswerAsync(WireMessage invite)
    {
        _peer.Send(_peer.Response(invite, 200, "t-" + _user, Sdp(Address)));
        await NextAsync(_peer, "ACK");
    }

    public async Task LetRingAsync(WireMessage invite)
    {
        _peer.Send(_peer.Response(invite, 180, "t-" + _user));
        var cancel = await NextAsync(_peer, "CANCEL");
        _peer.Send(_peer.Response(cancel, 200, "t-" + _user));
        _peer.Send(_peer.Response(invite, 487, "t-" + _user));
    }

    public async Task HungUpAsync() => _peer.Send(_peer.Response(await NextAsync(_peer, "BYE"), 200, ""));

    public static string Sdp(string address) =>
        $"v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio 41000 RTP/AVP 8\r\n";

    public void Dispose() => _peer.Dispose();

    private string Register(string uri, string callId, int cseq, params string[] more) =>
        _peer.Request("REGISTER", uri, callId, cseq, null, _user, null, "ptag", "", null, ["Expires: 600", .. more])
            .Replace($"To: <{uri}>", $"To: <sip:{_user}@{_peer.Server}>", StringComparison.Ordinal);
}
