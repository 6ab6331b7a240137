using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Zhkh.Pbx.Audio;

/// <summary>
/// How much of each of the eight key frequencies (ITU-T Q.23 §2) and of their second harmonics the last 25 ms hold,
/// renewed every 5 ms. Eight Goertzel filters run side by side over pieces of 40 samples; the pieces are turned by the
/// angle the frequency makes in 5 ms and added, which is the same filter over the whole window at a fifth of the cost.
/// Owned by the media thread; no allocation.
/// </summary>
internal sealed class DigitSpectrum
{
    /// <summary>A window begins so often: 5 ms.</summary>
    public const int HopSamples = 5 * Pcm16.SamplesPerMs;

    /// <summary>
    /// 25 ms: its bins are 40 Hz apart, so neighbours 73 Hz away are told apart, and the shortest key of Q.24, 40 ms,
    /// holds at least three whole windows.
    /// </summary>
    public const int WindowHops = 5;

    /// <summary>Samples of a window.</summary>
    public const int WindowSamples = WindowHops * HopSamples;

    private static readonly Bank s_keys = new(1);
    private static readonly Bank s_harmonics = new(2);

    private readonly Vector256<float>[] _pieces = new Vector256<float>[4 * WindowHops];
    private readonly float[] _energies = new float[WindowHops];
    private Vector256<float> _re, _im, _reBefore, _imBefore, _harmonics;
    private int _next;

    /// <summary>The low group (rows of the keypad), then the high group (columns), in Hz (Q.23 §2).</summary>
    public static ReadOnlySpan<float> Hz => [697, 770, 852, 941, 1209, 1336, 1477, 1633];

    /// <summary>Energy of everything in the window: the sum of the squares of its samples.</summary>
    public float Energy { get; private set; }

    /// <summary>Takes the next 40 samples.</summary>
    public void Add(ReadOnlySpan<short> hop)
    {
        var at = 4 * _next;
        (_pieces[at], _pieces[at + 1]) = s_keys.Filter(hop);
        (_pieces[at + 2], _pieces[at + 3]) = s_harmonics.Filter(hop);
        var energy = 0f;
        foreach (var sample in hop)
        {
            energy += (float)sample * sample;
        }

        _energies[_next] = energy;
        _next = (_next + 1) % WindowHops;
        (_reBefore, _imBefore) = (_re, _im);
        (_re, _im) = Gather(0, s_keys);
        var (re, im) = Gather(2, s_harmonics);
        _harmonics = (re * re) + (im * im);
        Energy = 0;
        foreach (var piece in _energies)
        {
            Energy += piece;
        }
    }

    /// <summary>Forgets the window.</summary>
    public void Reset()
    {
        Array.Clear(_pieces);
        Array.Clear(_energies);
        (_re, _im, _harmonics, Energy) = (default, default, default, 0);
    }

    /// <summary>
    /// Energy of a sine of this frequency in the window, on the scale of <see cref="Energy"/>: a pure tone gives as
    /// much as there is.
    /// </summary>
    public float Power(int index)
    {
        var (re, im) = (_re[index], _im[index]);
        return 2f / WindowSamples * ((re * re) + (im * im));
    }

    /// <summary>The same at twice the frequency.</summary>
    public float HarmonicPower(int index) => 2f / WindowSamples * _harmonics[index];

    /// <summary>
    /// How far the tone in this bin is off its frequency, Hz: a tone turns by its own angle from window to window,
    /// whatever the bin is. Means nothing where there is no tone; unambiguous within ±100 Hz.
    /// </summary>
    public float OffsetHz(int index)
    {
        var (re, im, reBefore, imBefore) = (_re[index], _im[index], _reBefore[index], _imBefore[index]);
        var turned = MathF.Atan2((im * reBefore) - (re * imBefore), (re * reBefore) + (im * imBefore))
            - s_keys.HopAngle(index);
        turned -= MathF.Tau * MathF.Round(turned / MathF.Tau);
        return turned * Pcm16.SampleRate / (MathF.Tau * HopSamples);
    }

    private (Vector256<float> Re, Vector256<float> Im) Gather(int part, Bank bank)
    {
        Vector256<float> re = default, im = default;
        for (var i = 0; i < WindowHops; i++)
        {
            var piece = (4 * ((_next + i) % WindowHops)) + part;
            (re, im) = (
                (re * bank.TurnRe) - (im * bank.TurnIm) + _pieces[piece],
                (re * bank.TurnIm) + (im * bank.TurnRe) + _pieces[piece + 1]);
        }

        return (re, im);
    }

    /// <summary>Eight filters side by side.</summary>
    private sealed class Bank
    {
        private readonly Vector256<float> _coefficient;
        private readonly Vector256<float> _cos;
        private readonly Vector256<float> _sin;

        public Bank(int harmonic)
        {
            _coefficient = Of(harmonic, step => 2 * Math.Cos(step));
            _cos = Of(harmonic, Math.Cos);
            _sin = Of(harmonic, Math.Sin);
            TurnRe = Of(harmonic, step => Math.Cos(step * HopSamples));
            TurnIm = Of(harmonic, step => Math.Sin(step * HopSamples));
        }

        public Vector256<float> TurnRe { get; }

        public Vector256<float> TurnIm { get; }

        public float HopAngle(int index) => MathF.Tau * Hz[index] * HopSamples / Pcm16.SampleRate;

        /// <summary>
        /// Goertzel's recursion; the result is the spectrum with its phase, seen from the last sample.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public (Vector256<float> Re, Vector256<float> Im) Filter(ReadOnlySpan<short> samples)
        {
            Vector256<float> previous = default, beforePrevious = default;
            foreach (var sample in samples)
            {
                var current = Vector256.Create((float)sample) - beforePrevious + (_coefficient * previous);
                beforePrevious = previous;
                previous = current;
            }

            return (previous - (_cos * beforePrevious), _sin * beforePrevious);
        }

        private static Vector256<float> Of(int harmonic, Func<double, double> value)
        {
            var values = new float[Vector256<float>.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)value(2 * Math.PI * harmonic * Hz[i] / Pcm16.SampleRate);
            }

            return Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values));
        }
    }
}
