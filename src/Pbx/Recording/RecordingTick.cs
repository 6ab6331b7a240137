using System.Buffers.Binary;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// Twenty milliseconds of a recording: 160 A-law codes of the caller, then 160 of our side. A-law is what was on the
/// wire, so decoding it and coding it again loses nothing and halves the disk.
/// </summary>
internal static class RecordingTick
{
    public const int Bytes = 2 * Pcm16.FrameSamples;

    /// <summary>Bytes of the same sound in a 16-bit stereo WAV.</summary>
    public const int WavBytes = 2 * Bytes;

    /// <summary>A day and a night: no call is longer, and no file may claim to be.</summary>
    public const int TicksMax = 24 * 60 * 60 * 1000 / Pcm16.FrameMs;

    public static void Encode(ReadOnlySpan<short> received, ReadOnlySpan<short> sent, Span<byte> tick)
    {
        G711.Encode(AudioCodec.Pcma, received, tick[..Pcm16.FrameSamples]);
        G711.Encode(AudioCodec.Pcma, sent, tick[Pcm16.FrameSamples..]);
    }

    /// <summary>Turns ticks into interleaved little-endian samples, left the caller, right our side.</summary>
    public static void ToWav(ReadOnlySpan<byte> ticks, Span<byte> wav)
    {
        Span<short> left = stackalloc short[Pcm16.FrameSamples];
        Span<short> right = stackalloc short[Pcm16.FrameSamples];
        while (!ticks.IsEmpty)
        {
            G711.Decode(AudioCodec.Pcma, ticks[..Pcm16.FrameSamples], left);
            G711.Decode(AudioCodec.Pcma, ticks[Pcm16.FrameSamples..Bytes], right);
            for (var i = 0; i < Pcm16.FrameSamples; i++)
            {
                var at = wav[(4 * i)..];
                at[0] = (byte)left[i];
                at[1] = (byte)(left[i] >> 8);
                at[2] = (byte)right[i];
                at[3] = (byte)(right[i] >> 8);
            }

            ticks = ticks[Bytes..];
            wav = wav[WavBytes..];
        }
    }

    /// <summary>The other way round, for one tick.</summary>
    public static void FromWav(ReadOnlySpan<byte> wav, Span<byte> tick)
    {
        Span<short> left = stackalloc short[Pcm16.FrameSamples];
        Span<short> right = stackalloc short[Pcm16.FrameSamples];
        for (var i = 0; i < Pcm16.FrameSamples; i++)
        {
            left[i] = BinaryPrimitives.ReadInt16LittleEndian(wav[(4 * i)..]);
            right[i] = BinaryPrimitives.ReadInt16LittleEndian(wav[((4 * i) + 2)..]);
        }

        Encode(left, right, tick);
    }

    public static TimeSpan Duration(long ticks) => Pcm16.Duration(ticks * Pcm16.FrameSamples);
}
