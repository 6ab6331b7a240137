namespace Zhkh.Web.Cli;

/// <summary>What the one who holds the phone does: presses keys and speaks, asked every 20 ms.</summary>
internal interface IPhoneVoice
{
    /// <summary>The key that goes down now; null when none does. Not asked while one is down.</summary>
    char? KeyAt(long tick);

    /// <summary>Fills the frame that is sent now; it comes as silence.</summary>
    void Speak(long tick, Span<short> frame);
}
