using System.Text;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Web.Cli;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Voice;

/// <summary>What the robot will say, to be read and listened to before it is said: the very prompts, no copy.</summary>
internal sealed class SpokenText(InstallationFolders folders, Func<PromptLibrary> library, Func<MenuBook> menus)
{
    private readonly Lazy<PromptCatalog> _catalog = new(() => PromptCatalog.Load(folders.VoicePrompts));

    /// <summary>The texts of the prompts as a sentence.</summary>
    /// <param name="language">ru or uk.</param>
    public string Text(string language, IReadOnlyList<Prompt> prompts)
    {
        var sentence = new StringBuilder();
        var wasService = false;
        foreach (var prompt in prompts)
        {
            var text = TextOf(language, prompt.Id) ?? prompt.Id;
            var isService = prompt.Id.StartsWith("word/service.", StringComparison.Ordinal);
            if (sentence.Length > 0)
            {
                var isEnded = sentence[^1] is '.' or '!' or '?' or ':' or ',';
                sentence.Append(isEnded ? "" : isService ? wasService ? "," : ":" : char.IsUpper(text[0]) ? "." : "")
                    .Append(' ');
            }

            sentence.Append(text);
            wasService = isService;
        }

        return sentence.Length == 0 || sentence[^1] is '.' or '!' or '?' ? sentence.ToString() : sentence + ".";
    }

    /// <summary>The text of one prompt, of ours or made by people; null when there is none.</summary>
    public string? TextOf(string language, string id) =>
        PromptLibrary.IsOwn(id)
            ? menus().Texts.Where(t => t.Id == id).OrderBy(t => t.Language != language).FirstOrDefault()?.Text
            : _catalog.Value.Prompts.GetValueOrDefault(id)?.GetValueOrDefault(language)?.Text;

    /// <summary>The sound of the prompts: 8 kHz, 16 bit, mono; null when one of them is not recorded.</summary>
    public byte[]? Wave(string language, IReadOnlyList<Prompt> prompts)
    {
        var recorded = library();
        var samples = new List<short>();
        foreach (var prompt in prompts)
        {
            if (!recorded.TryFind(language, prompt.Id, out var clip))
            {
                return null;
            }

            samples.AddRange(clip.Samples.Span);
        }

        return new WavFile(Pcm16.SampleRate, 1, [.. samples]).ToBytes();
    }

    /// <summary>Sounds of 8 kHz mono one after the other.</summary>
    public static byte[] Join(IReadOnlyList<byte[]> waves) => waves is [var only] ? only : new WavFile(
        Pcm16.SampleRate, 1,
        [
            .. waves.SelectMany(wave => WavFile.TryParse(wave, out var sound, out _) ? sound.Samples : []),
        ]).ToBytes();
}
