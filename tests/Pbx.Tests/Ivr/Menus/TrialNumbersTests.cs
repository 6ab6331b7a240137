using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Ivr;

public sealed class TrialNumbersTests
{
    private static readonly InboundRoute s_route = new(_ => Task.CompletedTask, "privolsk");

    private readonly ManualTime _time = new();

    [Fact]
    public void A_number_is_good_for_its_minutes_and_leads_nowhere_else()
    {
        var trials = new TrialNumbers(_time);
        var (number, until) = trials.Add(s_route);
        Assert.Equal(_time.GetUtcNow() + TrialNumbers.GoodFor, until);
        _time.Advance(TrialNumbers.GoodFor - TimeSpan.FromTicks(1));
        Assert.Same(s_route, trials.Find(number));
        Assert.False(trials.Knows(number[..^1] + (number[^1] == '0' ? '1' : '0')));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(trials.Knows(number));
    }

    [Fact]
    public void The_oldest_of_too_many_makes_room()
    {
        var trials = new TrialNumbers(_time);
        var (first, _) = trials.Add(s_route);
        var later = new HashSet<string>();
        for (var made = 0; made < TrialNumbers.NumbersMax; made++)
        {
            _time.Advance(TimeSpan.FromTicks(1));
            later.Add(trials.Add(s_route).Number);
        }

        Assert.False(trials.Knows(first));
        Assert.Equal(TrialNumbers.NumbersMax, later.Count(trials.Knows));
    }
}
