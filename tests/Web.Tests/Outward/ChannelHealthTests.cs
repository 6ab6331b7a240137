using Zhkh.Testing;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Tests.Outward;

public sealed class ChannelHealthTests
{
    private static readonly TimeSpan ProbeMax = TimeSpan.FromSeconds(5);
    private readonly ManualTime _time = new();
    private readonly ChannelHealth _health;

    public ChannelHealthTests() => _health = new ChannelHealth(ProbeMax, _time);

    [Fact]
    public void Three_failures_in_a_row_are_an_outage_and_then_one_probe_at_a_time_goes_out()
    {
        Fail(2);
        Assert.Equal((false, 4), (_health.IsAway, _health.Free(4, 0)));
        Fail(1);
        Assert.Equal((true, 0), (_health.IsAway, _health.Free(4, 0)));
        _time.Advance(ProbeMax * 1.25);
        Assert.Equal(1, _health.Free(4, 0));
        Assert.Equal(0, _health.Free(4, 1));
    }

    [Fact]
    public void Probes_never_come_further_apart_than_the_limit()
    {
        Fail(3);
        for (var day = 0; day < 200; day++)
        {
            _time.Advance(ProbeMax * 1.25);
            Assert.Equal(1, _health.Free(4, 0));
            Fail(1);
        }
    }

    [Fact]
    public void A_success_in_between_starts_the_count_anew_and_ends_an_outage_once()
    {
        Fail(2);
        Assert.False(_health.Note(VerdictKind.Taken, "a"));
        Fail(2);
        Assert.False(_health.IsAway);
        Fail(1);
        Assert.True(_health.Note(VerdictKind.Refused, "a"));   // a refusal, too, is a sign of life
        Assert.False(_health.Note(VerdictKind.Taken, "a"));
        Assert.Equal(4, _health.Free(4, 0));
    }

    [Fact]
    public void One_mailbox_that_is_full_for_long_is_no_outage_three_are()
    {
        for (var i = 0; i < 20; i++)
        {
            _health.Note(VerdictKind.Postponed, "full@example.org");
        }

        Assert.False(_health.IsAway);
        _health.Note(VerdictKind.Postponed, "b@example.org");
        _health.Note(VerdictKind.Postponed, "c@example.org");
        Assert.True(_health.IsAway);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _health.Note(VerdictKind.Away, "a");
        }
    }
}
