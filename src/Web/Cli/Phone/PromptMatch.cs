namespace Zhkh.Web.Cli;

/// <summary>How far a prompt is what is heard from some sample on.</summary>
/// <param name="Samples">Length that agrees; of a prompt that was cut off, without the pause it was cut in.</param>
/// <param name="LoudSamples">How much of that length is sound rather than pause.</param>
/// <param name="Spoken">It was heard to its end, but for its closing pause or a packet lost there.</param>
/// <param name="Whole">All of it was heard.</param>
/// <param name="Error">What differs in the agreeing steps, as a share of the prompt's energy.</param>
internal readonly record struct PromptMatch(int Samples, int LoudSamples, bool Spoken, bool Whole, float Error)
{
    private const int Step = 160;

    /// <summary>G.711 leaves a thousandth; the rest is for lines that add noise of their own.</summary>
    private const float ErrorMax = 0.15f;

    /// <summary>Packets lost in a row before the prompt counts as cut off.</summary>
    private const int LostInARowMax = 3;

    /// <summary>RMS of 60: below it a prompt is in a pause.</summary>
    private const float PauseEnergy = Step * 60f * 60f;

    /// <summary>Lays the prompt over the sound in steps of 20 ms until they part.</summary>
    public static PromptMatch Of(PromptPrint print, HeardWave wave, int from, float gain)
    {
        var heard = wave.From(from);
        int agreed = 0, agreedLoud = 0, loud = 0, loudLeft = 0, lost = 0;
        float errors = 0, energies = 1;
        for (var at = 0; at < print.Samples.Length; at += Step)
        {
            var expected = print.Samples.AsSpan(at, Math.Min(Step, print.Samples.Length - at));
            var energy = gain * gain * PromptPrint.Dot(expected, expected);
            var isLoud = energy > PauseEnergy;
            loudLeft += isLoud ? expected.Length : 0;
            if (lost > LostInARowMax || at + expected.Length > heard.Length)
            {
                continue;
            }

            var stretch = heard.Slice(at, expected.Length);
            var (error, present) = Difference(expected, stretch, gain);
            if (error <= Math.Max(ErrorMax * present, PauseEnergy / 4) && (!isLoud || present >= energy / 8))
            {
                (agreed, lost, loudLeft) = (at + expected.Length, 0, 0);
                (loud, agreedLoud) = isLoud ? (loud + expected.Length, agreed) : (loud, agreedLoud);
                (errors, energies) = (errors + error, energies + present);
            }
            else
            {
                // Only silence can be a lost packet; other sound is another prompt.
                lost = PromptPrint.Dot(stretch, stretch) <= PauseEnergy / 4 ? lost + 1 : LostInARowMax + 1;
            }
        }

        var isToTheEnd = lost <= LostInARowMax && print.Samples.Length <= heard.Length;
        var whole = agreed == print.Samples.Length;
        return new PromptMatch(
            whole ? agreed : agreedLoud, loud, loudLeft == 0 || isToTheEnd, whole, errors / energies);
    }

    /// <summary>
    /// What differs, and how much of the prompt it was compared with: perfect zeros are a packet that was lost, which
    /// says nothing about the prompt.
    /// </summary>
    private static (float Error, float Present) Difference(
        ReadOnlySpan<float> expected, ReadOnlySpan<float> heard, float gain)
    {
        float error = 0, present = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var asHeard = gain * expected[i];
            var difference = heard[i] == 0 ? 0 : heard[i] - asHeard;
            error += difference * difference;
            present += heard[i] == 0 ? 0 : asHeard * asHeard;
        }

        return (error, present);
    }
}
