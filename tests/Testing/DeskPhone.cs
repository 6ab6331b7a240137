using System.Net;
using Xunit;

namespace Zhkh.Testing;

/// <summary>
/// A dispatcher's telephone on the wire that registers, rings and answers when the test says so; it shares no code with
/// the exchange.
/// </summary>
public sealed class DeskPhone : IDisposable
{
    private const string UsualAddress = "127.0.73.1";
    private const int SilentPort = 41_000;

    private readonly WirePeer _peer;
    private readonly string _user;
    private readonly string _address;

    private DeskPhone(IPEndPoint exchange, string user, string address) =>
        (_peer, _user, _address) = (new WirePeer(exchange, address), user, address);

    public static async Task<DeskPhone> RegisterAsync(
        IPEndPoint exchange, string user, string address = UsualAddress)
    {
        var phone = new DeskPhone(exchange, user, address);
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

    /// <summary>The next call that rings it.</summary>
    public Task<WireMessage> RingsAsync() => NextAsync(_peer, "INVITE");

    /// <summary>Lifts the receiver.</summary>
    /// <param name="sound">Who hears and speaks; null: nobody, the sound goes nowhere.</param>
    public async Task AnswerAsync(WireMessage invite, RtpPeer? sound = null)
    {
        _peer.Send(_peer.Response(invite, 200, "t-" + _user, Sdp(_address, sound?.Port ?? SilentPort)));
        await NextAsync(_peer, "ACK");
    }

    /// <summary>Nobody takes it, until the exchange gives up.</summary>
    public async Task LetRingAsync(WireMessage invite)
    {
        _peer.Send(_peer.Response(invite, 180, "t-" + _user));
        var cancel = await NextAsync(_peer, "CANCEL");
        _peer.Send(_peer.Response(cancel, 200, "t-" + _user));
        _peer.Send(_peer.Response(invite, 487, "t-" + _user));
    }

    public async Task HungUpAsync() => _peer.Send(_peer.Response(await NextAsync(_peer, "BYE"), 200, ""));

    public static string Sdp(string address, int port = SilentPort) =>
        $"v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio {port} RTP/AVP 8 101\r\n"
        + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n";

    public void Dispose() => _peer.Dispose();

    private string Register(string uri, string callId, int cseq, params string[] more) =>
        _peer.Request("REGISTER", uri, callId, cseq, null, _user, null, "ptag", "", null, ["Expires: 600", .. more])
            .Replace($"To: <{uri}>", $"To: <sip:{_user}@{_peer.Server}>", StringComparison.Ordinal);
}
