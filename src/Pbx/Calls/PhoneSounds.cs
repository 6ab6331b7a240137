using System.Collections.Concurrent;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Calls;

/// <summary>How the last call of a phone sounded.</summary>
/// <param name="LossPercent">The worse of the two directions.</param>
/// <param name="Mos">1 to 4.5 (<see cref="VoiceQuality"/>).</param>
/// <param name="IsOneWay">One side sent for seconds and the other heard nothing: a firewall, as a rule.</param>
public sealed record PhoneSound(
    DateTimeOffset EndedAt, double LossPercent, double JitterMs, double Mos, bool IsOneWay);

/// <summary>The last call of each phone, in memory: a restart forgets it, the next call tells it anew.</summary>
public sealed class PhoneSounds(TimeProvider time)
{
    /// <summary>Phones remembered; a number range of three digits has fewer.</summary>
    public const int PhonesMax = 10_000;

    // Five seconds of sound at 50 packets a second; less says nothing.
    private const int PacketsMin = 250;

    private readonly ConcurrentDictionary<string, PhoneSound> _last = new(StringComparer.Ordinal);

    /// <summary>Null before its first call of some seconds.</summary>
    public PhoneSound? LastOf(string extension) => _last.GetValueOrDefault(extension);

    /// <summary>Forgets a phone that is gone.</summary>
    public void Forget(string extension) => _last.TryRemove(extension, out _);

    internal void Note(string extension, RtpStatistics figures)
    {
        if (Of(figures, time.GetUtcNow()) is { } sound
            && (_last.ContainsKey(extension) || _last.Count < PhonesMax))
        {
            _last[extension] = sound;
        }
    }

    /// <summary>Null when there was too little sound to judge by.</summary>
    internal static PhoneSound? Of(RtpStatistics figures, DateTimeOffset now)
    {
        if (figures.Sent < PacketsMin && figures.Received < PacketsMin)
        {
            return null;
        }

        var lost = Share(figures.Lost, figures.Received + figures.Lost);
        var remoteLost = figures.RemoteLost is { } missing ? Share(missing, figures.Sent) : 0;
        var worse = Math.Max(lost, remoteLost);
        var isOneWay = figures.Received == 0 || (figures.Sent >= PacketsMin && remoteLost > 0.9);
        return new PhoneSound(
            now, Math.Round(100 * worse, 1), Math.Round(figures.JitterMs, 1),
            Math.Round(VoiceQuality.Mos(worse, figures.JitterMs, figures.RoundTripMs), 1), isOneWay);
    }

    private static double Share(double part, double whole) => whole <= 0 ? 0 : Math.Clamp(part / whole, 0, 1);
}
