using System.Numerics;
using System.Runtime.InteropServices;

namespace Zhkh.Pbx.Audio;

/// <summary>
/// Adds voices. A sum beyond 16 bits stays at the limit: a clipped peak is quieter than a wrapped one.
/// </summary>
public static class Mixer
{
    /// <summary>Adds a frame onto another of the same length, saturating.</summary>
    public static void Add(ReadOnlySpan<short> frame, Span<short> onto)
    {
        if (frame.Length != onto.Length)
        {
            throw new ArgumentException("Frames of different length cannot be mixed.", nameof(onto));
        }

        var wide = MemoryMarshal.Cast<short, Vector<short>>(frame);
        var wideOnto = MemoryMarshal.Cast<short, Vector<short>>(onto);
        for (var i = 0; i < wide.Length; i++)
        {
            wideOnto[i] = Vector.AddSaturate(wideOnto[i], wide[i]);
        }

        for (var i = wide.Length * Vector<short>.Count; i < frame.Length; i++)
        {
            onto[i] = (short)Math.Clamp(onto[i] + frame[i], short.MinValue, short.MaxValue);
        }
    }

    /// <summary>Makes a frame quieter: each sample × <paramref name="gain256"/> / 256.</summary>
    public static void Fade(Span<short> frame, int gain256)
    {
        for (var i = 0; i < frame.Length; i++)
        {
            frame[i] = (short)(frame[i] * gain256 >> 8);
        }
    }
}
