using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Tests.Audio;

public sealed class G711Tests
{
    [Fact]
    public void Every_code_decodes_to_the_value_of_the_recommendation()
    {
        for (var code = 0; code < 256; code++)
        {
            Assert.Equal(ItuG711.ALawValue((byte)code), Decode(AudioCodec.Pcma, (byte)code));
            Assert.Equal(ItuG711.MuLawValue((byte)code), Decode(AudioCodec.Pcmu, (byte)code));
        }
    }

    [Theory]
    [InlineData(AudioCodec.Pcma)]
    [InlineData(AudioCodec.Pcmu)]
    public void Every_sample_falls_into_the_interval_of_its_code(AudioCodec codec)
    {
        for (var sample = (int)short.MinValue; sample <= short.MaxValue; sample++)
        {
            var code = Encode(codec, (short)sample);
            var (from, below) = codec == AudioCodec.Pcma ? ItuG711.ALawInterval(code) : ItuG711.MuLawInterval(code);

            // The sign bit says positive; zero is positive, and the negative half mirrors it one step lower.
            Assert.Equal(sample >= 0, code >= 128);
            Assert.InRange(sample >= 0 ? sample : -sample - 1, from, below - 1);
        }
    }

    [Theory]
    [InlineData(AudioCodec.Pcma)]
    [InlineData(AudioCodec.Pcmu)]
    public void Decoding_and_coding_again_loses_nothing(AudioCodec codec)
    {
        for (var code = 0; code < 256; code++)
        {
            var again = Encode(codec, Decode(codec, (byte)code));

            // µ-law has two zeros.
            Assert.Equal(Decode(codec, (byte)code), Decode(codec, again));
        }
    }

    [Fact]
    public void One_law_becomes_the_other_by_way_of_its_value()
    {
        var all = Enumerable.Range(0, 256).Select(code => (byte)code).ToArray();
        var result = new byte[256];
        G711.Transcode(AudioCodec.Pcma, all, AudioCodec.Pcmu, result);
        Assert.Equal(all.Select(code => Encode(AudioCodec.Pcmu, (short)ItuG711.ALawValue(code))), result);
        G711.Transcode(AudioCodec.Pcmu, all, AudioCodec.Pcma, result);
        Assert.Equal(all.Select(code => Encode(AudioCodec.Pcma, (short)ItuG711.MuLawValue(code))), result);
    }

    private static short Decode(AudioCodec codec, byte code)
    {
        Span<short> sample = stackalloc short[1];
        G711.Decode(codec, [code], sample);
        return sample[0];
    }

    private static byte Encode(AudioCodec codec, short sample)
    {
        Span<byte> code = stackalloc byte[1];
        G711.Encode(codec, [sample], code);
        return code[0];
    }
}
