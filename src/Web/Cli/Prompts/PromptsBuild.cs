using System.Security.Cryptography;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Web.Cli;

/// <summary>
/// <c>zhkh prompts build</c>: speaks every text of the catalog and every fragment the grammar of numbers can ask for.
/// Recordings by a person (any speaker but our voices) are kept; only their checksum is taken anew.
/// </summary>
internal sealed class PromptsBuild(PromptCatalog catalog, TextWriter progress)
{
    private static readonly char[] s_notLetters = [.. " .,!?:;—-"];

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        AddFragments();
        var russian = StressLexicon.Load(Path.Combine(catalog.Folder, "ru-lexicon"));
        var ukrainian = StressLexicon.Load(Path.Combine(catalog.Folder, "uk-lexicon"));
        var work = Directory.CreateTempSubdirectory("zhkh-prompts-");
        try
        {
            await BuildRussianAsync(russian, work.FullName, cancel);
            await BuildUkrainianAsync(new UkrainianPhonemes(ukrainian), work.FullName, cancel);
        }
        finally
        {
            work.Delete(recursive: true);
        }

        RemoveOrphans();
        Seal();
        catalog.Save();
        foreach (var word in russian.Missing.Concat(ukrainian.Missing))
        {
            await progress.WriteLineAsync($"The lexicon lacks «{word}»: its stress is a guess");
        }

        return russian.Missing.Count + ukrainian.Missing.Count == 0 ? CommandLine.Ok : CommandLine.Failed;
    }

    private void AddFragments()
    {
        foreach (var (language, words) in new[] { ("ru", Language.Russian), ("uk", Language.Ukrainian) })
        {
            foreach (var (id, text) in Vocabulary.Of(words).Texts)
            {
                if (!catalog.Prompts.TryGetValue(id, out var languages))
                {
                    languages = new SortedDictionary<string, PromptText>(StringComparer.Ordinal);
                    catalog.Prompts.Add(id, languages);
                }

                languages[language] = languages.TryGetValue(language, out var known)
                    ? known with { Text = text }
                    : new PromptText(text);
            }
        }
    }

    private async Task BuildRussianAsync(StressLexicon lexicon, string work, CancellationToken cancel)
    {
        var ids = OursIn("ru", Voices.Russian);
        await progress.WriteLineAsync($"ru: {ids.Count} prompts, {Voices.Russian}");
        string Wave(int i) => Path.Combine(work, $"ru-{i}.wav");
        var texts = ids.Select(id => catalog.Prompts[id]["ru"].Text).ToList();
        foreach (var word in texts.SelectMany(t => t.ToLowerInvariant().Split(s_notLetters)))
        {
            lexicon.StressOf(word);
        }

        await Voices.SpeakRussianAsync(texts, lexicon, Wave, work, cancel);
        for (var i = 0; i < ids.Count; i++)
        {
            await StoreAsync(ids[i], "ru", Voices.Russian, Wave(i), cancel);
        }
    }

    private async Task BuildUkrainianAsync(UkrainianPhonemes phonemes, string work, CancellationToken cancel)
    {
        var ids = OursIn("uk", Voices.Ukrainian);
        await progress.WriteLineAsync($"uk: {ids.Count} prompts, {Voices.Ukrainian}");
        var wave = Path.Combine(work, "uk.wav");
        foreach (var id in ids)
        {
            await Voices.SpeakUkrainianAsync(phonemes.Of(catalog.Prompts[id]["uk"].Text), wave, cancel);
            await StoreAsync(id, "uk", Voices.Ukrainian, wave, cancel);
        }
    }

    private List<string> OursIn(string language, string speaker) =>
    [
        .. catalog.Prompts
            .Where(p => p.Value.TryGetValue(language, out var text) && (text.Speaker ?? speaker) == speaker)
            .Select(p => p.Key),
    ];

    private async Task StoreAsync(string id, string language, string speaker, string wave, CancellationToken cancel)
    {
        var narrow = wave + ".8k.wav";
        await Voices.ToTelephoneAsync(speaker, wave, narrow, cancel);
        var text = catalog.Prompts[id][language];
        var bytes = await File.ReadAllBytesAsync(narrow, cancel);
        if (!WavFile.TryParse(bytes, out var spoken, out var fault))
        {
            throw new InvalidDataException($"{id}: {fault}");
        }

        var file = $"{language}/{id}.wav";
        var path = Path.Combine(catalog.Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? catalog.Folder);
        var finished = new WavFile(PromptAudio.SampleRate, 1, PromptAudio.Finish(spoken.Samples, text.Text));
        await File.WriteAllBytesAsync(path, finished.ToBytes(), cancel);
        catalog.Prompts[id][language] = text with { File = file, Speaker = speaker };
    }

    private void Seal()
    {
        foreach (var languages in catalog.Prompts.Values)
        {
            foreach (var (language, text) in languages.ToList())
            {
                var bytes = File.ReadAllBytes(Path.Combine(catalog.Folder, text.File ?? ""));
                languages[language] = text with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
            }
        }
    }

    private void RemoveOrphans()
    {
        var listed = catalog.Prompts.Values.SelectMany(l => l.Values).Select(t => t.File).ToHashSet();
        foreach (var language in PromptCatalog.Languages)
        {
            var folder = Path.Combine(catalog.Folder, language);
            foreach (var path in Directory.EnumerateFiles(folder, "*.wav", SearchOption.AllDirectories))
            {
                if (!listed.Contains(Path.GetRelativePath(catalog.Folder, path).Replace('\\', '/')))
                {
                    File.Delete(path);
                }
            }
        }
    }
}
