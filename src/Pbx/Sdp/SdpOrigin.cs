namespace Zhkh.Pbx.Sdp;

/// <summary>o=: who made the description and which version of it this is (RFC 8866 §5.2).</summary>
/// <param name="UserName">"-" for none.</param>
/// <param name="SessionId">Digits; may exceed 64 bits, so it is text.</param>
/// <param name="SessionVersion">Digits; grows with each changed offer or answer (RFC 3264 §8).</param>
/// <param name="NetworkType">"IN".</param>
/// <param name="AddressType">"IP4" or "IP6".</param>
/// <param name="Address">The author's address; never sent to.</param>
public sealed record SdpOrigin(
    string UserName, string SessionId, string SessionVersion, string NetworkType, string AddressType, string Address)
{
    internal static bool TryParse(string value, out SdpOrigin? origin)
    {
        var parts = value.Split(' ', 7);
        origin = parts.Length == 6 && Array.TrueForAll(parts, part => part.Length > 0)
            && IsDigits(parts[1]) && IsDigits(parts[2])
            ? new SdpOrigin(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
            : null;
        return origin is not null;
    }

    private static bool IsDigits(string text) => text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>As it is written, without "o=".</summary>
    public override string ToString() =>
        $"{UserName} {SessionId} {SessionVersion} {NetworkType} {AddressType} {Address}";
}
