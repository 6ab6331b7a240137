namespace Zhkh.Dispatch.Tests;

public sealed class TicketLifecycleTests
{
    /// <summary>The whole table, written down a second time and by hand: status, move, next.</summary>
    private static readonly string[] Table =
    [
        "New Accept Accepted", "New Assign Assigned", "New Reject Rejected",
        "Accepted Assign Assigned", "Accepted Complete Done", "Accepted Reject Rejected",
        "Assigned Accept Accepted", "Assigned Assign Assigned", "Assigned Start InProgress",
        "Assigned Reject Rejected",
        "InProgress Assign Assigned", "InProgress Localise Localised", "InProgress Complete Done",
        "Localised Assign Assigned", "Localised Complete Done",
        "Done Close Closed", "Done Reopen Accepted", "Closed Reopen Accepted", "Rejected Reopen Accepted",
    ];

    [Fact]
    public void Table_is_exactly_as_written_down()
    {
        var actual =
            from status in Enum.GetValues<TicketStatus>()
            from move in Enum.GetValues<TicketMove>()
            let next = TicketLifecycle.Next(status, move)
            where next is not null
            select $"{status} {move} {next}";
        Assert.Equal(Table.Order(), actual.Order());
    }

    [Fact]
    public void Every_status_can_be_reached_and_none_is_a_trap()
    {
        var reached = new HashSet<TicketStatus> { TicketStatus.New };
        for (var before = 0; before != reached.Count;)
        {
            before = reached.Count;
            reached.UnionWith(reached.ToArray().SelectMany(s =>
                TicketLifecycle.Allowed(s).Select(m => TicketLifecycle.Next(s, m)).OfType<TicketStatus>()));
        }

        Assert.Equal(Enum.GetValues<TicketStatus>().Length, reached.Count);
        Assert.All(Enum.GetValues<TicketStatus>(), s => Assert.NotEmpty(TicketLifecycle.Allowed(s)));
    }
}
