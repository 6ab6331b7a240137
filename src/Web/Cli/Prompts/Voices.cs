using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Zhkh.Web.Cli;

/// <summary>The two synthesisers of the build, each a Debian package run as a process of its own.</summary>
internal static class Voices
{
    public const string Russian = "festival msu_ru_nsh_clunits";
    public const string Ukrainian = "espeak-ng uk";

    /// <summary>How much faster than the voice's own pace; the greeting must leave time for the balance.</summary>
    private const string RussianTempo = "1.15";
    private const string UkrainianWordsPerMinute = "158";

    /// <summary>Speaks all Russian texts in one run; wave i belongs to text i.</summary>
    public static async Task SpeakRussianAsync(
        IReadOnlyList<string> texts, StressLexicon lexicon, Func<int, string> waveFile, string folder,
        CancellationToken cancel)
    {
        var script = new StringBuilder("(voice_msu_ru_nsh_clunits)\n");
        foreach (var (word, syllable) in lexicon.Syllables())
        {
            script.Append(CultureInfo.InvariantCulture, $"(lex.add.entry '(\"{word}\" n ({syllable})))\n");
        }

        for (var i = 0; i < texts.Count; i++)
        {
            script.Append(CultureInfo.InvariantCulture,
                $"(utt.save.wave (SynthText \"{ForFestival(texts[i])}\") \"{waveFile(i)}\" 'riff)\n");
        }

        var file = Path.Combine(folder, "speak.scm");
        await File.WriteAllTextAsync(file, script.ToString(), cancel);
        await RunAsync("festival", ["-b", file], cancel);
    }

    /// <summary>Speaks one Ukrainian clause given as phonemes.</summary>
    public static Task SpeakUkrainianAsync(string phonemes, string waveFile, CancellationToken cancel) =>
        RunAsync("espeak-ng", ["-v", "uk", "-s", UkrainianWordsPerMinute, "-w", waveFile, phonemes], cancel);

    /// <summary>Brings a voice's wave to 8 kHz mono, without the rumble a telephone does not carry.</summary>
    public static Task ToTelephoneAsync(string speaker, string from, string to, CancellationToken cancel)
    {
        string[] tempo = speaker == Russian ? ["tempo", "-s", RussianTempo] : [];
        return RunAsync(
            "sox",
            [
                "-D", "-R", from, "-b", "16", "-c", "1", to,
                "gain", "-6", .. tempo, "highpass", "120", "rate", "-h", "8000",
            ],
            cancel);
    }

    /// <summary>The voice knows letters, commas and stops; dashes become commas, hyphens spaces.</summary>
    private static string ForFestival(string text) =>
        text.Replace(" —", ",").Replace(",,", ",").Replace('-', ' ').Replace("\"", "");

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)
            ?? throw new InvalidOperationException($"{program} did not start");
        var complaints = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {complaints.Trim()}");
        }
    }
}
