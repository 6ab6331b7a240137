using System.Net;

namespace Zhkh.Console.Tests.Telephony;

/// <summary>A resident who phones through the operator's trunk: one INVITE, and what follows from it.</summary>
internal sealed class TrunkCaller(IPEndPoint exchange, string number) : IAsyncDisposable
{
    private readonly SipSocket _socket = new(exchange);
    private readonly string _callId = $"{Guid.NewGuid():N}@test";
    private readonly string _tag = Guid.NewGuid().ToString("N")[..8];
    private string _to = "";
    private string _target = "";
    private bool _answered;

    public string SipCallId => _callId;

    /// <summary>Sends the INVITE; the moment is the one right before the datagram leaves.</summary>
    public async Task<DateTimeOffset> InviteAsync(string dialled)
    {
        _target = $"sip:{dialled}@{exchange}";
        _to = $"<{_target}>";
        var invite = SipText.Build(Head("INVITE", 1, "z9hG4bK" + _tag), SipText.Offer(_socket.SoundPort));
        var sentAt = DateTimeOffset.UtcNow;
        await _socket.SendAsync(invite);
        return sentAt;
    }

    /// <summary>Waits for the 200 and confirms it.</summary>
    public async Task AnsweredAsync()
    {
        var answer = await _socket.NextAsync(message => !message.IsRequest && message.Method == "INVITE"
            && message.Status >= 200);
        Assert.True(answer.Status == 200, answer.FirstLine);
        _to = answer["To"];
        _target = answer["Contact"].Trim('<', '>').Split('>')[0];
        _answered = true;
        await _socket.SendAsync(SipText.Build(Head("ACK", 1, "z9hG4bK" + Guid.NewGuid().ToString("N")[..8])));
    }

    public async Task HangUpAsync()
    {
        if (!_answered)
        {
            await _socket.SendAsync(SipText.Build(Head("CANCEL", 1, "z9hG4bK" + _tag)));
            return;
        }

        _answered = false;
        await _socket.SendAsync(SipText.Build(Head("BYE", 2, "z9hG4bK" + Guid.NewGuid().ToString("N")[..8])));
        await _socket.NextAsync(message => !message.IsRequest && message.Method == "BYE");
    }

    public async ValueTask DisposeAsync()
    {
        if (_answered)
        {
            await HangUpAsync();
        }

        await _socket.DisposeAsync();
    }

    private List<string> Head(string method, int sequence, string branch) =>
    [
        $"{method} {_target} SIP/2.0",
        $"Via: SIP/2.0/UDP 127.0.0.1:{_socket.Port};branch={branch};rport",
        "Max-Forwards: 70",
        $"From: <sip:{number}@127.0.0.1>;tag={_tag}",
        $"To: {_to}",
        $"Call-ID: {_callId}",
        $"CSeq: {sequence} {method}",
        $"Contact: <sip:{number}@127.0.0.1:{_socket.Port}>",
    ];
}
