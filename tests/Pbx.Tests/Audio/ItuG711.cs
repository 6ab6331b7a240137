namespace Zhkh.Pbx.Tests.Audio;

/// <summary>
/// G.711 from the text of the recommendation: decision and output values of its tables 1 and 2, found by search. Slow
/// and without a line in common with the code it judges.
/// </summary>
internal static class ItuG711
{
    /// <summary>Output value of an A-law code, on the 16-bit scale (13 bits × 8).</summary>
    public static int ALawValue(byte code)
    {
        // Table 1a: even bits are inverted; sign 1 = positive; segment s, step 2 in the first two, doubling after.
        var bits = code ^ 0b0101_0101;
        var segment = bits / 16 % 8;
        var interval = bits % 16;
        double lower = segment == 0 ? interval * 2 : (16 + interval) * 2 * Math.Pow(2, segment - 1);
        double step = segment == 0 ? 2 : 2 * Math.Pow(2, segment - 1);
        var value = (int)((lower + (step / 2)) * 8);
        return bits >= 128 ? value : -value;
    }

    /// <summary>Output value of a µ-law code, on the 16-bit scale (14 bits × 4).</summary>
    public static int MuLawValue(byte code)
    {
        // Table 2a: all bits inverted; value = (2^segment × (2 × interval + 33)) − 33 on the 14-bit scale.
        var bits = 255 - code;
        var value = 4 * ((int)Math.Pow(2, bits / 16 % 8) * ((2 * (bits % 16)) + 33) - 33);
        return bits >= 128 ? -value : value;
    }

    /// <summary>Magnitudes that belong to an A-law code: from, and below which.</summary>
    public static (int From, int Below) ALawInterval(byte code)
    {
        var bits = code ^ 0b0101_0101;
        var segment = bits / 16 % 8;
        var half = segment == 0 ? 8 : 8 * (int)Math.Pow(2, segment - 1);
        var value = Math.Abs(ALawValue(code));
        return (value - half, value + half);
    }

    /// <summary>Magnitudes that belong to a µ-law code: from, and below which; the last interval has no end.</summary>
    public static (int From, int Below) MuLawInterval(byte code)
    {
        var half = 4 * (int)Math.Pow(2, (255 - code) / 16 % 8);
        var value = Math.Abs(MuLawValue(code));
        return (Math.Max(0, value - half), code % 128 == 0 ? int.MaxValue : value + half);
    }
}
