namespace Zhkh.Pbx.Audio;

/// <summary>
/// Hears both directions of a leg, one 20 ms frame of 160 samples each per tick. Called on the media thread: no
/// waiting, no allocation.
/// </summary>
public interface IFrameTap
{
    /// <param name="received">What the far side said; silence where nothing arrived.</param>
    /// <param name="sent">What we sent to the far side; silence where nothing was sent.</param>
    void Write(ReadOnlySpan<short> received, ReadOnlySpan<short> sent);
}
