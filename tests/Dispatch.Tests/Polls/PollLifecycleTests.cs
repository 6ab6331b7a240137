namespace Zhkh.Dispatch.Tests;

public sealed class PollLifecycleTests
{
    private static readonly string[] Table =
    [
        "Waiting Call Called", "Waiting Withdraw Withdrawn", "Called Rate Rated", "Called GiveUp NoAnswer",
        "Called Withdraw Withdrawn", "Withdrawn Rate Rated",
    ];

    [Fact]
    public void Table_is_exactly_as_written_down()
    {
        var actual =
            from state in Enum.GetValues<PollState>()
            from move in Enum.GetValues<PollMove>()
            let next = PollLifecycle.Next(state, move)
            where next is not null
            select $"{state} {move} {next}";
        Assert.Equal(Table.Order(), actual.Order());
    }
}
