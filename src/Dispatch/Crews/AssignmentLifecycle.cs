namespace Zhkh.Dispatch;

/// <summary>
/// The table of an order's life; null = refused. A crew may skip forward (one that answers only «готово» was there all
/// the same), never back, and cannot decline what it stands before.
/// </summary>
public static class AssignmentLifecycle
{
    public static AssignmentState? Next(AssignmentState state, AssignmentMove move) => state switch
    {
        AssignmentState.Ordered => move switch
        {
            AssignmentMove.Accept => AssignmentState.Accepted,
            AssignmentMove.Decline => AssignmentState.Declined,
            AssignmentMove.NeedTime => null,
            _ => Onward(state, move),
        },
        AssignmentState.Accepted => move switch
        {
            AssignmentMove.Accept => null,
            AssignmentMove.Decline => AssignmentState.Declined,
            _ => Onward(state, move),
        },
        AssignmentState.OnTheWay => move switch
        {
            AssignmentMove.Accept or AssignmentMove.OnTheWay => null,
            AssignmentMove.Decline => AssignmentState.Declined,
            _ => Onward(state, move),
        },
        AssignmentState.OnSite => move switch
        {
            AssignmentMove.Accept or AssignmentMove.OnTheWay or AssignmentMove.OnSite => null,
            _ => Onward(state, move),
        },
        AssignmentState.Localised => move switch
        {
            AssignmentMove.Accept or AssignmentMove.OnTheWay or AssignmentMove.OnSite
                or AssignmentMove.Localise => null,
            _ => Onward(state, move),
        },
        AssignmentState.Done or AssignmentState.Declined or AssignmentState.Withdrawn => null,
    };

    public static IReadOnlyList<AssignmentMove> Allowed(AssignmentState state) =>
        [.. Enum.GetValues<AssignmentMove>().Where(move => Next(state, move) is not null)];

    /// <summary>What a crew itself may say now: the buttons of its page.</summary>
    public static IReadOnlyList<AssignmentMove> AllowedToCrew(AssignmentState state) =>
        [.. Allowed(state).Where(move => move != AssignmentMove.Withdraw)];

    /// <summary>Whether the order is still in somebody's hands.</summary>
    public static bool IsOpen(AssignmentState state) => state switch
    {
        AssignmentState.Ordered or AssignmentState.Accepted or AssignmentState.OnTheWay or AssignmentState.OnSite
            or AssignmentState.Localised => true,
        AssignmentState.Done or AssignmentState.Declined or AssignmentState.Withdrawn => false,
    };

    private static AssignmentState? Onward(AssignmentState state, AssignmentMove move) => move switch
    {
        AssignmentMove.OnTheWay => AssignmentState.OnTheWay,
        AssignmentMove.OnSite => AssignmentState.OnSite,
        AssignmentMove.Localise => AssignmentState.Localised,
        AssignmentMove.Done => AssignmentState.Done,
        AssignmentMove.NeedTime or AssignmentMove.Comment => state,
        AssignmentMove.Withdraw => AssignmentState.Withdrawn,
        _ => null,
    };
}
