namespace Zhkh.Testing;

/// <summary>Who hears whom: each party hums its own tone, this says which tones are in a piece of audio.</summary>
public static class ToneMeter
{
    private const double Rate = 8000;

    /// <summary>A sine of the given level, 8 kHz.</summary>
    public static short[] Hum(double hertz, TimeSpan length, double amplitude = 8000)
    {
        var samples = new short[(int)(length.TotalSeconds * Rate)];
        for (var n = 0; n < samples.Length; n++)
        {
            samples[n] = (short)(amplitude * Math.Sin(2 * Math.PI * hertz * n / Rate));
        }

        return samples;
    }

    /// <summary>Share of the signal's power that lies at the frequency, 0…1 (direct correlation).</summary>
    public static double Share(ReadOnlySpan<short> samples, double hertz)
    {
        double re = 0, im = 0, power = 0;
        for (var n = 0; n < samples.Length; n++)
        {
            var angle = 2 * Math.PI * hertz * n / Rate;
            re += samples[n] * Math.Cos(angle);
            im += samples[n] * Math.Sin(angle);
            power += (double)samples[n] * samples[n];
        }

        return power == 0 ? 0 : 2 * ((re * re) + (im * im)) / (samples.Length * power);
    }

    /// <summary>Seconds, counted in windows of 100 ms, in which the tone carries most of the power.</summary>
    public static double SecondsOf(ReadOnlySpan<short> samples, double hertz)
    {
        const int window = 800;
        var found = 0;
        for (var at = 0; at + window <= samples.Length; at += window)
        {
            var piece = samples.Slice(at, window);
            if (Loudness(piece) > 300 && Share(piece, hertz) > 0.6)
            {
                found++;
            }
        }

        return found * window / Rate;
    }

    /// <summary>Root mean square.</summary>
    public static double Loudness(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return samples.Length == 0 ? 0 : Math.Sqrt(sum / samples.Length);
    }
}
