using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Rtp;

public sealed class RtpSequenceTests
{
    [Fact]
    public void Losses_are_counted_across_the_wrap()
    {
        var sequence = default(RtpSequence);
        foreach (var number in (int[])[65533, 65534, 65535, 0, 2, 3, 7])
        {
            Assert.True(sequence.Take((ushort)number));
        }

        Assert.Equal((11L, 7L, 4L), (sequence.Expected, sequence.Received, sequence.Lost));
        Assert.Equal(4 * 256 / 11, sequence.FractionLost256());
        Assert.Equal(0, sequence.FractionLost256());
    }

    [Fact]
    public void A_late_packet_takes_its_loss_back()
    {
        var sequence = default(RtpSequence);
        foreach (var number in (int[])[10, 12, 11])
        {
            sequence.Take((ushort)number);
        }

        Assert.Equal(0, sequence.Lost);
    }

    [Fact]
    public void A_stray_number_is_refused_and_two_in_a_row_are_a_restart()
    {
        var sequence = default(RtpSequence);
        sequence.Take(100);
        Assert.False(sequence.Take(40_000));
        Assert.True(sequence.Take(101));
        Assert.False(sequence.Take(40_000));
        Assert.True(sequence.Take(40_001));
        Assert.Equal(0, sequence.Lost);
    }
}
