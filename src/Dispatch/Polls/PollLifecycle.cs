namespace Zhkh.Dispatch;

/// <summary>Where a poll stands.</summary>
public enum PollState
{
    /// <summary>For its hour.</summary>
    Waiting,

    /// <summary>The robot was told to call.</summary>
    Called,
    Rated,
    NoAnswer,
    Withdrawn,
}

/// <summary>What happens to a poll.</summary>
public enum PollMove
{
    Call,
    Rate,
    GiveUp,
    Withdraw,
}

/// <summary>
/// The table of a poll's life; null = refused. A mark given in a call that was under way while the poll was withdrawn
/// is still a mark.
/// </summary>
public static class PollLifecycle
{
    public static PollState? Next(PollState state, PollMove move) => state switch
    {
        PollState.Waiting => move switch
        {
            PollMove.Call => PollState.Called,
            PollMove.Withdraw => PollState.Withdrawn,
            _ => null,
        },
        PollState.Called => move switch
        {
            PollMove.Rate => PollState.Rated,
            PollMove.GiveUp => PollState.NoAnswer,
            PollMove.Withdraw => PollState.Withdrawn,
            _ => null,
        },
        PollState.Withdrawn => move == PollMove.Rate ? PollState.Rated : null,
        PollState.Rated or PollState.NoAnswer => null,
    };
}
