using System.Text;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>One telephone that is being rung: the test answers it or refuses, listens, presses keys.</summary>
public sealed class CalledPhone : IAsyncDisposable
{
    private readonly CalledPhones _phones;
    private readonly WireMessage _invite;
    private readonly string _tag = "p" + Guid.NewGuid().ToString("N")[..8];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _lastAnswer;

    internal CalledPhone(CalledPhones phones, WireMessage invite)
    {
        (_phones, _invite) = (phones, invite);
        Number = invite.StartLine.Split(' ')[1].Split(':')[1].Split('@', ';')[0];
        Sound = new RtpPeer(phones.Address);
        Answer(180);
    }

    /// <summary>The number that was dialled.</summary>
    public string Number { get; }

    /// <summary>What its owner hears and presses.</summary>
    public RtpPeer Sound { get; }

    /// <summary>Completes when the exchange hung up or gave up.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Lifts the receiver.</summary>
    public void PickUp() => Answer(200,
        $"v=0\r\no=- 1 1 IN IP4 {_phones.Address}\r\ns=-\r\nc=IN IP4 {_phones.Address}\r\nt=0 0\r\n"
        + $"m=audio {Sound.Port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\n"
        + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n");

    public void Refuse(int status)
    {
        Answer(status);
        _ended.TrySetResult();
    }

    public ValueTask DisposeAsync() => Sound.DisposeAsync();

    internal void Take(WireMessage message)
    {
        switch (message.Method)
        {
            case "INVITE" when _lastAnswer is not null:
                _phones.Send(_lastAnswer, message.From);
                break;
            case "BYE":
                _phones.Send(Response(message, 200), message.From);
                _ended.TrySetResult();
                break;
            case "CANCEL":
                _phones.Send(Response(message, 200), message.From);
                Answer(487);
                _ended.TrySetResult();
                break;
            case "ACK":
                break;
            default:
                _phones.Send(Response(message, 200), message.From);
                break;
        }
    }

    private void Answer(int status, string body = "")
    {
        _lastAnswer = Response(_invite, status, body);
        _phones.Send(_lastAnswer, _invite.From);
    }

    private string Response(WireMessage request, int status, string body = "")
    {
        var text = new StringBuilder($"SIP/2.0 {status} Said\r\n");
        foreach (var via in request.All("Via"))
        {
            text.Append($"Via: {via}\r\n");
        }

        var to = request["To"];
        to += to.Contains(";tag=", StringComparison.Ordinal) ? "" : $";tag={_tag}";
        text.Append($"From: {request["From"]}\r\nTo: {to}\r\nCall-ID: {request["Call-ID"]}\r\n");
        text.Append($"CSeq: {request["CSeq"]}\r\nContact: <sip:resident@{_phones.Local}>\r\n");
        text.Append(body.Length > 0 ? "Content-Type: application/sdp\r\n" : "");
        return text.Append($"Content-Length: {body.Length}\r\n\r\n{body}").ToString();
    }
}
