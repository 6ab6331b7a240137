namespace Zhkh.Pbx.Audio;

/// <summary>
/// Gives 20 ms frames of 160 samples, 8 kHz, 16 bit. Called on the media thread: no waiting, no allocation.
/// </summary>
public interface IFrameSource
{
    /// <summary>Fills the frame; false when there is nothing to send in this tick.</summary>
    bool TryRead(Span<short> frame);

    /// <summary>
    /// The leg has let go of this source (another one was set, the leg was closed, or reading threw). Called once, on
    /// any thread; whoever waits for the end of the source must be told here, because no further read will come.
    /// </summary>
    void Detached()
    {
    }
}
