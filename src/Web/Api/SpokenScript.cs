using Zhkh.Pbx;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Web.Cli;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Api;

/// <summary>
/// What the robot would say, to read and to hear: the texts of the prompt list and the very fragments callers hear.
/// </summary>
internal sealed class SpokenScript(Exchange exchange, InstallationFolders folders)
{
    private readonly Lazy<PromptCatalog> _texts = new(() => PromptCatalog.Load(folders.VoicePrompts));

    /// <summary>The words of a row of fragments; a fragment without a text is shown by its id.</summary>
    public string TextOf(IEnumerable<Prompt> prompts, string language) => string.Join(' ', prompts.Select(p =>
        _texts.Value.Prompts.TryGetValue(p.Id, out var languages) && languages.TryGetValue(language, out var text)
            ? text.Text : p.Id));

    /// <summary>The sound of a row of fragments, 8 kHz mono, as on the telephone.</summary>
    public byte[] Wave(IEnumerable<Prompt> prompts, string language)
    {
        var samples = new List<short>();
        foreach (var prompt in prompts)
        {
            if (exchange.Prompts.TryFind(language, prompt.Id, out var clip))
            {
                samples.AddRange(clip.Samples.Span);
            }
        }

        return new WavFile(Pcm16.SampleRate, 1, [.. samples]).ToBytes();
    }
}
