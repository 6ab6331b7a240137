using System.Buffers.Binary;

namespace Zhkh.Pbx.Tests.Audio;

/// <summary>
/// A reader as strict as the strictest: every size must be exact to the byte, the sound whole frames, nothing after it.
/// </summary>
internal sealed record StrictWav(int SampleRate, int Channels, int Bits, short[] Samples)
{
    public int Frames => Samples.Length / Channels;

    public short[] Channel(int number) => [.. Samples.Where((_, i) => i % Channels == number)];

    public static StrictWav Parse(byte[] bytes)
    {
        Assert.True(bytes.Length >= 44, "shorter than a header");
        Assert.Equal("RIFF"u8.ToArray(), bytes[..4]);
        Assert.Equal((uint)(bytes.Length - 8), U32(4));
        Assert.Equal("WAVEfmt "u8.ToArray(), bytes[8..16]);
        Assert.Equal(16u, U32(16));
        Assert.Equal(1, U16(20));
        int channels = U16(22), rate = (int)U32(24), bits = U16(34);
        Assert.Equal((uint)(rate * channels * bits / 8), U32(28));
        Assert.Equal(channels * bits / 8, U16(32));
        Assert.Equal("data"u8.ToArray(), bytes[36..40]);
        Assert.Equal((uint)(bytes.Length - 44), U32(40));
        Assert.Equal(0, (bytes.Length - 44) % (channels * bits / 8));
        var samples = new short[(bytes.Length - 44) / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(44 + (2 * i)));
        }

        return new StrictWav(rate, channels, bits, samples);

        uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
        int U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
    }
}
