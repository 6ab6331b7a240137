namespace Zhkh.Pbx.Calls;

/// <summary>
/// Our people's phones, as lines and the switchboard see them. One implementation speaks SIP, the other stands in for
/// it where queues are tested.
/// </summary>
internal interface IPhones
{
    /// <summary>Extensions that can be rung now.</summary>
    IReadOnlyCollection<string> Registered { get; }

    /// <summary>Told when a phone came or went; on any thread, must return at once.</summary>
    Action? OnChanged { get; set; }

    /// <summary>Since when a registered phone has not answered what was sent to it; null when it does.</summary>
    DateTimeOffset? SilentSince(string extension) => null;

    /// <summary>A phone sent us something by itself. Returns at once.</summary>
    void Heard(string extension)
    {
    }

    /// <summary>Rings every device of an extension. Returns at once.</summary>
    IRing Ring(RingRequest request);
}

/// <summary>Whom to ring, and what the display shows.</summary>
/// <param name="CallerNumber">Shown as the caller; null when withheld.</param>
internal sealed record RingRequest(string Extension, string? CallerNumber, string? CallerName, Guid CallId)
{
    /// <summary>
    /// True when the person at this phone asked for the ring from a screen: it may answer by itself, and nobody else
    /// may pick it up.
    /// </summary>
    public bool IsWished { get; init; }

    /// <summary>True when this phone is tried: it rings like any, and nobody else may pick it up.</summary>
    public bool IsTrial { get; init; }

    /// <summary>True when the phone is told to answer by itself, without a ring.</summary>
    public bool AnswersItself { get; init; }
}

/// <summary>An extension that is ringing.</summary>
internal interface IRing
{
    /// <summary>Completes once: answered or not. Never faults.</summary>
    Task<RingResult> Result { get; }

    /// <summary>True once the phone answered anything at all, be it 100.</summary>
    bool IsHeard => true;

    /// <summary>Stops ringing. A leg that was answered meanwhile is hung up by whoever gets the result.</summary>
    /// <param name="isAnsweredElsewhere">True so that the phone lists no missed call (RFC 3326).</param>
    void Cancel(bool isAnsweredElsewhere);

    /// <summary>Lifts a phone that rings and takes the wish (Event: talk). False when none does.</summary>
    bool TryLift() => false;

    /// <summary>Whether this dialog of ours rings for it: what Replaces names.</summary>
    bool Is(Sip.Dialog dialog) => false;
}

/// <summary>What became of ringing.</summary>
internal abstract record RingResult
{
    private RingResult()
    {
    }

    /// <param name="By">The extension that picked the call up, when it was not the one that rang.</param>
    internal sealed record Answered(ITalkLeg Leg, string? By = null) : RingResult;

    /// <param name="Status">The final SIP status; 487 after our own cancel.</param>
    internal sealed record Refused(int Status) : RingResult;
}

/// <summary>An answered leg that can be put together with another one.</summary>
internal interface ITalkLeg
{
    /// <summary>Cancelled when the leg is over, whoever ended it.</summary>
    CancellationToken Ended { get; }

    void HangUp(string? reason = null);
}
