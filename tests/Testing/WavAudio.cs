using System.Buffers.Binary;

namespace Zhkh.Testing;

/// <summary>
/// A strict reader of 16-bit PCM WAV: sizes must fit the file exactly, as sox and Python's wave demand.
/// </summary>
public sealed record WavAudio(int Rate, short[][] Channels)
{
    public double Seconds => (double)Channels[0].Length / Rate;

    public static WavAudio Read(ReadOnlySpan<byte> file)
    {
        Require(file.Length >= 44, "shorter than a header");
        Require(file[..4].SequenceEqual("RIFF"u8) && file[8..12].SequenceEqual("WAVE"u8), "not RIFF/WAVE");
        Require(BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) == file.Length - 8,
            "RIFF size does not fit the file");
        int channels = 0, rate = 0;
        for (var at = 12; at + 8 <= file.Length;)
        {
            var size = checked((int)BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]));
            Require(at + 8 + size <= file.Length, "chunk runs over the end");
            var body = file.Slice(at + 8, size);
            if (file.Slice(at, 4).SequenceEqual("fmt "u8))
            {
                Require(BinaryPrimitives.ReadUInt16LittleEndian(body) == 1, "not PCM");
                Require(BinaryPrimitives.ReadUInt16LittleEndian(body[14..]) == 16, "not 16 bit");
                channels = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
                rate = (int)BinaryPrimitives.ReadUInt32LittleEndian(body[4..]);
            }
            else if (file.Slice(at, 4).SequenceEqual("data"u8))
            {
                Require(channels is 1 or 2 && rate > 0, "data before fmt");
                Require(size % (2 * channels) == 0, "half a frame at the end");
                return new WavAudio(rate, Split(body, channels));
            }

            at += 8 + size + (size & 1);
        }

        throw new InvalidDataException("no data chunk");
    }

    /// <summary>A mono 8 kHz file.</summary>
    public static byte[] Write(ReadOnlySpan<short> samples)
    {
        var file = new byte[44 + (samples.Length * 2)];
        var span = file.AsSpan();
        "RIFF"u8.CopyTo(span);
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(span[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(span[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(span[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(span[24..], 8000);
        BinaryPrimitives.WriteInt32LittleEndian(span[28..], 16000);
        BinaryPrimitives.WriteInt16LittleEndian(span[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(span[34..], 16);
        "data"u8.CopyTo(span[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[40..], samples.Length * 2);
        for (var n = 0; n < samples.Length; n++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(span[(44 + (n * 2))..], samples[n]);
        }

        return file;
    }

    private static short[][] Split(ReadOnlySpan<byte> body, int channels)
    {
        var frames = body.Length / (2 * channels);
        var split = new short[channels][];
        for (var channel = 0; channel < channels; channel++)
        {
            split[channel] = new short[frames];
            for (var n = 0; n < frames; n++)
            {
                split[channel][n] = BinaryPrimitives.ReadInt16LittleEndian(body[(2 * ((n * channels) + channel))..]);
            }
        }

        return split;
    }

    private static void Require(bool condition, string complaint)
    {
        if (!condition)
        {
            throw new InvalidDataException(complaint);
        }
    }
}
