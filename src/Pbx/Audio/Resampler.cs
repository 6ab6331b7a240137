namespace Zhkh.Pbx.Audio;

/// <summary>
/// Brings sound of any rate to the telephone's: channels averaged, everything above 3.6 kHz taken away by a windowed
/// sinc before it could fold back. For files, not for the media path.
/// </summary>
public static class Resampler
{
    private const double CutOff = 3600;

    /// <summary>Periods of the telephone's rate that the filter reaches to each side.</summary>
    private const int Reach = 16;

    /// <summary>8 kHz mono.</summary>
    public static short[] ToTelephone(WavFile wave)
    {
        var mono = Mono(wave);
        if (wave.SampleRate == Pcm16.SampleRate)
        {
            return [.. mono.Select(sample => (short)Math.Round(sample))];
        }

        var step = wave.SampleRate / (double)Pcm16.SampleRate;
        var reach = Reach * step;
        var result = new short[(int)(mono.Length / step)];
        for (var i = 0; i < result.Length; i++)
        {
            var centre = i * step;
            double sum = 0, weight = 0;
            for (var k = Math.Max(0, (int)Math.Ceiling(centre - reach));
                k < mono.Length && k <= centre + reach; k++)
            {
                var tap = Tap(k - centre, reach, CutOff / wave.SampleRate);
                sum += mono[k] * tap;
                weight += tap;
            }

            result[i] = (short)Math.Clamp(Math.Round(weight == 0 ? 0 : sum / weight), short.MinValue, short.MaxValue);
        }

        return result;
    }

    private static double[] Mono(WavFile wave) => wave.Channels == 1
        ? [.. wave.Samples.Select(sample => (double)sample)]
        : [.. wave.Samples.Chunk(2).Select(pair => (pair[0] + pair[^1]) / 2.0)];

    private static double Tap(double at, double reach, double cutOff)
    {
        var angle = 2 * Math.PI * cutOff * at;
        var sinc = Math.Abs(angle) < 1e-9 ? 1 : Math.Sin(angle) / angle;
        return sinc * (0.5 + (0.5 * Math.Cos(Math.PI * at / reach)));
    }
}
