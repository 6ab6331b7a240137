namespace Zhkh.Web.Cli;

/// <summary>
/// Makes synthesised speech fit to be joined: silence trimmed, the same loudness everywhere, no clicks at the ends, and
/// behind each piece the pause that its text asks for.
/// </summary>
internal static class PromptAudio
{
    public const int SampleRate = 8000;

    /// <summary>Loudness of speech, RMS over the frames that carry it, in dB below full scale.</summary>
    public const double TargetRmsDb = -19;

    /// <summary>The highest sample after limiting, of 32768.</summary>
    public const int PeakMax = 29_000;

    private const int Frame = SampleRate / 100;
    private const int FadeSamples = SampleRate / 200;
    private const double SpeechFloorDb = -38;
    private const double Knee = 0.6;

    /// <summary>Trims, levels and pads the samples.</summary>
    /// <exception cref="InvalidDataException">There is no sound in them.</exception>
    public static short[] Finish(short[] samples, string text)
    {
        var peak = samples.Length == 0 ? 0 : samples.Max(s => Math.Abs((int)s));
        if (peak < 300)
        {
            throw new InvalidDataException($"«{text}»: the voice said nothing");
        }

        var spoken = Trim(samples, FloorOf(samples));
        var finished = new short[spoken.Length + PauseAfter(text)];
        var gain = GainFor(spoken.ToArray());
        for (var i = 0; i < spoken.Length; i++)
        {
            var edge = Math.Min(1.0, Math.Min(i + 1, spoken.Length - i) / (double)FadeSamples);
            finished[i] = (short)Math.Round(Limit(spoken[i] * gain / 32768) * edge * PeakMax);
        }

        return finished;
    }

    /// <summary>RMS of the frames that carry speech, dB below full scale.</summary>
    public static double SpeechRmsDb(short[] samples)
    {
        var floor = FloorOf(samples);
        var energies = Frames(samples).Where(e => e >= floor).ToArray();
        return energies.Length == 0 ? double.NegativeInfinity : 10 * Math.Log10(energies.Average() / (32768.0 * 32768));
    }

    private static ReadOnlySpan<short> Trim(short[] samples, double floor)
    {
        var frames = Frames(samples).ToList();
        var first = Math.Max(0, frames.FindIndex(e => e >= floor) - 2);
        var last = Math.Min(frames.Count - 1, frames.FindLastIndex(e => e >= floor) + 4);
        return samples.AsSpan(first * Frame, (last - first + 1) * Frame);
    }

    /// <summary>Energy below which a frame is silence, relative to the loudest frame.</summary>
    private static double FloorOf(short[] samples) =>
        Frames(samples).DefaultIfEmpty(0).Max() * Math.Pow(10, SpeechFloorDb / 10);

    private static IEnumerable<double> Frames(short[] samples) =>
        samples.Chunk(Frame).Where(c => c.Length == Frame).Select(c => c.Average(s => (double)s * s));

    private static double GainFor(short[] spoken) => Math.Pow(10, (TargetRmsDb - SpeechRmsDb(spoken)) / 20);

    /// <summary>Linear up to the knee, then a smooth approach to one: loud vowels are rounded, never clipped.</summary>
    private static double Limit(double value)
    {
        var size = Math.Abs(value);
        return size <= Knee ? value : Math.Sign(value) * (Knee + ((1 - Knee) * Math.Tanh((size - Knee) / (1 - Knee))));
    }

    /// <summary>Samples of silence after a piece: a sentence breathes, a fragment leans on the next one.</summary>
    private static int PauseAfter(string text) => text[^1] is '.' or '!' or '?' ? SampleRate / 4 : SampleRate / 50;
}
