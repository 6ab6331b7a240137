using Zhkh.Pbx.Audio;
using Zhkh.Testing;
using Zhkh.Web.Cli;

namespace Zhkh.Web.Tests.Cli;

/// <summary>Calls made of real prompts and put through G.711; the recogniser must name what was played.</summary>
public class PromptRecogniserTests
{
    private const int Frame = 160;

    private static readonly PromptLibrary s_library = PromptLibrary.Load(Repository.Path("voice-prompts"));
    private static readonly PromptRecogniser s_recogniser = PromptRecogniser.Learn(s_library);

    // Every seventh of each language: the whole list takes minutes in an unoptimised build.
    [Theory]
    [InlineData("ru")]
    [InlineData("uk")]
    public void A_prompt_is_recognised_alone(string language) =>
        Assert.All(s_library.Ids(language).Order(StringComparer.Ordinal).Where((_, i) => i % 7 == 0), id =>
        {
            var call = new PlayedCall().Silence(13).Play(language, id).Silence(40);
            var heard = Assert.Single(call.Heard(AudioCodec.Pcma));
            Assert.Contains(id, heard.Ids);
            Assert.True(heard.Whole);
            Assert.Equal(13 * Frame, heard.AtSample);
        });

    [Theory]
    [InlineData(1, AudioCodec.Pcma)]
    [InlineData(2, AudioCodec.Pcmu)]
    [InlineData(3, AudioCodec.Pcma)]
    [InlineData(4, AudioCodec.Pcmu)]
    public void Rows_of_prompts_with_random_gaps_are_named_in_order(int seed, AudioCodec codec)
    {
        var random = new Random(seed);
        var call = new PlayedCall();
        var expected = new List<string>();
        for (var row = 0; row < 12; row++)
        {
            var language = random.Next(2) == 0 ? "ru" : "uk";
            var ids = s_library.Ids(language).Order().ToList();
            string[] played = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => ids[random.Next(ids.Count)])];
            call.Play(language, played).Silence(random.Next(0, 90));
            expected.AddRange(played);
        }

        var heard = call.Heard(codec);
        Assert.Equal(expected.Count, heard.Count);
        Assert.All(heard.Zip(expected), pair => Assert.Contains(pair.Second, pair.First.Ids));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(1.5)]
    public void A_prompt_cut_by_a_key_is_named_and_known_to_be_cut(double seconds)
    {
        var call = new PlayedCall().Silence(5).Play("ru", "menu.main").Cut(5 + (int)(seconds * 50))
            .Silence(7).Play("ru", "bal.zero").Silence(20);
        var heard = call.Heard(AudioCodec.Pcma);
        Assert.Equal(["menu.main", "bal.zero"], heard.Select(h => h.Id));
        Assert.False(heard[0].Whole);
        Assert.True(heard[1].Whole);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Lost_packets_do_not_hide_a_sentence(int seed)
    {
        var call = new PlayedCall().Silence(3)
            .Play("uk", "greet.open", "org/khmelnytske.to", "greet.open.2").Silence(10).Lose(0.03, seed);
        Assert.Equal(
            ["greet.open", "org/khmelnytske.to", "greet.open.2"], call.Heard(AudioCodec.Pcma).Select(h => h.Id));
    }

    [Fact]
    public void A_prompt_that_begins_inside_a_packet_is_found_at_its_onset()
    {
        var call = new PlayedCall().Silence(20).SilentSamples(77).Play("ru", "transfer").Silence(20);
        var heard = Assert.Single(call.Heard(AudioCodec.Pcma));
        Assert.Equal("transfer", heard.Id);
        Assert.InRange(heard.AtSample, (20 * Frame) + 75, (20 * Frame) + 79);
    }

    [Fact]
    public void A_softer_line_changes_nothing()
    {
        var call = new PlayedCall().Silence(3).Play("ru", "rd.ask").Silence(5).Loudness(0.4);
        Assert.Equal(["rd.ask"], call.Heard(AudioCodec.Pcma).Select(h => h.Id));
    }

    [Fact]
    public void Tones_noise_and_silence_are_no_prompts()
    {
        var call = new PlayedCall().Silence(10).Tone(425, 150).Noise(2000, 150, seed: 3).Silence(10);
        Assert.Empty(call.Heard(AudioCodec.Pcma));
    }

    [Fact]
    public void A_mute_line_is_heard_as_nothing() => Assert.Empty(s_recogniser.Listen([], []));

    private sealed class PlayedCall
    {
        private readonly List<short> _sound = [];
        private readonly HashSet<int> _lost = [];

        public PlayedCall Silence(int frames) => SilentSamples(frames * Frame);

        public PlayedCall SilentSamples(int samples)
        {
            _sound.AddRange(new short[samples]);
            return this;
        }

        /// <summary>One row: sample on sample, the last frame filled up with silence.</summary>
        public PlayedCall Play(string language, params string[] ids)
        {
            foreach (var id in ids)
            {
                Assert.True(s_library.TryFind(language, id, out var clip), id);
                _sound.AddRange(clip.Samples.ToArray());
            }

            return _sound.Count % Frame == 0 ? this : SilentSamples(Frame - (_sound.Count % Frame));
        }

        public PlayedCall Cut(int frames)
        {
            _sound.RemoveRange(frames * Frame, _sound.Count - (frames * Frame));
            return this;
        }

        public PlayedCall Lose(double share, int seed)
        {
            var random = new Random(seed);
            _lost.UnionWith(Enumerable.Range(0, _sound.Count / Frame).Where(_ => random.NextDouble() < share));
            return this;
        }

        public PlayedCall Loudness(double factor)
        {
            for (var i = 0; i < _sound.Count; i++)
            {
                _sound[i] = (short)(_sound[i] * factor);
            }

            return this;
        }

        public PlayedCall Tone(double hertz, int frames)
        {
            var samples = Enumerable.Range(0, frames * Frame);
            _sound.AddRange(samples.Select(i => (short)(8000 * Math.Sin(2 * Math.PI * hertz * i / 8000))));
            return this;
        }

        public PlayedCall Noise(int peak, int frames, int seed)
        {
            var random = new Random(seed);
            _sound.AddRange(Enumerable.Range(0, frames * Frame).Select(_ => (short)random.Next(-peak, peak)));
            return this;
        }

        public IReadOnlyList<HeardPrompt> Heard(AudioCodec codec)
        {
            var codes = new byte[_sound.Count];
            var sound = new short[_sound.Count];
            G711.Encode(codec, _sound.ToArray(), codes);
            G711.Decode(codec, codes, sound);
            foreach (var frame in _lost)
            {
                sound.AsSpan(frame * Frame, Frame).Clear();
            }

            return s_recogniser.Listen(sound, [.. Enumerable.Range(0, sound.Length / Frame).Select(i => i * Frame)]);
        }
    }
}
