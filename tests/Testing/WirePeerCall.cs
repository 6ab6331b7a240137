using Xunit;

namespace Zhkh.Testing;

/// <summary>
/// One call of a <see cref="WirePeer"/>: keeps the tags, numbers and branches a test would have to repeat.
/// </summary>
public sealed class WirePeerCall(WirePeer peer, string uri, string from = "+79370000030")
{
    public const string Sdp =
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n";

    private readonly string _branch = peer.NewBranch();
    private int _cseq = 1;

    public string CallId { get; } = peer.NewCallId();

    public string FromTag { get; } = "f" + Guid.NewGuid().ToString("N")[..8];

    public string ToTag { get; private set; } = "";

    public string RemoteTarget { get; private set; } = "";

    /// <summary>The INVITE; asked again it is the very same octets, a retransmission.</summary>
    public string Invite(string body = Sdp, params string[] more) => peer.Request(
        "INVITE", uri, CallId, 1, _branch, from, null, FromTag, body, null, more);

    public string Cancel() => peer.Request("CANCEL", uri, CallId, 1, _branch, from, null, FromTag);

    /// <summary>The ACK of a refusal: same branch as the INVITE.</summary>
    public string AckRefusal(WireMessage refusal) =>
        peer.Request("ACK", uri, CallId, 1, _branch, from, refusal.Tag("To"), FromTag);

    /// <summary>The ACK of a 200: a branch of its own.</summary>
    public string Ack(int cseq = 1, string body = "") =>
        peer.Request("ACK", RemoteTarget, CallId, cseq, null, from, ToTag, FromTag, body);

    /// <summary>A request inside the dialog with the next number.</summary>
    public string Next(
        string method, string body = "", string? contentType = null, int? cseq = null, params string[] more) =>
        peer.Request(
            method, RemoteTarget, CallId, cseq ?? ++_cseq, null, from, ToTag, FromTag, body, contentType, more);

    public string Bye() => Next("BYE");

    /// <summary>Remembers tag and Contact of a 200.</summary>
    public void Learn(WireMessage ok)
    {
        ToTag = ok.Tag("To");
        RemoteTarget = ok.Uri("Contact");
    }

    /// <summary>INVITE, 200, ACK; more fields are whole lines of the INVITE.</summary>
    public async Task<WireMessage> EstablishAsync(params string[] more)
    {
        peer.Send(Invite(Sdp, more));
        var ok = await peer.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        Learn(ok);
        peer.Send(Ack());
        return ok;
    }
}
