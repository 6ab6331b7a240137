using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Audio;

/// <summary>
/// ITU-T Q.24 as AT&amp;T's column has it, talk-off and 10,000 keys among speech: the figures of
/// docs/bench/in-band-digits.md.
/// </summary>
public sealed class DigitEarTests(ITestOutputHelper output)
{
    private const int Second = Pcm16.SampleRate;
    private const int Many = 10_000;
    private readonly Random _random = new(5);

    [Theory]
    [InlineData(AudioCodec.Pcma)]
    [InlineData(AudioCodec.Pcmu)]
    public void Of_ten_thousand_keys_among_speech_and_noise_999_in_a_thousand_are_heard_once(object law)
    {
        // The pair at −20 dBm0; speech 15 dB and noise 18 dB below it, under the keys and between them.
        var score = Score(Line(40, speech: -35, noise: -38), (AudioCodec)law);
        Assert.True(score.Right >= 0.999 * Many, $"{score}");
        Assert.Equal((0, 0), (score.Twice, score.Wrong));
    }

    [Theory]
    [InlineData(-20.0, AudioCodec.Pcma)]
    [InlineData(0.0, AudioCodec.Pcmu)]
    [InlineData(-27.0, AudioCodec.Pcma)]
    public void On_a_quiet_line_every_key_is_heard_once(double dbm0, object law)
    {
        var score = Score(Line(40, speech: null, noise: null, dbm0), (AudioCodec)law);
        Assert.Equal(new KeyScore(Many, 0, 0), score);
    }

    [Fact]
    public void Lost_packets_part_no_key_in_two()
    {
        // One packet in a hundred is gone and concealed; keys of 80 to 100 ms, as the slowest gateways make them.
        var score = Score(Line(80, speech: -35, noise: -38), AudioCodec.Pcma, loss: 0.01);
        Assert.True(score.Right >= 0.995 * Many, $"{score}");
        Assert.Equal((0, 0), (score.Twice, score.Wrong));
    }

    [Fact]
    public void In_an_hour_of_speech_no_key_is_heard()
    {
        var speech = new SpeechCorpus(seed: 1).Natural(3600 * Second);
        var ear = new DigitEar();
        var heard = new List<string>();
        for (var at = 0; at + Pcm16.FrameSamples <= speech.Length; at += Pcm16.FrameSamples)
        {
            if (ear.Hear(Coded(speech.AsSpan(at, Pcm16.FrameSamples), AudioCodec.Pcma), true).Began is { } key)
            {
                heard.Add($"{key} at {at / (double)Second:F2} s");
            }
        }

        output.WriteLine($"talk-off: {heard.Count} keys in 3600 s of speech");
        Assert.Empty(heard);
    }

    [Fact]
    public void Each_of_the_sixteen_keys_is_told_when_it_goes_down_and_when_it_comes_up()
    {
        var sound = new double[KeyOracle.Keys.Length * 1600];
        for (var i = 0; i < KeyOracle.Keys.Length; i++)
        {
            KeyOracle.Add(new KeyPress(KeyOracle.Keys[i], 800), sound.AsSpan((i * 1600) + 400));
        }

        Assert.Equal(string.Concat(KeyOracle.Keys.Select(key => $"+{key}-{key}")), Told(sound));
    }

    [Theory]
    [InlineData(0.015, -8)]
    [InlineData(-0.015, -8)]
    [InlineData(0.015, 4)]
    [InlineData(-0.015, 4)]
    public void The_edges_of_frequency_and_twist_are_heard(double off, double twist) => Assert.All(
        KeyOracle.Keys, key => Assert.Equal(
            $"+{key}-{key}", Told(One(new KeyPress(key, 400, TwistDb: twist, LowOff: off, HighOff: off)))));

    [Theory]
    [InlineData(0.035)]
    [InlineData(-0.035)]
    public void Tones_three_and_a_half_per_cent_off_are_no_keys(double off) => Assert.All(KeyOracle.Keys, key =>
    {
        Assert.Equal("", Told(One(new KeyPress(key, 800, LowOff: off))));
        Assert.Equal("", Told(One(new KeyPress(key, 800, HighOff: off))));
    });

    [Fact]
    public void A_tone_of_twenty_milliseconds_is_no_key() =>
        Assert.All(KeyOracle.Keys, key => Assert.Equal("", Told(One(new KeyPress(key, 160)))));

    [Theory]
    [InlineData(80, "+5-5")]
    [InlineData(320, "+5-5+5-5")]
    public void A_break_of_ten_milliseconds_is_no_pause_and_one_of_forty_is(int samples, string told)
    {
        var sound = new double[4000];
        KeyOracle.Add(new KeyPress('5', 640), sound.AsSpan(800));
        KeyOracle.Add(new KeyPress('5', 640), sound.AsSpan(1440 + samples));
        Assert.Equal(told, Told(sound));
    }

    [Fact]
    public void One_tone_alone_a_dial_tone_and_silence_are_no_keys()
    {
        foreach (var hz in (double[])[425, 697, 941, 1336, 1633])
        {
            Assert.Equal("", Told([.. Hearing.Sine(hz, 8000, 8000).Select(s => (double)s)]));
        }

        Assert.Equal("", Told(new double[8000]));
    }

    [Fact]
    public void Sound_made_up_for_lost_packets_is_no_key()
    {
        var sound = SpeechCorpus.ToPcm(One(new KeyPress('7', 1600)));
        var ear = new DigitEar();
        for (var at = 0; at + 160 <= sound.Length; at += 160)
        {
            Assert.Equal(default, ear.Hear(sound.AsSpan(at, 160), isReal: false));
        }
    }

    [Fact]
    public void The_tone_we_make_ourselves_is_the_key_for_an_ear_of_the_tests()
    {
        var tone = new DigitTone();
        tone.Start();
        var sound = new short[800];
        for (var at = 0; at < sound.Length; at += 160)
        {
            tone.Read('6', sound.AsSpan(at, 160), isLast: at == 640);
        }

        var row = Hearing.Amplitude(sound.AsSpan(160, 480), 770);
        var column = Hearing.Amplitude(sound.AsSpan(160, 480), 1477);
        Assert.InRange(row, 0.9 * KeyOracle.AmplitudeOf(-9), 1.1 * KeyOracle.AmplitudeOf(-9));
        Assert.InRange(column, 0.9 * KeyOracle.AmplitudeOf(-7), 1.1 * KeyOracle.AmplitudeOf(-7));
    }

    private static double[] One(KeyPress press)
    {
        var sound = new double[press.Samples + 2400];
        KeyOracle.Add(press with { Phase = 0.7 }, sound.AsSpan(813));
        return sound;
    }

    private static string Told(double[] sound)
    {
        var pcm = SpeechCorpus.ToPcm(sound);
        var ear = new DigitEar();
        var told = "";
        for (var at = 0; at + 160 <= pcm.Length; at += 160)
        {
            var (began, ended) = ear.Hear(Coded(pcm.AsSpan(at, 160), AudioCodec.Pcma), isReal: true);
            told += (ended is { } up ? $"-{up}" : "") + (began is { } down ? $"+{down}" : "");
        }

        return told;
    }

    private static short[] Coded(ReadOnlySpan<short> frame, AudioCodec law)
    {
        var codes = new byte[frame.Length];
        var back = new short[frame.Length];
        G711.Encode(law, frame, codes);
        G711.Decode(law, codes, back);
        return back;
    }

    /// <summary>Keys and pauses of 40 to 100 ms; frequency and twist anywhere allowed.</summary>
    private (short[] Sound, List<(KeyPress Press, int At)> Presses) Line(
        int shortestMs, double? speech, double? noise, double dbm0 = -20)
    {
        var presses = new List<(KeyPress Press, int At)>();
        var at = Second;
        for (var i = 0; i < Many; i++)
        {
            var press = new KeyPress(
                KeyOracle.Keys[_random.Next(16)], _random.Next(8 * shortestMs, 801), dbm0,
                -8 + (12 * _random.NextDouble()), Off(), Off(), Math.Tau * _random.NextDouble());
            presses.Add((press, at));
            at += press.Samples + _random.Next(320, 801);
        }

        var length = (at + Second) / Pcm16.FrameSamples * Pcm16.FrameSamples;
        var corpus = new SpeechCorpus(seed: 7);
        var sound = speech is { } level ? corpus.Steady(length, level) : new double[length];
        if (noise is { } hiss)
        {
            corpus.AddNoise(sound, hiss);
        }

        presses.ForEach(one => KeyOracle.Add(one.Press, sound.AsSpan(one.At)));
        return (SpeechCorpus.ToPcm(sound), presses);

        double Off() => 0.03 * (_random.NextDouble() - 0.5);
    }

    private KeyScore Score(
        (short[] Sound, List<(KeyPress Press, int At)> Presses) line, AudioCodec law, double loss = 0)
    {
        var (sound, presses) = line;
        var ear = new DigitEar();
        var buffer = new JitterBuffer(TimeSpan.FromMilliseconds(100));
        var frame = new short[Pcm16.FrameSamples];
        var codes = new byte[Pcm16.FrameSamples];
        var told = new List<char>[presses.Count];
        var current = -1;
        var wrong = 0;
        for (var at = 0; at < sound.Length; at += Pcm16.FrameSamples)
        {
            G711.Encode(law, sound.AsSpan(at, Pcm16.FrameSamples), codes);
            if (loss == 0 || _random.NextDouble() >= loss)
            {
                buffer.Put((uint)at, law, codes);
            }

            // The buffer is one frame behind: what comes out now was said a frame ago.
            var isReal = buffer.Read(frame) != FrameOrigin.Concealed;
            while (current + 1 < presses.Count && presses[current + 1].At < at)
            {
                told[++current] = [];
            }

            if (ear.Hear(frame, isReal).Began is { } key)
            {
                if (current < 0)
                {
                    wrong++;
                }
                else
                {
                    told[current].Add(key);
                }
            }
        }

        var score = new KeyScore(
            presses.Where((p, i) => told[i].Contains(p.Press.Key)).Count(), told.Count(keys => keys.Count > 1),
            wrong + presses.Select((p, i) => told[i].Count(key => key != p.Press.Key)).Sum());
        output.WriteLine($"{law}, loss {loss:P0}: {score} of {presses.Count}");
        return score;
    }
}

/// <summary>What became of the keys of a line.</summary>
internal sealed record KeyScore(int Right, int Twice, int Wrong);
