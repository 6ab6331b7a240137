namespace Zhkh.Dispatch.Tests;

public sealed class AssignmentLifecycleTests
{
    /// <summary>The whole table, written down a second time and by hand: state, move, next.</summary>
    private static readonly string[] Table =
    [
        "Ordered Accept Accepted", "Ordered Decline Declined", "Ordered OnTheWay OnTheWay", "Ordered OnSite OnSite",
        "Ordered Localise Localised", "Ordered Done Done", "Ordered Comment Ordered", "Ordered Withdraw Withdrawn",
        "Accepted Decline Declined", "Accepted OnTheWay OnTheWay", "Accepted OnSite OnSite",
        "Accepted Localise Localised", "Accepted Done Done", "Accepted NeedTime Accepted",
        "Accepted Comment Accepted", "Accepted Withdraw Withdrawn",
        "OnTheWay Decline Declined", "OnTheWay OnSite OnSite", "OnTheWay Localise Localised", "OnTheWay Done Done",
        "OnTheWay NeedTime OnTheWay", "OnTheWay Comment OnTheWay", "OnTheWay Withdraw Withdrawn",
        "OnSite Localise Localised", "OnSite Done Done", "OnSite NeedTime OnSite", "OnSite Comment OnSite",
        "OnSite Withdraw Withdrawn",
        "Localised Done Done", "Localised NeedTime Localised", "Localised Comment Localised",
        "Localised Withdraw Withdrawn",
    ];

    [Fact]
    public void Table_is_exactly_as_written_down()
    {
        var actual =
            from state in Enum.GetValues<AssignmentState>()
            from move in Enum.GetValues<AssignmentMove>()
            let next = AssignmentLifecycle.Next(state, move)
            where next is not null
            select $"{state} {move} {next}";
        Assert.Equal(Table.Order(), actual.Order());
    }

    [Fact]
    public void An_ended_order_allows_nothing_and_a_crew_never_withdraws()
    {
        Assert.All(Enum.GetValues<AssignmentState>(), state =>
        {
            Assert.Equal(AssignmentLifecycle.IsOpen(state), AssignmentLifecycle.Allowed(state).Count > 0);
            Assert.DoesNotContain(AssignmentMove.Withdraw, AssignmentLifecycle.AllowedToCrew(state));
        });
    }

    /// <summary>Whatever a crew says, the ticket's own table takes every step that follows from it.</summary>
    [Fact]
    public void The_ticket_can_always_follow_its_order()
    {
        var states =
            from status in new[] { TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.Localised }
            from move in Enum.GetValues<AssignmentMove>()
            where move != AssignmentMove.Decline || status == TicketStatus.Assigned
            select (status, move);
        Assert.All(states, pair =>
        {
            TicketStatus? at = pair.status;
            foreach (var step in CrewActs.TicketMovesOf(pair.move, pair.status))
            {
                at = TicketLifecycle.Next(at ?? TicketStatus.New, step);
                Assert.NotNull(at);
            }

            if (pair.move == AssignmentMove.Done)
            {
                Assert.Equal(TicketStatus.Done, at);
            }
        });
    }
}
