using System.Globalization;

namespace Zhkh.Pbx.Sip;

/// <summary>What a PRACK acknowledges: RSeq, and CSeq of the INVITE (RFC 3262 §7.2).</summary>
internal readonly record struct RAck(uint RSeq, CSeq CSeq)
{
    /// <summary>response-num LWS CSeq-num LWS Method; null when it is not there or is none.</summary>
    public static RAck? Of(SipRequest prack)
    {
        if (!prack.Headers.TryGet(HeaderName.RAck, out var value))
        {
            return null;
        }

        value = Grammar.Trim(value);
        var digits = value.Span.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits > 0 && Grammar.IsWhite(value.Span[digits])
            && Grammar.TryNumber(value.Span[..digits], uint.MaxValue, out var rseq) && rseq > 0
            && Sip.CSeq.TryParse(value[digits..], out var cseq)
                ? new RAck(rseq, cseq) : null;
    }

    /// <summary>As it is written on the wire.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RSeq} {CSeq}");
}
