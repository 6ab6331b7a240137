namespace Zhkh.Pbx.Audio;

/// <summary>The one form sound has inside the exchange: 8 kHz, 16 bit, mono, in frames of 20 ms.</summary>
public static class Pcm16
{
    /// <summary>Samples per second. G.711 knows no other rate (RFC 3551 §4.5.14).</summary>
    public const int SampleRate = 8000;

    /// <summary>Length of a frame in milliseconds.</summary>
    public const int FrameMs = 20;

    /// <summary>Samples in a frame.</summary>
    public const int FrameSamples = SampleRate * FrameMs / 1000;

    /// <summary>Samples in a millisecond.</summary>
    public const int SamplesPerMs = SampleRate / 1000;

    /// <summary>Duration of so many samples of one channel.</summary>
    public static TimeSpan Duration(long samples) =>
        TimeSpan.FromTicks(samples * TimeSpan.TicksPerSecond / SampleRate);
}
