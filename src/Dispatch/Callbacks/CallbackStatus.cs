namespace Zhkh.Dispatch;

/// <summary>Where a promise to call back stands (CONTRACT, /api/callbacks).</summary>
public enum CallbackStatus
{
    /// <summary>Somebody has to call.</summary>
    Due,

    /// <summary>Somebody is on the phone with them, or trying.</summary>
    Dialling,

    Reached,

    /// <summary>They called again and were answered.</summary>
    ResolvedByInbound,

    /// <summary>The law's ten minutes passed; still to be called, and it stays in the journal.</summary>
    Breached,

    /// <summary>Given up by a person, with a reason.</summary>
    Dropped,
}

/// <summary>What can happen to a callback.</summary>
public enum CallbackMove
{
    BeginAttempt,
    InboundBegan,
    AttemptReached,
    AttemptFailed,

    /// <summary>Our own phone was not taken: the resident was not rung at all.</summary>
    OwnPhoneSilent,
    LeaseExpired,
    InboundTalked,
    LegalDuePassed,
    Drop,
}
