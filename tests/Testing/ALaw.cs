namespace Zhkh.Testing;

/// <summary>
/// ITU-T G.711 A-law, written from the definition (sign, 3-bit chord, 4-bit step, even bits inverted), so that it
/// shares nothing with the tables of the product.
/// </summary>
public static class ALaw
{
    public static short Decode(byte code)
    {
        var c = code ^ 0x55;
        var chord = (c >> 4) & 7;
        var step = c & 15;
        var magnitude = chord == 0 ? (2 * step) + 1 : (2 * step + 33) << (chord - 1);
        return (short)((c & 0x80) != 0 ? magnitude * 8 : -magnitude * 8);
    }

    public static byte Encode(short sample)
    {
        // The code whose value lies nearest, found by search: slow, and right by the definition of nearest.
        var best = 0;
        for (var code = 1; code < 256; code++)
        {
            if (Math.Abs(Decode((byte)code) - sample) < Math.Abs(Decode((byte)best) - sample))
            {
                best = code;
            }
        }

        return (byte)best;
    }
}
