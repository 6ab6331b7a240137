namespace Zhkh.Pbx.Audio;

/// <summary>
/// The sound of a key (ITU-T Q.23): for far sides that take neither telephone-event nor INFO. Owned by the media
/// thread; no allocation.
/// </summary>
internal struct DigitTone
{
    private const string Keys = "123A456B789C*0#D";

    // −9 and −7 dBm0: the column 2 dB louder makes up for what a line takes off it (Q.23 leaves the level to the
    // network; ETSI ES 201 235-2 §4.2.4 asks for 1 to 4 dB). A sine of full scale is +3.14 dBm0.
    private const double RowAmplitude = 7_970;
    private const double ColumnAmplitude = 10_040;

    private double _row, _column;
    private int _said;

    /// <summary>Begins the tone anew.</summary>
    public void Start() => (_row, _column, _said) = (0, 0, 0);

    /// <summary>The next samples; the last frame of a key fades out.</summary>
    public void Read(char key, Span<short> frame, bool isLast)
    {
        const int Ramp = 2 * Pcm16.SamplesPerMs;   // short enough to leave the length of a key as it is
        var at = Keys.IndexOf(key, StringComparison.Ordinal);
        var rowStep = 2 * Math.PI * DigitSpectrum.Hz[at / 4] / Pcm16.SampleRate;
        var columnStep = 2 * Math.PI * DigitSpectrum.Hz[4 + (at % 4)] / Pcm16.SampleRate;
        for (var i = 0; i < frame.Length; i++)
        {
            var sum = (RowAmplitude * Math.Sin(_row)) + (ColumnAmplitude * Math.Sin(_column));
            var fade = isLast ? Math.Min(1.0, (frame.Length - i) / (double)Ramp) : 1;
            fade = _said < Ramp ? fade * _said++ / Ramp : fade;
            frame[i] = (short)(sum * fade);
            (_row, _column) = (_row + rowStep, _column + columnStep);
        }
    }
}
