using System.Globalization;

namespace Zhkh.Pbx.Sip;

/// <summary>Command sequence: number and method (RFC 3261 §20.16).</summary>
/// <param name="Number">Below 2^31, as §8.1.1.5 demands.</param>
/// <param name="Method">The method of the request.</param>
public readonly record struct CSeq(uint Number, SipMethod Method)
{
    /// <summary>RFC 3261 §8.1.1.5: "MUST be less than 2**31".</summary>
    public const uint NumberMax = int.MaxValue;

    /// <summary>1*DIGIT LWS Method.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> value, out CSeq cseq)
    {
        cseq = default;
        var text = Grammar.Trim(value.Span);
        var digits = 0;
        while (digits < text.Length && Grammar.IsDigit(text[digits]))
        {
            digits++;
        }

        if (digits == text.Length || !Grammar.IsWhite(text[digits])
            || !Grammar.TryNumber(text[..digits], NumberMax, out var number)
            || !SipMethod.TryParse(Grammar.Trim(text[digits..]), out var method))
        {
            return false;
        }

        cseq = new CSeq(number, method);
        return true;
    }

    /// <summary>As it is written on the wire.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Method}");
}
