using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Tests.Calls;

/// <summary>DOMAIN §1.2 and CONTRACT: for whom a callback exists. One row a fate.</summary>
public sealed class MissedCallTests
{
    [Theory]
    // hung up before anybody answered
    [InlineData("", true, "abandoned", true)]
    // in the robot, before anything was done
    [InlineData("answered", true, "abandoned", true)]
    // in the line
    [InlineData("answered wanted", true, "abandoned", true)]
    // nobody came; the robot promised a call back and hung up, or the caller did
    [InlineData("answered wanted left", false, "missed", true)]
    [InlineData("answered wanted left", true, "missed", true)]
    // served, then wanted a person and did not reach one
    [InlineData("answered served wanted left", false, "missed", true)]
    [InlineData("answered served wanted", true, "abandoned", true)]
    // served by the robot
    [InlineData("answered served", true, "selfService", false)]
    [InlineData("answered served", false, "selfService", false)]
    // reached a person, at once or on the second try
    [InlineData("answered wanted human", true, "answered", false)]
    [InlineData("answered wanted human", false, "answered", false)]
    [InlineData("answered wanted left wanted human", true, "answered", false)]
    // the robot gave up on its own
    [InlineData("answered", false, "missed", true)]
    public void A_call_from_outside_is_owed_what_its_course_says(
        string course, bool byCaller, string outcome, bool owed)
    {
        var call = Course(course, CallDirection.Inbound);
        var ended = call.With(new Facts(call.Id, call.LastAt).Ended(CallEnding.OfHangUp(call, byCaller)));

        Assert.Equal(outcome, CallNames.Of(ended.Outcome!.Value));
        Assert.Equal(owed, MissedCall.Is(ended));
    }

    public static TheoryData<string, string, bool> Faults => new()
    {
        { nameof(CallEnding.TooManyCalls), "refused", true },
        { nameof(CallEnding.NoMediaPort), "refused", true },
        { nameof(CallEnding.Draining), "refused", true },
        { nameof(CallEnding.NoCommonMedia), "failed", true },
        { nameof(CallEnding.MediaLost), "cut", true },
        { nameof(CallEnding.FlowFailed), "cut", true },
        { nameof(CallEnding.HostStopped), "cut", true },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_of_ours_is_always_owed_a_callback_even_after_a_service(string name, string outcome, bool owed)
    {
        CallEnding ending = name switch
        {
            nameof(CallEnding.TooManyCalls) => new CallEnding.TooManyCalls(),
            nameof(CallEnding.NoMediaPort) => new CallEnding.NoMediaPort(),
            nameof(CallEnding.Draining) => new CallEnding.Draining(),
            nameof(CallEnding.NoCommonMedia) => new CallEnding.NoCommonMedia(),
            nameof(CallEnding.MediaLost) => new CallEnding.MediaLost(),
            nameof(CallEnding.FlowFailed) => new CallEnding.FlowFailed(true),
            _ => new CallEnding.HostStopped(),
        };
        var call = Course("answered served wanted human", CallDirection.Inbound);
        var ended = call.With(new Facts(call.Id, call.LastAt).Ended(ending));

        Assert.Equal(outcome, CallNames.Of(ended.Outcome!.Value));
        Assert.Equal(owed, MissedCall.Is(ended));
    }

    [Theory]
    [InlineData(CallDirection.Internal)]
    [InlineData(CallDirection.Outbound)]
    public void Nobody_from_outside_called_so_nobody_is_owed(CallDirection direction)
    {
        var call = Course("answered", direction);
        Assert.False(MissedCall.Is(call.With(new Facts(call.Id, call.LastAt).Ended(new CallEnding.HostStopped()))));
    }

    [Theory]
    [InlineData(4_900, true)]
    [InlineData(5_000, false)]
    public void A_call_of_under_five_seconds_is_flagged_and_owed_all_the_same(int milliseconds, bool isShort)
    {
        var call = Course("", CallDirection.Inbound);
        var end = new Facts(call.Id, call.StartedAt.AddMilliseconds(milliseconds));
        var ended = call.With(end.Ended(new CallEnding.CancelledWhileRinging()));

        Assert.Equal(isShort, MissedCall.IsShort(ended));
        Assert.True(MissedCall.Is(ended));
    }

    [Fact]
    public void A_line_that_is_there_twice_changes_nothing()
    {
        var facts = new Facts();
        var offered = facts.Offered();
        var known = facts.Context("4406030");
        var once = new CallRecord(facts.Id).With(offered).With(known);

        Assert.Equal("4406030", once.With(offered).AccountNumber);
    }

    private static CallRecord Course(string course, CallDirection direction)
    {
        var facts = new Facts();
        var call = new CallRecord(facts.Id).With(facts.Offered(direction));
        foreach (var step in course.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            call = call.With(step switch
            {
                "answered" => facts.Answered(),
                "served" => facts.Served("balance"),
                "wanted" => facts.Wanted(),
                "left" => facts.LeftLine(),
                "human" => facts.Human(),
                _ => throw new ArgumentException(step),
            });
        }

        return call;
    }
}
