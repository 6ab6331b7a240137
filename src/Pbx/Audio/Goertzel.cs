namespace Zhkh.Pbx.Audio;

/// <summary>
/// How much of one frequency a piece of sound holds (Goertzel, 1958): a Fourier bin without the rest.
/// </summary>
public static class Goertzel
{
    /// <summary>
    /// Amplitude of the frequency in units of a sample: a sine of amplitude 8000 gives about 8000 whatever the length,
    /// provided it holds a whole number of periods or many of them.
    /// </summary>
    public static double Amplitude(ReadOnlySpan<short> samples, double frequencyHz, int sampleRate = Pcm16.SampleRate)
    {
        if (samples.IsEmpty)
        {
            return 0;
        }

        var step = 2 * Math.PI * frequencyHz / sampleRate;
        var coefficient = 2 * Math.Cos(step);
        double previous = 0, beforePrevious = 0;
        foreach (var sample in samples)
        {
            var current = sample + (coefficient * previous) - beforePrevious;
            beforePrevious = previous;
            previous = current;
        }

        var power = (previous * previous) + (beforePrevious * beforePrevious)
            - (coefficient * previous * beforePrevious);
        return 2 * Math.Sqrt(Math.Max(power, 0)) / samples.Length;
    }
}
