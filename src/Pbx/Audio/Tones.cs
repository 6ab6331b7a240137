namespace Zhkh.Pbx.Audio;

/// <summary>
/// The sounds of the telephone network, made at first use. 425 Hz and the cadences follow the networks of Russia and
/// Ukraine (ГОСТ 28384, ITU-T E.180 supplement 2).
/// </summary>
public static class Tones
{
    private const double NetworkHz = 425;

    // −10 dBm0, the level E.180 recommends, is about 9,000 of 32,767; a little less is kinder on a headset.
    private const double Amplitude = 7000;

    private static readonly Lazy<short[]> s_ringback = new(() => Cadence(NetworkHz, 1000, 4000));
    private static readonly Lazy<short[]> s_busy = new(() => Cadence(NetworkHz, 360, 360));
    private static readonly Lazy<short[]> s_beep = new(() => Cadence(1000, 250, 50));
    private static readonly Lazy<short[]> s_musicOnHold = new(HoldMusic.Compose);

    /// <summary>One period of the tone heard while the far phone rings: 1 s on, 4 s off.</summary>
    public static ReadOnlyMemory<short> Ringback => s_ringback.Value;

    /// <summary>One period of the busy tone: 0.36 s on, 0.36 s off.</summary>
    public static ReadOnlyMemory<short> Busy => s_busy.Value;

    /// <summary>"Speak after the beep": 0.25 s of 1 kHz, then a breath of silence.</summary>
    public static ReadOnlyMemory<short> Beep => s_beep.Value;

    /// <summary>Sixteen seconds of quiet generated music that loop without a seam.</summary>
    public static ReadOnlyMemory<short> MusicOnHold => s_musicOnHold.Value;

    /// <summary>
    /// Continuous sine; every second of it holds whole periods of whole frequencies, so it can be looped.
    /// </summary>
    public static short[] Sine(double frequencyHz, int samples, double amplitude = Amplitude)
    {
        var result = new short[samples];
        for (var i = 0; i < samples; i++)
        {
            result[i] = (short)(amplitude * Math.Sin(2 * Math.PI * frequencyHz * i / Pcm16.SampleRate));
        }

        return result;
    }

    private static short[] Cadence(double frequencyHz, int onMs, int offMs)
    {
        var result = new short[(onMs + offMs) * Pcm16.SamplesPerMs];
        var tone = Sine(frequencyHz, onMs * Pcm16.SamplesPerMs);

        // Five milliseconds of ramp at both ends keep the tone from clicking.
        const int Ramp = 5 * Pcm16.SamplesPerMs;
        for (var i = 0; i < Ramp; i++)
        {
            tone[i] = (short)(tone[i] * i / Ramp);
            tone[^(i + 1)] = (short)(tone[^(i + 1)] * i / Ramp);
        }

        tone.CopyTo(result, 0);
        return result;
    }
}
