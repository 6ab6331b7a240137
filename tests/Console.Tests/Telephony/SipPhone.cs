using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Zhkh.Console.Tests.Telephony;

/// <summary>
/// A SIP telephone: the dispatcher's, which registers with its password and is answered by hand, or the resident's
/// behind the operator, whom the exchange calls.
/// </summary>
internal sealed partial class SipPhone : IAsyncDisposable
{
    private const string Realm = "zhkh";
    private readonly IPEndPoint _exchange;
    private readonly string _user;
    private readonly string _tag = Guid.NewGuid().ToString("N")[..8];
    private readonly SipSocket _socket;
    private readonly TaskCompletionSource<SipText> _challenge = Late<SipText>();
    private readonly TaskCompletionSource _registered = Late();
    private readonly TaskCompletionSource<SipText> _called = Late<SipText>();
    private readonly Lock _gate = new();
    private TaskCompletionSource<SipText> _ring = Late<SipText>();
    private Task _working = Task.CompletedTask;
    private bool _answersAtOnce;

    private SipPhone(IPEndPoint exchange, string user, int port = 0)
    {
        _exchange = exchange;
        _user = user;
        _socket = new SipSocket(exchange, port);
    }

    public static async Task<SipPhone> RegisterAsync(IPEndPoint exchange, string user)
    {
        var phone = new SipPhone(exchange, user);
        phone._working = phone.WorkAsync();
        await phone._socket.SendAsync(SipText.Build(phone.Register(1, null)));
        var challenge = await phone._challenge.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var nonce = NonceText().Match(challenge["WWW-Authenticate"]).Groups[1].Value;
        var qop = challenge["WWW-Authenticate"].Contains("qop", StringComparison.Ordinal);
        await phone._socket.SendAsync(SipText.Build(phone.Register(2, phone.Credentials(nonce, qop))));
        await phone._registered.Task.WaitAsync(TimeSpan.FromSeconds(10));
        return phone;
    }

    /// <summary>A resident whose telephone stands behind the trunk's port and is lifted at the first ring.</summary>
    public static SipPhone BehindTrunk(IPEndPoint exchange, int port)
    {
        var phone = new SipPhone(exchange, "resident", port) { _answersAtOnce = true };
        phone._working = phone.WorkAsync();
        return phone;
    }

    /// <summary>Whom the first call that came here was meant for.</summary>
    public async Task<string> CalledAsync() => (await _called.Task.WaitAsync(TimeSpan.FromSeconds(20))).FirstLine;

    /// <summary>Lifts the handset of the call that rings, or of the next one.</summary>
    public async Task LiftAsync()
    {
        Task<SipText> ring;
        lock (_gate)
        {
            ring = _ring.Task;
        }

        await AnswerAsync(await ring.WaitAsync(TimeSpan.FromSeconds(15)));
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        await _working;
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var message in _socket.Messages)
            {
                await TakeAsync(message);
            }
        }
        catch (OperationCanceledException)
        {
            // The telephone was put away.
        }
    }

    private async Task TakeAsync(SipText message)
    {
        if (!message.IsRequest)
        {
            if (message.Method == "REGISTER" && message.Status == 401)
            {
                _challenge.TrySetResult(message);
            }
            else if (message.Method == "REGISTER" && message.Status == 200)
            {
                _registered.TrySetResult();
            }

            return;
        }

        switch (message.Method)
        {
            case "INVITE" when message["To"].Contains("tag=", StringComparison.Ordinal):
                await AnswerAsync(message);
                break;
            case "INVITE":
                await RingAsync(message);
                break;
            case "CANCEL":
                await CancelAsync(message);
                break;
            case "ACK":
                break;
            default:
                await _socket.SendAsync(message.Answer(200, "OK", _tag));
                break;
        }
    }

    private async Task RingAsync(SipText invite)
    {
        _called.TrySetResult(invite);
        await _socket.SendAsync(invite.Answer(180, "Ringing", _tag, Contact));
        if (_answersAtOnce)
        {
            await AnswerAsync(invite);
            return;
        }

        lock (_gate)
        {
            _ring.TrySetResult(invite);
        }
    }

    private async Task CancelAsync(SipText cancel)
    {
        await _socket.SendAsync(cancel.Answer(200, "OK", _tag));
        SipText? invite = null;
        lock (_gate)
        {
            if (_ring.Task.IsCompletedSuccessfully)
            {
                invite = _ring.Task.GetAwaiter().GetResult();
                _ring = Late<SipText>();
            }
        }

        if (invite is not null)
        {
            await _socket.SendAsync(invite.Answer(487, "Request Terminated", _tag));
        }
    }

    private async Task AnswerAsync(SipText invite)
    {
        lock (_gate)
        {
            _ring = Late<SipText>();
        }

        await _socket.SendAsync(invite.Answer(200, "OK", _tag, Contact, SipText.Offer(_socket.SoundPort)));
    }

    private string Contact => $"sip:{_user}@127.0.0.1:{_socket.Port}";

    private List<string> Register(int sequence, string? credentials)
    {
        List<string> lines =
        [
            $"REGISTER sip:{_exchange} SIP/2.0",
            $"Via: SIP/2.0/UDP 127.0.0.1:{_socket.Port};branch=z9hG4bK{Guid.NewGuid().ToString("N")[..8]};rport",
            "Max-Forwards: 70",
            $"From: <sip:{_user}@{Realm}>;tag={_tag}",
            $"To: <sip:{_user}@{Realm}>",
            $"Call-ID: register-{_tag}",
            $"CSeq: {sequence} REGISTER",
            $"Contact: <{Contact}>",
            "Expires: 300",
        ];
        if (credentials is not null)
        {
            lines.Add($"Authorization: {credentials}");
        }

        return lines;
    }

    /// <summary>RFC 2617 MD5, with or without qop=auth.</summary>
    private string Credentials(string nonce, bool qop)
    {
        var uri = $"sip:{_exchange}";
        var secret = Md5($"{_user}:{Realm}:demo{_user}");
        var request = Md5($"REGISTER:{uri}");
        var response = qop
            ? Md5($"{secret}:{nonce}:00000001:abcdef01:auth:{request}")
            : Md5($"{secret}:{nonce}:{request}");
        return $"Digest username=\"{_user}\", realm=\"{Realm}\", nonce=\"{nonce}\", uri=\"{uri}\", "
            + $"response=\"{response}\"{(qop ? ", qop=auth, nc=00000001, cnonce=\"abcdef01\"" : "")}, algorithm=MD5";
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private static TaskCompletionSource<T> Late<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Late() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [GeneratedRegex("nonce=\"([^\"]+)\"")]
    private static partial Regex NonceText();
}
