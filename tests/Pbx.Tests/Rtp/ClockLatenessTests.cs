using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Rtp;

public sealed class ClockLatenessTests
{
    private const long Millisecond = 1_000_000;

    private readonly ClockLateness _lateness = new();

    [Fact]
    public void One_long_pause_is_not_a_lag()
    {
        _lateness.Add(300 * Millisecond);
        Assert.InRange(_lateness.Value.TotalMilliseconds, 18, 20);
        for (var tick = 0; tick < 50; tick++)
        {
            _lateness.Add(0);
        }

        Assert.InRange(_lateness.Value.TotalMilliseconds, 0, 1);
    }

    [Fact]
    public void A_clock_that_is_always_late_says_by_how_much()
    {
        for (var tick = 0; tick < 200; tick++)
        {
            _lateness.Add(30 * Millisecond);
        }

        Assert.InRange(_lateness.Value.TotalMilliseconds, 29, 30);
    }

    [Fact]
    public void Without_legs_there_is_no_lag_left()
    {
        _lateness.Add(900 * Millisecond);
        _lateness.Clear();
        Assert.Equal(TimeSpan.Zero, _lateness.Value);
    }
}
