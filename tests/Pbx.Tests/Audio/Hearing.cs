using System.Numerics;

namespace Zhkh.Pbx.Tests.Audio;

/// <summary>An ear of the tests' own: correlation with sine and cosine, term by term.</summary>
internal static class Hearing
{
    /// <summary>Amplitude of a frequency in 8 kHz sound.</summary>
    public static double Amplitude(ReadOnlySpan<short> samples, double frequencyHz)
    {
        var sum = Complex.Zero;
        for (var i = 0; i < samples.Length; i++)
        {
            sum += samples[i] * Complex.FromPolarCoordinates(1, -2 * Math.PI * frequencyHz * i / 8000);
        }

        return 2 * sum.Magnitude / samples.Length;
    }

    public static short[] Sine(double frequencyHz, int samples, double amplitude) =>
        [.. Enumerable.Range(0, samples)
            .Select(i => (short)Math.Round(amplitude * Math.Cos(2 * Math.PI * frequencyHz * i / 8000)))];
}
