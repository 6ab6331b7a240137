namespace Zhkh.Pbx.Calls;

/// <summary>How people change places in a call.</summary>
public enum MoveKind
{
    /// <summary>The one who has the call leaves at once, another is rung.</summary>
    Blind,

    /// <summary>Another is asked first, while the caller hears music.</summary>
    Consult,

    /// <summary>After asking: the one who had the call left it to the other.</summary>
    Attended,

    /// <summary>Another comes to talk as well.</summary>
    Conference,

    /// <summary>The caller was left alone: whoever left is rung again.</summary>
    RingBack,

    /// <summary>The caller waits in a line.</summary>
    Line,

    /// <summary>Somebody else's phone took a ringing call.</summary>
    PickUp,
}

/// <summary>A change of places that is under way; a room has one at a time.</summary>
internal sealed class RoomMove(string by, string to, MoveKind kind)
{
    private readonly CancellationTokenSource _given = new();

    /// <summary>Who began it, or who has their place by now.</summary>
    public string By { get; private set; } = by;

    public string To { get; } = to;

    public MoveKind Kind { get; } = kind;

    /// <summary>True for what was begun because the caller was left alone.</summary>
    public bool IsRescue { get; init; }

    /// <summary>Cancelled when it is not wanted any more.</summary>
    public CancellationToken GivenUp => _given.Token;

    /// <summary>Another phone took the place of whoever began it. Under the room's lock.</summary>
    public void HandOver(string next) => By = next;

    public void GiveUp() => _ = _given.CancelAsync();
}
