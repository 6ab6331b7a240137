using System.Security.Cryptography;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Web.Cli;

/// <summary>
/// <c>zhkh prompts check</c>: every prompt is there in every language it should be, says what the grammar says, has
/// the form of telephone sound, is loud enough, not clipped, and unchanged since it was listed.
/// </summary>
internal sealed class PromptsCheck(PromptCatalog catalog)
{
    /// <summary>DOMAIN §6: a prompt is at most 12 s.</summary>
    public const double SecondsMax = 12;

    private const double RmsToleranceDb = 4;

    public async Task<int> RunAsync(TextWriter output)
    {
        var faults = Faults().ToList();
        foreach (var fault in faults)
        {
            await output.WriteLineAsync(fault);
        }

        var files = catalog.Prompts.Values.Sum(l => l.Count);
        await output.WriteLineAsync($"{catalog.Prompts.Count} prompts, {files} files, {faults.Count} faults");
        return faults.Count == 0 ? CommandLine.Ok : CommandLine.Failed;
    }

    /// <summary>One line per fault.</summary>
    public IEnumerable<string> Faults() =>
        MissingFragments().Concat(MissingSentences()).Concat(catalog.Prompts.SelectMany(
            p => p.Value.SelectMany(l => FileFaults(l.Value).Select(fault => $"{l.Key} {p.Key}: {fault}"))));

    private IEnumerable<string> MissingFragments() =>
        from language in new[] { ("ru", Language.Russian), ("uk", Language.Ukrainian) }
        from fragment in Vocabulary.Of(language.Item2).Texts
        let listed = catalog.Prompts.GetValueOrDefault(fragment.Key)?.GetValueOrDefault(language.Item1)
        where listed?.Text != fragment.Value
        select $"{language.Item1} {fragment.Key}: the grammar says «{fragment.Value}», the list «{listed?.Text}»";

    /// <summary>A sentence exists in every language; fragments may belong to the grammar of one.</summary>
    private IEnumerable<string> MissingSentences() =>
        from id in catalog.Prompts.Keys.Where(IsSentence).Union(FlowTable.PromptIds(new IvrOptions()))
        from language in PromptCatalog.Languages
        where catalog.Prompts.GetValueOrDefault(id)?.ContainsKey(language) != true
        select $"{language} {id}: missing";

    private static bool IsSentence(string id) =>
        !id.StartsWith("number/", StringComparison.Ordinal) && !id.StartsWith("unit/", StringComparison.Ordinal);

    private IEnumerable<string> FileFaults(PromptText text)
    {
        var path = Path.Combine(catalog.Folder, text.File ?? "");
        if (text.File is null || !File.Exists(path))
        {
            return ["no file"];
        }

        var bytes = File.ReadAllBytes(path);
        return !WavFile.TryParse(bytes, out var wave, out var fault) ? [fault]
            : wave.SampleRate != PromptAudio.SampleRate || wave.Channels != 1 ? ["not 8 kHz mono"]
            : Convert.ToHexStringLower(SHA256.HashData(bytes)) != text.Sha256 ? ["the checksum differs"]
            : SoundFaults(wave.Samples);
    }

    private static IEnumerable<string> SoundFaults(short[] samples)
    {
        if (samples.Length > SecondsMax * PromptAudio.SampleRate)
        {
            yield return $"longer than {SecondsMax} s";
        }

        if (samples.Length < PromptAudio.SampleRate / 10)
        {
            yield return "shorter than 0.1 s";
        }

        if (samples.Any(s => s is short.MaxValue or short.MinValue))
        {
            yield return "clipped";
        }

        if (Math.Abs(PromptAudio.SpeechRmsDb(samples) - PromptAudio.TargetRmsDb) is > RmsToleranceDb or double.NaN)
        {
            yield return $"loudness {PromptAudio.SpeechRmsDb(samples):0.0} dB, should be {PromptAudio.TargetRmsDb}";
        }
    }
}
