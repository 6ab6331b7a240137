using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Rtp;

public sealed class MediaWheelTests : IAsyncDisposable
{
    private const long Ms = 1_000_000;
    private readonly MediaEngine _engine = new(
        new MediaOptions { FirstPort = 0, LastPort = 0 }, TimeProvider.System, NullLogger.Instance);

    private readonly MediaWheel _wheel = new(startNs: 0);
    private readonly List<RtpLeg> _ticked = [];

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public void Legs_are_spread_over_the_phases_and_tick_once_a_frame()
    {
        var legs = Enumerable.Range(0, 20).Select(_ => Leg()).ToList();
        legs.ForEach(leg => _wheel.Add(leg, 0));
        for (var ms = 2; ms <= 20; ms += 2)
        {
            _ticked.Clear();
            Run(ms * Ms);
            Assert.Equal(2, _ticked.Count);
        }

        _ticked.Clear();
        Run(220 * Ms);
        Assert.All(legs, leg => Assert.Equal(10, _ticked.Count(ticked => ticked == leg)));
    }

    [Fact]
    public void A_stall_is_made_good_tick_by_tick_in_an_unchanging_order()
    {
        var (one, other) = (Leg(), Leg());
        _wheel.Add(one, 0);
        _wheel.Rephase(one, 0);
        _wheel.Add(other, 0);
        _wheel.Rephase(other, 0);
        Run(401 * Ms);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? one : other), _ticked);
        Assert.Equal(0, _wheel.TicksSkipped);
    }

    [Fact]
    public void Of_a_long_stall_half_a_second_is_made_good()
    {
        _wheel.Add(Leg(), 0);
        Run(10_000 * Ms);
        Assert.InRange(_ticked.Count, 24, 28);
        Assert.InRange(_wheel.TicksSkipped, (10_000 - 532) / 2, (10_000 - 500) / 2);
        _ticked.Clear();
        Run(10_200 * Ms);
        Assert.Equal(10, _ticked.Count);
    }

    [Fact]
    public void A_leg_that_sent_out_of_turn_is_due_a_frame_later()
    {
        var leg = Leg();
        _wheel.Add(leg, 0);
        Run(10 * Ms);
        _wheel.Rephase(leg, 13 * Ms);
        Assert.InRange(_wheel.NextDueNs, 32 * Ms, 34 * Ms);
    }

    [Fact]
    public void A_leg_ahead_of_the_clock_is_put_off_by_one_phase_or_two()
    {
        var leg = Leg();
        _wheel.Add(leg, 0);
        _wheel.Run(2 * Ms, (_, _) => 1);
        Assert.Equal(24 * Ms, _wheel.NextDueNs);
        _wheel.Run(24 * Ms, (_, _) => 2);
        Assert.Equal(48 * Ms, _wheel.NextDueNs);
        _wheel.Run(48 * Ms, (_, _) => 99);
        Assert.Equal(72 * Ms, _wheel.NextDueNs);
    }

    [Fact]
    public void An_empty_wheel_wants_no_waking_and_takes_legs_at_any_time()
    {
        Assert.Equal(long.MaxValue, _wheel.NextDueNs);
        var leg = Leg();
        _wheel.Add(leg, 5_000_000 * Ms);
        Assert.InRange(_wheel.NextDueNs, 5_000_000 * Ms, 5_000_020 * Ms);
        _wheel.Remove(leg);
        Assert.Equal(long.MaxValue, _wheel.NextDueNs);
        Assert.Equal(0, _wheel.Count);
    }

    private RtpLeg Leg() => _engine.TryOpenLeg(IPAddress.Loopback)!;

    private void Run(long nowNs) => _wheel.Run(nowNs, (leg, _) =>
    {
        _ticked.Add(leg);
        return 0;
    });
}
