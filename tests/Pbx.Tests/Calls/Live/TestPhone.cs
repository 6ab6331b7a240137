using System.Net;
using System.Security.Cryptography;
using System.Text;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>
/// A dispatcher's phone played by the test: registers, rings, answers, calls; shares no code with the exchange.
/// </summary>
internal sealed class TestPhone : IAsyncDisposable
{
    public const string Address = "127.0.0.1";

    private readonly WirePeer _peer;
    private readonly string _password;
    private string _tag = "";
    private WireMessage? _invite;
    private WireMessage? _waiting;
    private int _cseq;

    private TestPhone(IPEndPoint server, string user)
    {
        (User, _password) = (user, "demo" + user);
        _peer = new WirePeer(server, Address);
    }

    public string User { get; }

    /// <summary>Where this phone hears and speaks, anew for each call.</summary>
    public RtpPeer Sound { get; private set; } = new(Address);

    public WirePeer Peer => _peer;

    /// <summary>True for a phone that can be lifted by NOTIFY (Event: talk).</summary>
    public bool TakesTalk { get; init; }

    public static async Task<TestPhone> RegisterAsync(IPEndPoint server, string user, bool takesTalk = false)
    {
        var phone = new TestPhone(server, user) { TakesTalk = takesTalk };
        var uri = $"sip:{server}";
        var callId = phone._peer.NewCallId();
        phone._peer.Send(phone.Request("REGISTER", uri, callId, 1, null, "Expires: 600"));
        var challenge = await phone._peer.ReceiveFinalAsync();
        Assert.Equal(401, challenge.Status);
        phone._peer.Send(phone.Request(
            "REGISTER", uri, callId, 2, null, "Expires: 600", phone.Login("REGISTER", uri, challenge)));
        var answer = await phone._peer.ReceiveFinalAsync();
        while (answer is { Status: 0, Method: "INVITE" })
        {
            phone._waiting = answer;   // a line rings it before it knows that it is registered
            answer = await phone._peer.ReceiveFinalAsync();
        }

        Assert.Equal(200, answer.Status);
        return phone;
    }

    /// <summary>Waits for an INVITE and rings.</summary>
    public async Task<WireMessage> RingAsync()
    {
        for (;;)
        {
            var message = _waiting ?? await _peer.ReceiveAsync();
            _waiting = null;
            if (message is { Status: 0, Method: "INVITE" })
            {
                _invite = message;
                _tag = "t" + Guid.NewGuid().ToString("N")[..8];
                _peer.Send(TakesTalk
                    ? _peer.Response(message, 180, _tag, "", "Allow-Events: talk, hold")
                    : _peer.Response(message, 180, _tag));
                return message;
            }
        }
    }

    /// <summary>Rings for another call than the one that is answered.</summary>
    public async Task ForgetRingAsync()
    {
        _invite = null;
        await RingAsync();
    }

    /// <summary>Rings and answers.</summary>
    public async Task<WireMessage> AnswerAsync()
    {
        var invite = _invite ?? await RingAsync();
        _peer.Send(_peer.Response(invite, 200, _tag, TestExchange.Sdp(Address, Sound.Port)));
        var ack = await ReceiveAsync("ACK");
        return ack;
    }

    /// <summary>The next ring is of another call.</summary>
    public async Task ForgetAsync()
    {
        _invite = null;
        await MoveSoundAsync();
    }

    /// <summary>The INVITE that rings now, with our tag in it.</summary>
    public (WireMessage Invite, string Tag) Ringing => (_invite!, _tag);

    /// <summary>The exchange has cancelled a ring that another one of this phone took over.</summary>
    public void AnswerCancelOf((WireMessage Invite, string Tag) ring) =>
        _peer.Send(_peer.Response(ring.Invite, 487, ring.Tag));

    public void Refuse(int status)
    {
        _peer.Send(_peer.Response(_invite!, status, _tag));
        _invite = null;
    }

    /// <summary>The CANCEL of what rings; answered as a phone would.</summary>
    public async Task<WireMessage> CancelledAsync()
    {
        var cancel = await ReceiveAsync("CANCEL");
        _peer.Send(_peer.Response(cancel, 200, _tag));
        _peer.Send(_peer.Response(_invite!, 487, _tag));
        return cancel;
    }

    /// <summary>Hangs up a call that was answered.</summary>
    public async Task HangUpAsync()
    {
        _peer.Send(Within("BYE"));
        Assert.Equal(200, (await _peer.ReceiveFinalAsync()).Status);
    }

    /// <summary>The exchange hangs up.</summary>
    public async Task HungUpAsync()
    {
        var bye = await ReceiveAsync("BYE");
        _peer.Send(_peer.Response(bye, 200, ""));
    }

    /// <summary>Sends a new offer inside the answered call; returns the final response, acknowledged.</summary>
    public async Task<WireMessage> ReInviteAsync(string sdp)
    {
        _peer.Send(Within("INVITE", sdp));
        var final = await _peer.ReceiveFinalAsync();
        _peer.Send(Within("ACK", cseq: _cseq));
        return final;
    }

    /// <summary>Asks for our offer by a re-INVITE without one, and answers it in the ACK.</summary>
    public async Task ReInviteLateAsync(string answer)
    {
        _peer.Send(Within("INVITE"));
        Assert.Equal(200, (await _peer.ReceiveFinalAsync()).Status);
        _peer.Send(Within("ACK", answer, _cseq));
    }

    /// <summary>The exchange lifts the phone that rings; it takes the wish.</summary>
    public async Task LiftedAsync()
    {
        var notify = await ReceiveAsync("NOTIFY");
        Assert.Equal("talk", notify["Event"]);
        _peer.Send(_peer.Response(notify, 200, ""));
    }

    /// <summary>A second call will have sound of its own; what the first one hears is handed back.</summary>
    public RtpPeer KeepSound()
    {
        var first = Sound;
        Sound = new RtpPeer(Address);
        return first;
    }

    /// <summary>From now on this phone hears and speaks elsewhere.</summary>
    public async Task MoveSoundAsync()
    {
        await Sound.DisposeAsync();
        Sound = new RtpPeer(Address);
    }

    /// <summary>Calls a number; returns the final response, not yet acknowledged when it is a 200.</summary>
    public async Task<(WireMessage Final, WirePeerCall Call)> CallAsync(string number, params string[] more)
    {
        var (second, final) = await LogInAsync(number, more);
        while (final.Status < 200)
        {
            final = await _peer.ReceiveAsync();
        }

        if (final.Status == 200)
        {
            second.Learn(final);
            _peer.Send(second.Ack());
        }
        else
        {
            _peer.Send(second.AckRefusal(final));
        }

        return (final, second);
    }

    /// <summary>Calls a number and hears it ring.</summary>
    /// <param name="sdp">What it offers; null: what the others of its kind do.</param>
    public async Task<WirePeerCall> RingOutAsync(string number, string? sdp = null)
    {
        var (call, answer) = await LogInAsync(number, [], sdp);
        while (answer.Status == 100)
        {
            answer = await _peer.ReceiveAsync();
        }

        Assert.Equal(180, answer.Status);
        call.Learn(answer);
        return call;
    }

    /// <summary>What an INVITE would name to have the place of the call that rings here, or was answered.</summary>
    public string Place => $"Replaces: {_invite!["Call-ID"]};to-tag={_invite.Tag("From")};from-tag={_tag}";

    /// <summary>Asks inside the answered call for a transfer; returns the final answer.</summary>
    public async Task<WireMessage> ReferAsync(string referTo)
    {
        _peer.Send(Within("REFER", more: $"Refer-To: <{referTo}>\r\n"));
        for (;;)
        {
            var answer = await _peer.ReceiveFinalAsync();
            if (answer.Status > 0)
            {
                return answer;
            }

            _peer.Send(_peer.Response(answer, 200, ""));   // the other call may be over before
        }
    }

    /// <summary>The next NOTIFY, answered: the status it tells.</summary>
    public async Task<string> NotifiedAsync()
    {
        var notify = await ReceiveAsync("NOTIFY");
        _peer.Send(_peer.Response(notify, 200, ""));
        return notify.Body.Split(' ')[1];
    }

    private async Task<(WirePeerCall Call, WireMessage Answer)> LogInAsync(
        string number, string[] more, string? offer = null)
    {
        var uri = $"sip:{number}@{_peer.Server}";
        var call = new WirePeerCall(_peer, uri, User);
        var sdp = offer ?? TestExchange.Sdp(Address, Sound.Port);
        _peer.Send(call.Invite(sdp));
        var challenge = await _peer.ReceiveFinalAsync();
        Assert.Equal(401, challenge.Status);
        _peer.Send(call.AckRefusal(challenge));
        var second = new WirePeerCall(_peer, uri, User);
        _peer.Send(second.Invite(sdp, [Login("INVITE", uri, challenge), .. more]));
        return (second, await _peer.ReceiveAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await Sound.DisposeAsync();
    }

    private async Task<WireMessage> ReceiveAsync(string method)
    {
        for (;;)
        {
            var message = await _peer.ReceiveAsync();
            if (message.Status == 0 && message.Method == method)
            {
                return message;
            }
        }
    }

    private string Within(string method, string body = "", int? cseq = null, string more = "")
    {
        var invite = _invite!;
        var local = invite["To"].Contains(";tag=", StringComparison.Ordinal)
            ? invite["To"] : $"{invite["To"]};tag={_tag}";
        _cseq = cseq ?? _cseq + 1;
        var type = body.Length > 0 ? "Content-Type: application/sdp\r\n" : "";
        return $"{method} {invite.Uri("Contact")} SIP/2.0\r\n"
            + $"Via: SIP/2.0/UDP {_peer.HostPort()};rport;branch={_peer.NewBranch()}\r\nMax-Forwards: 70\r\n"
            + $"From: {local}\r\nTo: {invite["From"]}\r\nCall-ID: {invite["Call-ID"]}\r\nCSeq: {_cseq} {method}\r\n"
            + $"Contact: <sip:{User}@{_peer.HostPort()}>\r\n{more}{type}Content-Length: {body.Length}\r\n\r\n{body}";
    }

    private string Request(string method, string uri, string callId, int cseq, string? toTag, params string[] more) =>
        _peer.Request(method, uri, callId, cseq, null, User, toTag, "ptag", "", null, more)
            .Replace($"To: <{uri}>", $"To: <sip:{User}@{_peer.Server}>", StringComparison.Ordinal);

    private string Login(string method, string uri, WireMessage challenge)
    {
        var header = challenge["WWW-Authenticate"];
        var (realm, nonce) = (WireMessage.Field(header, "realm"), WireMessage.Field(header, "nonce"));
        var ha1 = Md5($"{User}:{realm}:{_password}");
        var response = Md5($"{ha1}:{nonce}:00000001:abc:auth:{Md5($"{method}:{uri}")}");
        return $"Authorization: Digest username=\"{User}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", "
            + $"response=\"{response}\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"abc\"";
    }

    private static string Md5(string text) =>
        Convert.ToHexStringLower(MD5.HashData(Encoding.Latin1.GetBytes(text)));
}
