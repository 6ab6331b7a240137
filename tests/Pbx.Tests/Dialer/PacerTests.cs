using Zhkh.Pbx.Dialer;

namespace Zhkh.Pbx.Tests.Dialer;

/// <summary>Residents first; and the table of a campaign's life, every cell of it.</summary>
public sealed class PacerTests
{
    [Theory]
    [InlineData(0, 0, 9)]
    [InlineData(8, 0, 1)]
    [InlineData(9, 0, 0)]
    [InlineData(12, 0, 0)]
    [InlineData(20, 0, 0)]
    [InlineData(0, 1, 0)]
    public void The_robot_takes_what_leaves_the_reserve_and_nothing_while_anybody_waits(
        int inUse, int waiting, int room)
    {
        Assert.Equal(room, Pacer.Room(new LineState(12, inUse, 3, waiting, IsStopping: false)));
        Assert.Equal(0, Pacer.Room(new LineState(12, inUse, 3, waiting, IsStopping: true)));
    }

    [Fact]
    public void A_gate_lets_so_many_through_in_any_minute_and_saves_nothing_up()
    {
        var now = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
        var gate = new PaceGate();
        var passed = new List<DateTimeOffset>();
        for (var tick = 0; tick < 5 * 60 * 5; tick++, now += TimeSpan.FromMilliseconds(200))
        {
            // The second minute there is nobody to call.
            while (gate.IsOpen(now) && tick is < 300 or >= 600)
            {
                gate.Pass(now, 90);
                passed.Add(now);
            }
        }

        var busiest = passed.Max(from => passed.Count(at => at >= from && at < from + TimeSpan.FromMinutes(1)));
        Assert.InRange(busiest, 88, 92);
    }

    [Theory]
    [InlineData(CampaignState.Draft, "start running", "stop stopped")]
    [InlineData(CampaignState.Running, "pause paused", "stop stopped", "finish finished")]
    [InlineData(CampaignState.Paused, "start running", "stop stopped", "finish finished")]
    [InlineData(CampaignState.Stopped)]
    [InlineData(CampaignState.Finished)]
    public void A_campaign_moves_by_its_table_and_not_otherwise(CampaignState state, params string[] allowed)
    {
        var table = from move in Enum.GetValues<CampaignMove>()
                    let next = CampaignLifecycle.Next(state, move)
                    where next is not null
                    select $"{move} {next}".ToLowerInvariant();
        Assert.Equal(allowed.Order(), table.Order());
    }
}
