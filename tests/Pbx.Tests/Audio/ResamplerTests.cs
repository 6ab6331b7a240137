using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Tests.Audio;

public class ResamplerTests
{
    [Theory]
    [InlineData(8000, 1)]
    [InlineData(16000, 1)]
    [InlineData(44100, 2)]
    [InlineData(48000, 2)]
    public void A_tone_of_the_telephone_keeps_its_pitch_and_its_loudness(int rate, int channels)
    {
        var narrow = Resampler.ToTelephone(Tone(1000, rate, channels));
        Assert.InRange(narrow.Length, 7990, 8000);
        Assert.InRange(Level(narrow, 1000), 9_700, 10_300);
    }

    [Theory]
    [InlineData(44100)]
    [InlineData(48000)]
    public void What_a_telephone_cannot_carry_does_not_fold_back(int rate)
    {
        var narrow = Resampler.ToTelephone(Tone(5000, rate, 1));
        Assert.InRange(narrow.Skip(400).SkipLast(400).Max(s => Math.Abs((int)s)), 0, 200);
    }

    private static WavFile Tone(double hertz, int rate, int channels)
    {
        var samples = new short[rate * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)(10_000 * Math.Sin(2 * Math.PI * hertz * (i / channels) / rate));
        }

        return new WavFile(rate, channels, samples);
    }

    /// <summary>Amplitude of one tone in the middle of the sound.</summary>
    private static double Level(short[] samples, double hertz)
    {
        double re = 0, im = 0;
        var middle = samples[1000..7000];
        for (var i = 0; i < middle.Length; i++)
        {
            re += middle[i] * Math.Cos(2 * Math.PI * hertz * i / 8000);
            im += middle[i] * Math.Sin(2 * Math.PI * hertz * i / 8000);
        }

        return 2 * Math.Sqrt((re * re) + (im * im)) / middle.Length;
    }
}
