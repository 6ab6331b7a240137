namespace Zhkh.Pbx.Audio;

/// <summary>
/// Music on hold that nobody has to license: broken chords of a soft plucked voice. Eight bars of two seconds; notes
/// ring over the end into the beginning, so the loop has no seam. All pitches lie in the telephone band.
/// </summary>
internal static class HoldMusic
{
    private const int BarSamples = 2 * Pcm16.SampleRate;
    private const int NotesInBar = 8;
    private const double NoteAmplitude = 2600;

    // MIDI numbers: C, Am, F, G, C, Em, F–G, C, spread over an octave and a half.
    private static readonly int[][] s_bars =
    [
        [60, 64, 67, 72], [57, 64, 69, 72], [57, 60, 65, 69], [59, 62, 67, 71],
        [60, 67, 72, 76], [59, 64, 67, 71], [57, 65, 69, 74], [60, 64, 67, 72],
    ];

    private static readonly int[] s_pattern = [0, 1, 2, 3, 2, 1, 3, 2];

    public static short[] Compose()
    {
        var sum = new double[s_bars.Length * BarSamples];
        for (var bar = 0; bar < s_bars.Length; bar++)
        {
            for (var note = 0; note < NotesInBar; note++)
            {
                var start = (bar * BarSamples) + (note * BarSamples / NotesInBar);
                Pluck(sum, start, s_bars[bar][s_pattern[note]] + 12);
            }
        }

        return Array.ConvertAll(sum, level => (short)Math.Clamp(level, short.MinValue, short.MaxValue));
    }

    private static void Pluck(double[] sum, int start, int pitch)
    {
        var frequencyHz = 440 * Math.Pow(2, (pitch - 69) / 12.0);
        for (var i = 0; i < BarSamples; i++)
        {
            var seconds = i / (double)Pcm16.SampleRate;
            var envelope = Math.Min(1, seconds / 0.012) * Math.Exp(-2.2 * seconds) * (1 - (i / (double)BarSamples));
            var phase = 2 * Math.PI * frequencyHz * seconds;
            var tone = Math.Sin(phase) + (0.25 * Math.Sin(2 * phase)) + (0.08 * Math.Sin(3 * phase));
            sum[(start + i) % sum.Length] += NoteAmplitude * envelope * tone;
        }
    }
}
