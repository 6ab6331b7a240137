using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Tests.Audio;

public sealed class MixerTests
{
    [Theory]
    [InlineData(160)]
    [InlineData(7)]
    [InlineData(0)]
    public void Voices_add_up_and_stop_at_the_limit(int length)
    {
        var random = new Random(416);
        var one = Enumerable.Range(0, length).Select(_ => (short)random.Next(-32768, 32768)).ToArray();
        var other = Enumerable.Range(0, length).Select(_ => (short)random.Next(-32768, 32768)).ToArray();
        var expected = one.Zip(other, (a, b) => (short)Math.Max(-32768, Math.Min(32767, a + b))).ToArray();
        Mixer.Add(one, other);
        Assert.Equal(expected, other);
    }

    [Fact]
    public void Frames_of_different_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => Mixer.Add(new short[160], new short[80]));

    [Fact]
    public void Fading_halves_both_signs()
    {
        short[] frame = [1000, -1000, 0, 32767, -32768];
        Mixer.Fade(frame, 128);
        Assert.Equal([500, -500, 0, 16383, -16384], frame);
    }
}
