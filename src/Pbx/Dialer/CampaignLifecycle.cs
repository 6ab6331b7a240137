namespace Zhkh.Pbx.Dialer;

/// <summary>Where a campaign is.</summary>
public enum CampaignState
{
    Draft,
    Running,
    Paused,
    Stopped,
    Finished,
}

/// <summary>What may be done with a campaign.</summary>
public enum CampaignMove
{
    /// <summary>Begin, or go on after a pause.</summary>
    Start,
    Pause,

    /// <summary>For good: who has not been called will not be.</summary>
    Stop,

    /// <summary>Nobody is left to call.</summary>
    Finish,
}

/// <summary>The table of a campaign's life; null = refused.</summary>
public static class CampaignLifecycle
{
    public static CampaignState? Next(CampaignState state, CampaignMove move) => (state, move) switch
    {
        (CampaignState.Draft or CampaignState.Paused, CampaignMove.Start) => CampaignState.Running,
        (CampaignState.Running, CampaignMove.Pause) => CampaignState.Paused,
        (CampaignState.Draft or CampaignState.Running or CampaignState.Paused, CampaignMove.Stop) =>
            CampaignState.Stopped,
        (CampaignState.Running or CampaignState.Paused, CampaignMove.Finish) => CampaignState.Finished,
        (CampaignState.Draft, CampaignMove.Pause or CampaignMove.Finish) => null,
        (CampaignState.Running, CampaignMove.Start) => null,
        (CampaignState.Paused, CampaignMove.Pause) => null,
        (CampaignState.Stopped or CampaignState.Finished, _) => null,
        _ => null,
    };

    public static IReadOnlyList<CampaignMove> Allowed(CampaignState state) =>
        [.. Enum.GetValues<CampaignMove>().Where(move => Next(state, move) is not null)];
}
