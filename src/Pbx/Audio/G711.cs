namespace Zhkh.Pbx.Audio;

/// <summary>
/// ITU-T G.711 in tables. The tables are filled by the reference algorithm of ITU-T G.191: a negative sample is
/// folded by its one's complement, so −1 and 0 fall into the same step on both sides of zero.
/// </summary>
public static class G711
{
    /// <summary>Code of digital silence in A-law.</summary>
    public const byte ALawSilence = 0xD5;

    /// <summary>Code of digital silence in µ-law.</summary>
    public const byte MuLawSilence = 0xFF;

    private static readonly short[] s_fromALaw = Table(256, code => ExpandALaw((byte)code));
    private static readonly short[] s_fromMuLaw = Table(256, code => ExpandMuLaw((byte)code));

    // A-law sees 12 bits of a sample and µ-law 14: the tables are 4 and 16 kB and stay in the first-level cache.
    private static readonly byte[] s_toALaw = Table(4096, top => CompressALaw((short)(top << 4)));
    private static readonly byte[] s_toMuLaw = Table(16384, top => CompressMuLaw((short)(top << 2)));

    private static readonly byte[] s_aLawToMuLaw = Table(256, code => CompressMuLaw(ExpandALaw((byte)code)));
    private static readonly byte[] s_muLawToALaw = Table(256, code => CompressALaw(ExpandMuLaw((byte)code)));

    /// <summary>Turns codes into samples; <paramref name="samples"/> must be at least as long.</summary>
    public static void Decode(AudioCodec codec, ReadOnlySpan<byte> codes, Span<short> samples)
    {
        var table = codec == AudioCodec.Pcma ? s_fromALaw : s_fromMuLaw;
        samples = samples[..codes.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            samples[i] = table[codes[i]];
        }
    }

    /// <summary>Turns samples into codes; <paramref name="codes"/> must be at least as long.</summary>
    public static void Encode(AudioCodec codec, ReadOnlySpan<short> samples, Span<byte> codes)
    {
        codes = codes[..samples.Length];
        if (codec == AudioCodec.Pcma)
        {
            for (var i = 0; i < samples.Length; i++)
            {
                codes[i] = s_toALaw[(ushort)samples[i] >> 4];
            }
        }
        else
        {
            for (var i = 0; i < samples.Length; i++)
            {
                codes[i] = s_toMuLaw[(ushort)samples[i] >> 2];
            }
        }
    }

    /// <summary>Copies codes of one law as codes of another.</summary>
    public static void Transcode(AudioCodec from, ReadOnlySpan<byte> codes, AudioCodec to, Span<byte> result)
    {
        if (from == to)
        {
            codes.CopyTo(result);
            return;
        }

        var table = from == AudioCodec.Pcma ? s_aLawToMuLaw : s_muLawToALaw;
        result = result[..codes.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            result[i] = table[codes[i]];
        }
    }

    /// <summary>The code that sounds like nothing.</summary>
    public static byte Silence(AudioCodec codec) => codec == AudioCodec.Pcma ? ALawSilence : MuLawSilence;

    // ITU-T G.191 alaw_compress: 12 bits of magnitude and sign; the even bits are inverted for the line.
    private static byte CompressALaw(short sample)
    {
        var magnitude = (sample < 0 ? ~sample : sample) >> 4;
        if (magnitude > 15)
        {
            var exponent = 1;
            while (magnitude > 31)
            {
                magnitude >>= 1;
                exponent++;
            }

            magnitude = magnitude - 16 + (exponent << 4);
        }

        return (byte)((sample >= 0 ? magnitude | 0x80 : magnitude) ^ 0x55);
    }

    private static short ExpandALaw(byte code)
    {
        var magnitude = (code ^ 0x55) & 0x7F;
        var exponent = magnitude >> 4;
        var mantissa = magnitude & 0x0F;
        if (exponent > 0)
        {
            mantissa += 16;
        }

        mantissa = (mantissa << 4) + 8;
        if (exponent > 1)
        {
            mantissa <<= exponent - 1;
        }

        return (short)(code > 127 ? mantissa : -mantissa);
    }

    // ITU-T G.191 ulaw_compress: 14 bits, bias 33, all bits inverted for the line.
    private static byte CompressMuLaw(short sample)
    {
        var magnitude = Math.Min(((sample < 0 ? ~sample : sample) >> 2) + 33, 0x1FFF);
        var segment = 1;
        for (var rest = magnitude >> 6; rest != 0; rest >>= 1)
        {
            segment++;
        }

        var code = ((8 - segment) << 4) | (0x0F - ((magnitude >> segment) & 0x0F));
        return (byte)(sample >= 0 ? code | 0x80 : code);
    }

    private static short ExpandMuLaw(byte code)
    {
        var bits = ~code;
        var exponent = (bits >> 4) & 7;
        var step = 4 << (exponent + 1);
        var magnitude = (0x80 << exponent) + (step * (bits & 0x0F)) + (step / 2) - (4 * 33);
        return (short)(code < 0x80 ? -magnitude : magnitude);
    }

    private static T[] Table<T>(int length, Func<int, T> cell)
    {
        var table = new T[length];
        for (var i = 0; i < length; i++)
        {
            table[i] = cell(i);
        }

        return table;
    }
}
