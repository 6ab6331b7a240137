using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Rtp;

public sealed class DigitReceiverTests
{
    private DigitReceiver _digits;

    [Fact]
    public void The_same_timestamp_is_the_same_press()
    {
        Assert.Equal(('1', null), Take(1000, 1, end: false));
        Assert.Equal((null, null), Take(1000, 1, end: false));
        Assert.Equal((null, '1'), Take(1000, 1, end: true));
        Assert.Equal((null, null), Take(1000, 1, end: true));
        Assert.Equal((null, null), Take(1000, 1, end: true));
        Assert.Equal(('1', null), Take(2000, 1, end: false));
    }

    [Fact]
    public void An_end_alone_is_a_whole_press() => Assert.Equal(('9', '9'), Take(5, 9, end: true));

    [Fact]
    public void A_new_press_ends_the_one_before()
    {
        Take(1000, 1, end: false);
        Assert.Equal(('2', '1'), Take(3000, 2, end: false));
        Assert.Equal((null, '2'), Take(3000, 2, end: true));
    }

    [Fact]
    public void A_press_that_comes_late_is_not_told_again()
    {
        Take(3000, 2, end: true);
        Assert.Equal((null, null), Take(1000, 1, end: true));
    }

    [Fact]
    public void Timestamps_wrap()
    {
        Take(uint.MaxValue - 10, 1, end: true);
        Assert.Equal(('2', '2'), Take(900, 2, end: true));
    }

    [Fact]
    public void Events_that_are_no_keys_are_ignored()
    {
        Assert.Equal((null, null), Take(1, 16, end: true));
        Assert.Equal((null, null), Take(1, 255, end: true));
    }

    [Fact]
    public void A_key_of_no_duration_is_not_pressed() =>
        Assert.Equal((null, null), _digits.Take(1, new TelephoneEvent(1, true, 63, 0), nowNs: 0));

    [Fact]
    public void Without_an_end_the_key_comes_up_by_itself()
    {
        Take(1, 3, end: false);
        Assert.Null(_digits.Expired(100_000_000));
        Assert.Equal('3', _digits.Expired(130_000_000));
        Assert.Null(_digits.Expired(900_000_000));
        Assert.Equal((null, null), Take(1, 3, end: true));
    }

    private (char?, char?) Take(uint timestamp, byte number, bool end) =>
        _digits.Take(timestamp, new TelephoneEvent(number, end, 10, 160), nowNs: 0);
}
