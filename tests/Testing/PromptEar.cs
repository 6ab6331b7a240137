using System.Numerics;
using System.Runtime.InteropServices;

namespace Zhkh.Testing;

/// <summary>
/// Finds committed prompts in received audio by plain normalised cross-correlation of the waveform: what a listener
/// would call "the same recording". It asks the server nothing.
/// </summary>
public static class PromptEar
{
    private const double Same = 0.75;
    private const int ProbeMax = 4000;   // half a second identifies a recording

    /// <summary>Where the prompt begins in the audio, in samples, or -1. Looks from the given sample on.</summary>
    public static int Find(ReadOnlySpan<short> heard, string language, string promptId, int from = 0)
    {
        var prompt = Load(language, promptId);
        var probe = prompt.AsSpan(LoudStart(prompt));
        probe = probe[..Math.Min(probe.Length, ProbeMax)];
        var pattern = ToFloat(probe);
        var signal = ToFloat(heard);
        var energy = Dot(pattern, pattern);
        var best = (At: -1, Score: Same);
        var fits = from + pattern.Length <= signal.Length;
        var windowEnergy = fits ? Dot(signal.AsSpan(from, pattern.Length), signal.AsSpan(from)) : 0;
        for (var at = from; at + pattern.Length <= signal.Length; at++)
        {
            // A window far quieter than the prompt cannot hold it.
            if (windowEnergy > energy / 4)
            {
                var score = Dot(pattern, signal.AsSpan(at)) / Math.Sqrt(energy * windowEnergy);
                best = score > best.Score ? (at, score) : best;
            }

            if (at + pattern.Length < signal.Length)
            {
                windowEnergy += Square(signal[at + pattern.Length]) - Square(signal[at]);
            }
        }

        return best.At < 0 ? -1 : Math.Max(0, best.At - LoudStart(prompt));
    }

    /// <summary>True when the prompts were heard in this order.</summary>
    public static bool HeardInOrder(ReadOnlySpan<short> heard, string language, params string[] promptIds)
    {
        var from = 0;
        foreach (var id in promptIds)
        {
            var at = Find(heard, language, id, from);
            if (at < 0)
            {
                return false;
            }

            from = at + (Load(language, id).Length / 2);
        }

        return true;
    }

    /// <summary>
    /// A condition that becomes true once the prompts were heard in this order; asked again with more audio, it looks
    /// only at what it has not seen.
    /// </summary>
    public static Func<short[], bool> Sequence(string language, params string[] promptIds)
    {
        var next = 0;
        var from = 0;
        return heard =>
        {
            while (next < promptIds.Length)
            {
                var at = Find(heard, language, promptIds[next], from);
                if (at < 0)
                {
                    from = Math.Max(from, heard.Length - Load(language, promptIds[next]).Length - ProbeMax);
                    return false;
                }

                from = at + (Load(language, promptIds[next]).Length / 2);
                next++;
            }

            return true;
        };
    }

    /// <summary>Samples of the whole recording.</summary>
    public static int LengthOf(string language, string promptId) => Load(language, promptId).Length;

    private static short[] Load(string language, string promptId)
    {
        var path = Repository.Path(["voice-prompts", language, .. promptId.Split('/')]) + ".wav";
        return WavAudio.Read(File.ReadAllBytes(path)).Channels[0];
    }

    private static int LoudStart(short[] samples)
    {
        var start = Array.FindIndex(samples, sample => Math.Abs((int)sample) > 500);
        return Math.Max(0, start);
    }

    private static float[] ToFloat(ReadOnlySpan<short> samples)
    {
        var floats = new float[samples.Length];
        for (var n = 0; n < samples.Length; n++)
        {
            floats[n] = samples[n];
        }

        return floats;
    }

    private static double Square(double x) => x * x;

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var lanes = Vector<float>.Count;
        var sum = Vector<float>.Zero;
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b[..a.Length]);
        for (var v = 0; v < va.Length; v++)
        {
            sum += va[v] * vb[v];
        }

        double total = Vector.Sum(sum);
        for (var n = va.Length * lanes; n < a.Length; n++)
        {
            total += a[n] * b[n];
        }

        return total;
    }
}
