using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Audio;

/// <summary>
/// Any length of speech out of the prompts of the repository (a human voice in pieces, Russian; a synthetic one,
/// Ukrainian): each said faster or slower with its pitch, louder or quieter, at times two at once. The same seed gives
/// the same speech.
/// </summary>
internal sealed class SpeechCorpus
{
    private readonly IReadOnlyList<short[]> _prompts;
    private readonly Random _random;

    public SpeechCorpus(int seed)
    {
        _random = new Random(seed);
        _prompts =
        [
            .. Directory.EnumerateFiles(Repository.Path("voice-prompts"), "*.wav", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal).Select(file => WavAudio.Read(File.ReadAllBytes(file)).Channels[0]),
        ];
    }

    /// <summary>Speech without a pause, at this mean level.</summary>
    public double[] Steady(int samples, double dbm0)
    {
        var speech = new double[samples];
        for (var at = 0; at < samples;)
        {
            at += AddOne(speech.AsSpan(at), dbm0);
        }

        return speech;
    }

    /// <summary>
    /// Speech as it is on a line: levels 24 dB apart, a second voice over every fourth piece, a quiet hiss.
    /// </summary>
    public short[] Natural(int samples)
    {
        var speech = new double[samples];
        for (var at = 0; at < samples;)
        {
            var length = AddOne(speech.AsSpan(at), -30 + (24 * _random.NextDouble()));
            if (_random.Next(4) == 0)
            {
                AddOne(speech.AsSpan(at), -34 + (24 * _random.NextDouble()));
            }

            at += length;
        }

        AddNoise(speech, -55);
        return ToPcm(speech);
    }

    /// <summary>White noise of this level (Box and Muller).</summary>
    public void AddNoise(Span<double> onto, double dbm0)
    {
        var rms = KeyOracle.RmsOf(dbm0);
        for (var n = 0; n < onto.Length; n++)
        {
            onto[n] += rms * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()))
                * Math.Cos(Math.Tau * _random.NextDouble());
        }
    }

    public static short[] ToPcm(ReadOnlySpan<double> sound)
    {
        var pcm = new short[sound.Length];
        for (var n = 0; n < pcm.Length; n++)
        {
            pcm[n] = (short)Math.Clamp(Math.Round(sound[n]), short.MinValue + 1, short.MaxValue);
        }

        return pcm;
    }

    private int AddOne(Span<double> onto, double dbm0)
    {
        var prompt = _prompts[_random.Next(_prompts.Count)];
        var speed = 0.7 + (0.8 * _random.NextDouble());
        var length = Math.Min(onto.Length, (int)((prompt.Length - 1) / speed));
        var power = prompt.Average(sample => (double)sample * sample);
        var gain = KeyOracle.RmsOf(dbm0) / Math.Sqrt(Math.Max(1, power));
        for (var n = 0; n < length; n++)
        {
            var place = n * speed;
            var left = (int)place;
            var part = place - left;
            onto[n] += gain * ((prompt[left] * (1 - part)) + (prompt[left + 1] * part));
        }

        return Math.Max(1, length);
    }
}
