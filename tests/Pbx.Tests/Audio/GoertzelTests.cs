using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Tests.Audio;

public sealed class GoertzelTests
{
    [Theory]
    [InlineData(425, 800)]
    [InlineData(1000, 160)]
    [InlineData(1633, 8000)]
    public void It_hears_what_a_plain_correlation_hears(double frequencyHz, int samples)
    {
        var sound = Hearing.Sine(frequencyHz, samples, 6000);
        Assert.Equal(Hearing.Amplitude(sound, frequencyHz), Goertzel.Amplitude(sound, frequencyHz), 1.0);
        Assert.Equal(Hearing.Amplitude(sound, 700), Goertzel.Amplitude(sound, 700), 1.0);
        Assert.InRange(Goertzel.Amplitude(sound, frequencyHz), 5700, 6300);
    }

    [Fact]
    public void Nothing_holds_no_tone() => Assert.Equal(0, Goertzel.Amplitude([], 425));
}
