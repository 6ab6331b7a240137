namespace Zhkh.Pbx.Sip;

/// <summary>What came of a re-INVITE of ours.</summary>
/// <param name="Status">2xx with the peer's answer, or why not: 491 means try again later, 408 no response.</param>
/// <param name="Sdp">The answer; empty unless 2xx.</param>
public sealed record ReInviteResult(int Status, ReadOnlyMemory<byte> Sdp)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
