namespace Zhkh.Pbx.Audio;

/// <summary>
/// Hears keys in sound: pairs of tones (ITU-T Q.23), told from speech by the figures of Q.24. For peers that send no
/// telephone-event. Owned by the media thread; no allocation, no lock.
/// </summary>
/// <remarks>
/// Every 5 ms one window of 25 ms is judged (<see cref="DigitSpectrum"/>). A window speaks for a key when
/// <list type="bullet">
/// <item>both tones are loud enough, and neither is much louder than the other (twist);</item>
/// <item>each is 6 dB over its neighbours of the same group, and its second harmonic is not that of a voice;</item>
/// <item>both are on their frequency: a tone is steady, a voice glides;</item>
/// <item>the two tones together are most of the sound there is.</item>
/// </list>
/// The purer the windows, the fewer of them are enough. A key is up when its tones are gone for as long as a break in
/// a key may not last. What a lost packet was replaced by counts neither way.
/// </remarks>
internal sealed class DigitEar
{
    // Q.24 table A-1, operate down to −25 dBm (AT&T), −24 (NTT); a long loop and the gateway take some more.
    private const double LevelMinDbm0 = -40;

    // G.711: a sine of +3.14 dBm0 is the loudest there is.
    private const double FullScaleDbm0 = 3.14;

    // Q.24 table A-1: high over low by +4 dB at most and −8 dB at least; 2 dB more for noise and rounding.
    private const float TwistMaxDb = 6;
    private const float TwistMinDb = -10;

    // 6 dB: a tone 1.5 % off leaks to its neighbour at −11 dB.
    private const float OverNeighbours = 4;

    // −5 dB: a column tone 4 dB stronger leaks that much into twice a row.
    private const float HarmonicMax = 0.32f;

    // Q.24: operate at ±(1.5 % + 2 Hz), do not at ±3.5 % (AT&T).
    private const float OffsetMax = 0.018f;

    // Of all energy in the window, in the two tones.
    private const float PurityMin = 0.58f;

    // What windows in a row must gather: three pure ones, 35 ms from first to last sample, less when a window also
    // reaches beyond the key. Q.24: 40 ms must be heard, 20 ms must not.
    private const float EvidenceMin = 2.4f;

    // Windows without the key before it is up: a hole of 20 ms (one lost packet) does not part a key in two, a pause
    // of 40 ms does (Q.24 table A-1: breaks of 10 ms ignored, pauses of 40 ms heard).
    private const int GoneMax = 4;

    // −9 dB under the level of the key: it is over, or a hole.
    private const float StillThere = 0.125f;

    private const string Keys = "123A456B789C*0#D";
    private const char None = '\0';

    private static readonly float s_powerMin = PowerOf(LevelMinDbm0);
    private static readonly float s_twistMax = MathF.Pow(10, TwistMaxDb / 10);
    private static readonly float s_twistMin = MathF.Pow(10, TwistMinDb / 10);

    private readonly DigitSpectrum _spectrum = new();
    private char _candidate;
    private float _evidence;
    private int _low, _high;
    private float _lowLevel, _highLevel;
    private int _gone;
    private int _tainted;

    /// <summary>The key that is down now.</summary>
    public char? Down { get; private set; }

    /// <summary>Takes 20 ms; says which key came up and which went down by it, in this order.</summary>
    /// <param name="isReal">False for sound that stands for a lost packet.</param>
    public (char? Began, char? Ended) Hear(ReadOnlySpan<short> frame, bool isReal)
    {
        char? began = null, ended = null;
        for (var at = 0; at + DigitSpectrum.HopSamples <= frame.Length; at += DigitSpectrum.HopSamples)
        {
            _spectrum.Add(frame.Slice(at, DigitSpectrum.HopSamples));
            _tainted = isReal ? Math.Max(0, _tainted - 1) : DigitSpectrum.WindowHops;
            if (_tainted > 0)
            {
                continue;
            }

            var key = Judge(out var low, out var high, out var purity);
            Weigh(key, purity);
            if (Down is { } down && IsOver(down, key))
            {
                (ended, Down) = (down, null);
            }

            if (Down is null && _evidence >= EvidenceMin)
            {
                (_low, _high, _gone) = (low, high, 0);
                (_lowLevel, _highLevel) = (_spectrum.Power(low), _spectrum.Power(high));
                began = Down = _candidate;
                _evidence = 0;
            }
        }

        return (began, ended);
    }

    /// <summary>Another source speaks from here on. A key that was down is nobody's.</summary>
    public void Reset()
    {
        _spectrum.Reset();
        (_candidate, _evidence, _gone, _tainted, Down) = (None, 0, 0, 0, null);
    }

    private void Weigh(char key, float purity)
    {
        if (key == None || key == Down)
        {
            _evidence = Math.Max(0, _evidence - 1);
            return;
        }

        if (key != _candidate)
        {
            (_candidate, _evidence) = (key, 0);
        }

        _evidence += purity > 0.9f ? 1 : purity > 0.8f ? 0.8f : 0.6f;
    }

    private bool IsOver(char down, char key)
    {
        var (low, high) = (_spectrum.Power(_low), _spectrum.Power(_high));
        if (key == down)
        {
            _gone = 0;
            (_lowLevel, _highLevel) = (Math.Max(_lowLevel, low), Math.Max(_highLevel, high));
        }
        else if (low < _lowLevel * StillThere || high < _highLevel * StillThere)
        {
            _gone++;
        }

        return _gone >= GoneMax;
    }

    private char Judge(out int low, out int high, out float purity)
    {
        low = Loudest(0);
        high = Loudest(4);
        purity = 0;
        if (_spectrum.Energy < s_powerMin)
        {
            return None;
        }

        var (lowOff, highOff) = (_spectrum.OffsetHz(low), _spectrum.OffsetHz(high));
        if (Math.Abs(lowOff) > OffsetMaxHz(low) || Math.Abs(highOff) > OffsetMaxHz(high))
        {
            return None;
        }

        var lowPower = Whole(_spectrum.Power(low), lowOff);
        var highPower = Whole(_spectrum.Power(high), highOff);
        if (lowPower < s_powerMin || highPower < s_powerMin
            || highPower > lowPower * s_twistMax || highPower < lowPower * s_twistMin
            || !StandsOut(low, lowPower, 0) || !StandsOut(high, highPower, 4)
            || _spectrum.HarmonicPower(low) > lowPower * HarmonicMax
            || _spectrum.HarmonicPower(high) > highPower * HarmonicMax)
        {
            return None;
        }

        purity = (lowPower + highPower) / _spectrum.Energy;
        return purity >= PurityMin ? Keys[(4 * low) + high - 4] : None;
    }

    private static float OffsetMaxHz(int index) => 2 + (OffsetMax * DigitSpectrum.Hz[index]);

    private int Loudest(int first)
    {
        var best = first;
        for (var i = first + 1; i < first + 4; i++)
        {
            best = _spectrum.Power(i) > _spectrum.Power(best) ? i : best;
        }

        return best;
    }

    private bool StandsOut(int index, float power, int first)
    {
        for (var i = first; i < first + 4; i++)
        {
            if (i != index && _spectrum.Power(i) * OverNeighbours > power)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A tone between two bins shows less of itself (sinc); its offset says how much less.</summary>
    private static float Whole(float power, float offsetHz)
    {
        var x = MathF.PI * offsetHz * DigitSpectrum.WindowSamples / Pcm16.SampleRate;
        var seen = MathF.Abs(x) < 0.01f ? 1 : MathF.Sin(x) / x;
        return power / (seen * seen);
    }

    private static float PowerOf(double dbm0)
    {
        var amplitude = 32_256 * Math.Pow(10, (dbm0 - FullScaleDbm0) / 20);
        return (float)(amplitude * amplitude * DigitSpectrum.WindowSamples / 2);
    }
}
