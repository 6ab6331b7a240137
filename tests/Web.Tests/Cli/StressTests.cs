using Zhkh.Testing;
using Zhkh.Web.Cli;

namespace Zhkh.Web.Tests.Cli;

public class StressTests
{
    private static readonly string s_folder = Repository.Path("voice-prompts");

    [Theory]
    [InlineData("вода", "vod'a")]
    [InlineData("тисяча", "t'Is;atSa")]
    [InlineData("показники", null)]
    [InlineData("п’ять", "pj'at;")]
    [InlineData("дев’яносто", "dewjan'osto")]
    [InlineData("лічильник", "l;itS'Il;nIk")]
    [InlineData("гривень", "hr'Iven;")]
    [InlineData("шістсот", "Siss'ot")]
    [InlineData("її", null)]
    [InlineData("до", "do")]
    [InlineData("сім", "s;'im")]
    public void Ukrainian_words_become_phonemes_with_their_stress(string word, string? phonemes)
    {
        var lexicon = StressLexicon.Load(Path.Combine(s_folder, "uk-lexicon"));
        var spoken = new UkrainianPhonemes(lexicon).Word(word);
        if (phonemes is null)
        {
            Assert.Contains(word, lexicon.Missing);
        }
        else
        {
            Assert.Equal(phonemes, spoken);
        }
    }

    [Theory]
    [InlineData("ru-lexicon", "заявка", 2)]
    [InlineData("ru-lexicon", "лицевого", 3)]
    [InlineData("ru-lexicon", "сорока", 3)]
    [InlineData("uk-lexicon", "вісімнадцятої", 3)]
    public void The_lexicon_counts_syllables_from_the_left(string file, string word, int syllable) =>
        Assert.Contains((word, syllable), StressLexicon.Load(Path.Combine(s_folder, file)).Syllables());

    [Fact]
    public void No_word_of_any_prompt_is_stressed_by_guess()
    {
        foreach (var language in PromptCatalog.Languages)
        {
            var lexicon = StressLexicon.Load(Path.Combine(s_folder, $"{language}-lexicon"));
            var texts = PromptCatalog.Load(s_folder).Prompts.Values.Where(p => p.ContainsKey(language))
                .Select(p => p[language].Text.ToLowerInvariant());
            foreach (var word in texts.SelectMany(t => t.Split([.. " .,!?:;—-"])))
            {
                lexicon.StressOf(word);
            }

            Assert.Empty(lexicon.Missing);
        }
    }

    [Fact]
    public void The_committed_prompts_have_no_faults() =>
        Assert.Empty(new PromptsCheck(PromptCatalog.Load(s_folder)).Faults());

    [Fact]
    public void A_changed_a_missing_and_a_clipped_recording_are_faults()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "prompts.json"), """
                {
                  "a": { "ru": { "text": "а", "file": "ru/a.wav", "sha256": "00" } },
                  "b": { "ru": { "text": "б", "file": "ru/b.wav" }, "uk": { "text": "б" } }
                }
                """);
            Directory.CreateDirectory(Path.Combine(folder.FullName, "ru"));
            File.Copy(Path.Combine(s_folder, "ru", "bye.wav"), Path.Combine(folder.FullName, "ru", "a.wav"));
            var faults = new PromptsCheck(PromptCatalog.Load(folder.FullName)).Faults().ToList();
            Assert.Contains("ru a: the checksum differs", faults);
            Assert.Contains("uk a: missing", faults);
            Assert.Contains("ru b: no file", faults);
            Assert.Contains(faults, fault => fault.StartsWith("ru number/7:", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Speech_is_levelled_trimmed_and_never_clipped()
    {
        var quiet = new short[16000];
        for (var i = 4000; i < 12000; i++)
        {
            quiet[i] = (short)(300 * Math.Sin(i * 0.3) * (i < 8000 ? 1 : 12));
        }

        var finished = PromptAudio.Finish(quiet, "слово");
        Assert.InRange(PromptAudio.SpeechRmsDb(finished), PromptAudio.TargetRmsDb - 3, PromptAudio.TargetRmsDb + 3);
        Assert.True(finished.Max(s => Math.Abs((int)s)) <= PromptAudio.PeakMax);
        Assert.InRange(finished.Length, 8000, 9500);
    }
}
