using System.ComponentModel;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Ivr;
using Zhkh.Web.Cli;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Voice;

/// <summary>
/// Speaks a text that people wrote, with the voices, the stresses and the loudness of the prompts. One at a time: the
/// voices are programs that take a whole core, and calls come first.
/// </summary>
internal sealed class TextToSpeech(InstallationFolders folders, TimeProvider time) : IDisposable
{
    /// <summary>About half a minute of speech.</summary>
    public const int TextMax = 400;

    private const string Russian = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
    private const string Ukrainian = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’'";
    private const string Marks = " .,!?:;—-";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim _voice = new(1);

    /// <summary>What the voice cannot say, or null.</summary>
    public static MenuFault? Of(string? text, string language) =>
        language is not ("ru" or "uk") ? new MenuFault(MenuFaultKind.LanguageUnknown, language)
        : text is not { Length: > 0 and <= TextMax } || string.IsNullOrWhiteSpace(text)
            ? new MenuFault(MenuFaultKind.TextLength, TextMax)
        : text.ToLowerInvariant().FirstOrDefault(c => !Marks.Contains(c, StringComparison.Ordinal)
            && !(language == "ru" ? Russian : Ukrainian).Contains(c, StringComparison.Ordinal)) is var odd and not '\0'
            ? new MenuFault(MenuFaultKind.TextLetters, odd)
        : null;

    /// <summary>8 kHz mono, as loud as the prompts.</summary>
    /// <exception cref="SpeechUnavailableException">The voice is not installed, or failed.</exception>
    public async Task<short[]> SpeakAsync(string text, string language, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        await _voice.WaitAsync(either.Token);
        var work = Directory.CreateTempSubdirectory("zhkh-speech-");
        try
        {
            return await SpeakAsync(text, language, work.FullName, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SpeechUnavailableException("60 s");
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or InvalidDataException
            or IOException)
        {
            throw new SpeechUnavailableException(e.Message);
        }
        finally
        {
            work.Delete(recursive: true);
            _voice.Release();
        }
    }

    public void Dispose() => _voice.Dispose();

    private async Task<short[]> SpeakAsync(string text, string language, string work, CancellationToken cancel)
    {
        var spoken = Path.Combine(work, "spoken.wav");
        var narrow = Path.Combine(work, "narrow.wav");
        var lexicon = StressLexicon.Load(Path.Combine(folders.VoicePrompts, $"{language}-lexicon"));
        if (language == "ru")
        {
            await Voices.SpeakRussianAsync([text], lexicon, _ => spoken, work, cancel);
        }
        else
        {
            await Voices.SpeakUkrainianAsync(new UkrainianPhonemes(lexicon).Of(text), spoken, cancel);
        }

        await Voices.ToTelephoneAsync(language == "ru" ? Voices.Russian : Voices.Ukrainian, spoken, narrow, cancel);
        return WavFile.TryParse(await File.ReadAllBytesAsync(narrow, cancel), out var wave, out var fault)
            ? PromptAudio.Finish(wave.Samples, text)
            : throw new InvalidDataException(fault);
    }
}

/// <summary>There is no voice on this machine, or it failed.</summary>
internal sealed class SpeechUnavailableException(string why) : Exception(why);
