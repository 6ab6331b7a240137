using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Calls;

public sealed class PhoneSoundsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    // R by hand from G.107: no loss, 40 ms: R = 93.2 − 0.96 = 92.24, MOS 4.39.
    // Loss 5 %: Ie-eff = 95·5/(5+25.1) = 15.8, R = 76.5, MOS 3.87. Loss 20 %: 42.1, R = 50.1, MOS 2.59.
    // Loss 100 %: 75.9, R = 16.3, MOS 1.15.
    // 600 ms there and back: Id = 0.024·340 + 0.11·162.7 = 26.1, R = 67.1, MOS 3.46.
    [Theory]
    [InlineData(0, 0, null, 4.39)]
    [InlineData(0.05, 0, null, 3.87)]
    [InlineData(0.20, 0, null, 2.59)]
    [InlineData(0, 0, 600.0, 3.46)]
    [InlineData(1, 0, null, 1.15)]
    public void The_score_is_that_of_the_recommendation(double loss, double jitter, double? roundTrip, double mos) =>
        Assert.Equal(mos, VoiceQuality.Mos(loss, jitter, roundTrip), 0.02);

    [Fact]
    public void Nothing_makes_a_call_sound_better_than_it_can()
    {
        var random = new Random(3);
        var before = 5.0;
        for (var loss = 0.0; loss <= 1; loss += 0.01)
        {
            var mos = VoiceQuality.Mos(loss, 10, 100);
            Assert.InRange(mos, 1, before);
            before = mos;
            Assert.InRange(VoiceQuality.Mos(loss, 500 * random.NextDouble(), 2000 * random.NextDouble()), 1, 4.5);
        }
    }

    [Fact]
    public void A_short_call_says_nothing() => Assert.Null(PhoneSounds.Of(Figures(249, 0, 249), Now));

    [Fact]
    public void Who_is_not_heard_is_suspected() => Assert.True(PhoneSounds.Of(Figures(0, 0, 500), Now)!.IsOneWay);

    [Fact]
    public void Who_hears_nothing_is_suspected() =>
        Assert.True(PhoneSounds.Of(Figures(500, 0, 500, remoteLost: 480), Now)!.IsOneWay);

    [Fact]
    public void The_worse_direction_counts()
    {
        var sound = PhoneSounds.Of(Figures(950, 50, 1000, remoteLost: 100), Now)!;
        Assert.Equal(10, sound.LossPercent);
        Assert.False(sound.IsOneWay);
    }

    private static RtpStatistics Figures(long received, long lost, long sent, int? remoteLost = null) =>
        new(received, lost, 2, sent, 0, 0, remoteLost, 20, false);
}
