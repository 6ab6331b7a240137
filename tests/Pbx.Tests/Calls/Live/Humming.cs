using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>
/// Each party hums a tone of its own at the same time; what each hears meanwhile says who hears whom.
/// </summary>
internal static class Humming
{
    /// <summary>A tone of the first half of this share is heard plainly; of less than the tenth part, not.</summary>
    private const double HeardShare = 0.15;

    private const double MusicLoudness = 50;
    private const int Rate = 8000;

    /// <summary>
    /// Waits until exactly the given pairs hear one another: <c>hears[i]</c> names whom party i hears, by index. A
    /// machine that stalls tears a second of sound; whole seconds are asked for until one fits.
    /// </summary>
    public static async Task ExpectAsync(RtpPeer[] parties, params int[][] hears)
    {
        var seen = "";
        for (var tries = 0; tries < 12; tries++)
        {
            var before = Array.ConvertAll(parties, party => party.Heard().Length);
            await Task.WhenAll(parties.Select((party, i) => party.SpeakAsync(Tone(HertzOf(i), 1.2))));
            var fits = true;
            seen = "";
            for (var who = 0; who < parties.Length; who++)
            {
                var heard = parties[who].Heard()[before[who]..];
                var end = heard[^Math.Min(heard.Length, (int)(0.6 * Rate))..];
                for (var whom = 0; whom < parties.Length; whom++)
                {
                    var share = Share(end, HertzOf(whom));
                    seen += $"{who}<{whom}:{share:F2} ";
                    fits &= hears[who].Contains(whom) ? share > HeardShare : share < HeardShare / 5;
                }
            }

            if (fits)
            {
                return;
            }
        }

        Assert.Fail($"Who heard whom, by share: {seen}");
    }

    /// <summary>Waits until somebody hears music: something, and no party's tone.</summary>
    public static async Task ExpectMusicAsync(RtpPeer party)
    {
        var before = party.Heard().Length;
        var heard = await party.HearAsync(h => h.Length > before + (2 * Rate), TimeSpan.FromSeconds(30));
        var part = heard[^Rate..];
        Assert.True(Loudness(part) > MusicLoudness, $"there is no music: {Loudness(part):F0}");
    }

    /// <summary>Whether half a second of it somewhere holds the tone, alone or among others.</summary>
    public static bool IsIn(ReadOnlySpan<short> samples, double hertz)
    {
        for (var at = 0; at + (Rate / 2) <= samples.Length; at += Rate / 8)
        {
            if (Share(samples.Slice(at, Rate / 2), hertz) > HeardShare)
            {
                return true;
            }
        }

        return false;
    }

    public static double HertzOf(int party) => new[] { 500.0, 900, 1400, 1900 }[party];

    public static short[] Tone(double hertz, double seconds)
    {
        var tone = new short[(int)(Rate * seconds)];
        for (var i = 0; i < tone.Length; i++)
        {
            tone[i] = (short)(6000 * Math.Sin(2 * Math.PI * hertz * i / Rate));
        }

        return tone;
    }

    /// <summary>The share of the energy at a frequency (Goertzel's sum over the whole piece).</summary>
    private static double Share(ReadOnlySpan<short> samples, double hertz)
    {
        if (samples.Length == 0)
        {
            return 0;
        }

        double re = 0, im = 0, energy = 1e6;
        for (var i = 0; i < samples.Length; i++)
        {
            var angle = 2 * Math.PI * hertz * i / Rate;
            re += samples[i] * Math.Cos(angle);
            im += samples[i] * Math.Sin(angle);
            energy += (double)samples[i] * samples[i];
        }

        return 2 * ((re * re) + (im * im)) / (samples.Length * energy);
    }

    private static double Loudness(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / Math.Max(1, samples.Length));
    }
}
