namespace Zhkh.Pbx.Tests.Audio;

/// <summary>How a key is pressed in a test.</summary>
/// <param name="Dbm0">Of both tones together.</param>
/// <param name="TwistDb">High group over low group.</param>
/// <param name="LowOff">Share of its frequency by which the row tone is off: 0.015.</param>
internal sealed record KeyPress(
    char Key, int Samples, double Dbm0 = -20, double TwistDb = 0, double LowOff = 0, double HighOff = 0,
    double Phase = 0);

/// <summary>
/// Tones of keys, made from the table of Q.23 by itself: shares no code with what is tested. A sine of amplitude
/// 32,256 is +3.14 dBm0 (G.711 §4).
/// </summary>
internal static class KeyOracle
{
    public const string Keys = "0123456789*#ABCD";

    public static void Add(KeyPress press, Span<double> onto)
    {
        var (low, high) = press.Key switch
        {
            '1' => (697.0, 1209.0), '2' => (697.0, 1336.0), '3' => (697.0, 1477.0), 'A' => (697.0, 1633.0),
            '4' => (770.0, 1209.0), '5' => (770.0, 1336.0), '6' => (770.0, 1477.0), 'B' => (770.0, 1633.0),
            '7' => (852.0, 1209.0), '8' => (852.0, 1336.0), '9' => (852.0, 1477.0), 'C' => (852.0, 1633.0),
            '*' => (941.0, 1209.0), '0' => (941.0, 1336.0), '#' => (941.0, 1477.0), 'D' => (941.0, 1633.0),
            _ => throw new ArgumentException($"{press.Key} is no key", nameof(press)),
        };
        // Amplitudes a and b: 20 lg(b/a) is the twist and a² + b² the power of the pair.
        var both = AmplitudeOf(press.Dbm0);
        var ratio = Math.Pow(10, press.TwistDb / 20);
        var a = both / Math.Sqrt(1 + (ratio * ratio));
        var b = a * ratio;
        (low, high) = (low * (1 + press.LowOff), high * (1 + press.HighOff));
        for (var n = 0; n < press.Samples; n++)
        {
            onto[n] += (a * Math.Cos((Math.Tau * low * n / 8000) + press.Phase))
                + (b * Math.Cos((Math.Tau * high * n / 8000) + (2.3 * press.Phase)));
        }
    }

    /// <summary>Amplitude of a single sine of this level.</summary>
    public static double AmplitudeOf(double dbm0) => 32_256 * Math.Pow(10, (dbm0 - 3.14) / 20);

    /// <summary>RMS of sound of this level, in samples.</summary>
    public static double RmsOf(double dbm0) => AmplitudeOf(dbm0) / Math.Sqrt(2);
}
