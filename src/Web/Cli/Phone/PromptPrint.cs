using System.Numerics;

namespace Zhkh.Web.Cli;

/// <summary>
/// A recorded prompt in the form that heard sound is compared with: the whole wave, and a few short loud stretches
/// from its beginning on (anchors) that tell in one multiplication whether a comparison is worth it.
/// </summary>
internal sealed class PromptPrint
{
    /// <summary>60 ms.</summary>
    public const int AnchorSamples = 480;

    /// <summary>Each anchor is the loudest place of its 240 ms; the later ones help when the first was lost.</summary>
    public const int AnchorReach = 1920;

    public const int AnchorsMax = 4;

    private const int Stride = 40;

    public PromptPrint(string language, IReadOnlyList<string> ids, short[] samples)
    {
        Language = language;
        Ids = ids;
        Samples = [.. samples.Select(s => (float)s)];
        Anchors =
        [
            .. Enumerable.Range(0, AnchorsMax).Select(i => i * AnchorReach)
                .Where(from => from == 0 || from + AnchorReach <= samples.Length).Select(LoudestPlace),
        ];
    }

    /// <summary>The folder it was recorded for: ru, uk.</summary>
    public string Language { get; }

    /// <summary>All ids under which this very sound is listed; the first is the one reported.</summary>
    public IReadOnlyList<string> Ids { get; }

    public float[] Samples { get; }

    public (int At, float Energy)[] Anchors { get; }

    /// <summary>Normalised correlation of an anchor with what is heard there, −1 to 1, whatever the loudness.</summary>
    public float Likeness((int At, float Energy) anchor, HeardWave heard, int at)
    {
        var energy = heard.Energy(at + anchor.At, AnchorSamples);
        return at + anchor.At + AnchorSamples > heard.Length || energy < AnchorSamples
            ? 0
            : AnchorDot(anchor, heard, at) / MathF.Sqrt(anchor.Energy * energy);
    }

    /// <summary>How much louder or softer it is heard than it was recorded.</summary>
    public float Gain((int At, float Energy) anchor, HeardWave heard, int at) =>
        AnchorDot(anchor, heard, at) / anchor.Energy;

    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        var total = Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    private float AnchorDot((int At, float Energy) anchor, HeardWave heard, int at) =>
        Dot(Samples.AsSpan(anchor.At, AnchorSamples), heard.From(at + anchor.At)[..AnchorSamples]);

    private (int At, float Energy) LoudestPlace(int from)
    {
        var best = (At: from, Energy: 1f);
        var last = Math.Min(from + AnchorReach, Samples.Length) - AnchorSamples;
        for (var at = from; at <= last; at += Stride)
        {
            var stretch = Samples.AsSpan(at, AnchorSamples);
            var energy = Dot(stretch, stretch);
            best = energy > best.Energy ? (at, energy) : best;
        }

        return best;
    }
}
