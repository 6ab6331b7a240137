using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>What a request says of its body and of the bodies it takes (RFC 3261 §8.2.3, §20.1, §20.15).</summary>
internal static class BodyWants
{
    /// <summary>The body must be decoded before it is read, and we decode nothing.</summary>
    internal static bool IsEncoded(SipRequest request)
    {
        foreach (var value in request.Headers.Values(HeaderName.ContentEncoding))
        {
            if (!Ascii.EqualsIgnoreCase(value.Span, "identity"u8))
            {
                return !IsOptional(request);
            }
        }

        return false;
    }

    /// <summary>
    /// There is no body, or its type is one of the list, or its sender can do without (handling=optional).
    /// </summary>
    internal static bool IsUnderstood(SipRequest request, string bodyTypes)
    {
        if (request.Body.IsEmpty || IsOptional(request))
        {
            return true;
        }

        if (!request.Headers.TryGet(HeaderName.ContentType, out var value)
            || !MediaType.TryParse(value, out var type))
        {
            return false;
        }

        foreach (var known in bodyTypes.Split(", "))
        {
            if (MediaType.TryParse(WireText.ToBytes(known), out var ours) && type.Covers(ours))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>No Accept means SDP; one that is there must let it in.</summary>
    internal static bool AcceptsSdp(SipRequest request)
    {
        if (!request.Headers.Has(HeaderName.Accept))
        {
            return true;
        }

        foreach (var value in request.Headers.Values(HeaderName.Accept))
        {
            if (MediaType.TryParse(value, out var range) && range.Covers(MediaType.Sdp))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOptional(SipRequest request) =>
        request.Headers.TryGet(HeaderName.ContentDisposition, out var value)
        && value.Span.IndexOf((byte)';') is var tail and >= 0
        && HeaderParameters.TryParse(value[tail..], out var parameters)
        && parameters.TryGet("handling"u8, out var handling)
        && Ascii.EqualsIgnoreCase(handling, "optional"u8);
}
