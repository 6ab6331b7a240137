using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// One party's sound in a conversation: a call of its own (<see cref="CallLeg"/>), or a spell on a permanent line
/// (<see cref="LineLeg"/>). Safe from any thread.
/// </summary>
internal abstract class VoiceLeg : ITalkLeg, IDisposable
{
    public abstract RtpLeg Media { get; }

    public abstract CancellationToken Ended { get; }

    /// <summary>How it ended; null while it lives.</summary>
    public abstract LegEnd? How { get; }

    /// <summary>True while the far side has put us on hold.</summary>
    public abstract bool IsHeld { get; }

    /// <summary>The far side went on hold (true) or came back. In a mailbox: must return at once.</summary>
    public Action<bool>? OnHold { get; set; }

    /// <summary>A key went down; may be called on the media thread and must return at once.</summary>
    public Action<char>? OnKeyBegan { get; set; }

    /// <summary>A key was pressed; once a press, under the same rule.</summary>
    public Action<char>? OnKey { get; set; }

    /// <summary>The phone wants its far side led elsewhere (REFER); false refuses. In the mailbox.</summary>
    public Func<PhoneRefer, bool>? OnRefer { get; set; }

    public abstract void HangUp(string? reason = null);

    /// <summary>Ends it, whatever state it is in.</summary>
    public void Dispose() => HangUp();
}
