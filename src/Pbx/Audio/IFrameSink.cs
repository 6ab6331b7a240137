namespace Zhkh.Pbx.Audio;

/// <summary>
/// Takes 20 ms frames of 160 samples, 8 kHz, 16 bit. Called on the media thread: no waiting, no allocation.
/// </summary>
public interface IFrameSink
{
    void Write(ReadOnlySpan<short> frame);
}
