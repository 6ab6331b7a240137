namespace Zhkh.Pbx.Calls;

/// <summary>What a waiting line needs of a call beyond what a flow does.</summary>
internal interface IWaitingCall : ICall
{
    CallStory Story { get; }

    /// <summary>Music until something else is played.</summary>
    void PlayMusic();

    /// <summary>Silence, at once: whoever awaits a prompt is told that it was not heard to the end.</summary>
    void StopPlaying();

    /// <summary>Forgets keys that nobody asked for: one that waits keeps later prompts unplayed.</summary>
    void DropKeys();

    /// <summary>
    /// The next key, or null when <paramref name="until"/> comes first. Waits through music, which a key does not stop.
    /// </summary>
    Task<char?> KeyAsync(CancellationToken until);

    /// <summary>
    /// Puts the caller and a leg together until either is over; ends both. Never throws for a hang-up.
    /// </summary>
    Task TalkAsync(ITalkLeg leg);
}
