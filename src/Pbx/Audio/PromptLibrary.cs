using System.Collections.Frozen;

namespace Zhkh.Pbx.Audio;

/// <summary>
/// Every voice prompt, loaded at start: one block of memory per language, so that playing touches no file and leaves
/// the collector nothing to walk. About 16 kB a second of speech.
/// </summary>
public sealed class PromptLibrary
{
    /// <summary>Files looked at in one language folder.</summary>
    public const int FilesMax = 20_000;

    /// <summary>Ids of clips that people made for their own menus and announcements begin so.</summary>
    public const string OwnPrefix = "own/";

    private const string FirstLanguage = "ru";
    private const string SecondLanguage = "uk";

    private readonly FrozenDictionary<string, FrozenDictionary<string, PromptClip>> _languages;
    private volatile FrozenDictionary<(string Language, string Id), PromptClip> _own =
        FrozenDictionary<(string Language, string Id), PromptClip>.Empty;

    private PromptLibrary(
        FrozenDictionary<string, FrozenDictionary<string, PromptClip>> languages, long bytes,
        IReadOnlyList<string> faults)
    {
        _languages = languages;
        Bytes = bytes;
        Faults = faults;
    }

    /// <summary>A library without prompts.</summary>
    public static PromptLibrary Empty =>
        new(FrozenDictionary<string, FrozenDictionary<string, PromptClip>>.Empty, 0, []);

    /// <summary>Memory taken by the sound of all languages.</summary>
    public long Bytes { get; }

    /// <summary>
    /// Files that were left out, each with the reason. A library with faults is not ready for service.
    /// </summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>The language folders found: <c>ru</c>, <c>uk</c>.</summary>
    public IEnumerable<string> Languages => _languages.Keys;

    /// <summary>
    /// Reads <c>{folder}/{language}/**.wav</c>. The id of a prompt is its path below the language folder without the
    /// extension, with slashes: <c>number/40</c>.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static PromptLibrary Load(string folder)
    {
        var faults = new List<string>();
        var languages = new Dictionary<string, FrozenDictionary<string, PromptClip>>(StringComparer.Ordinal);
        long bytes = 0;
        foreach (var language in Directory.EnumerateDirectories(folder))
        {
            var clips = LoadLanguage(language, faults, out var blockBytes);
            if (clips.Count > 0)
            {
                languages.Add(Path.GetFileName(language), clips);
                bytes += blockBytes;
            }
        }

        return new PromptLibrary(languages.ToFrozenDictionary(StringComparer.Ordinal), bytes, faults);
    }

    /// <summary>Whether the language folder holds the prompt.</summary>
    public bool Has(string language, string id) => TryFind(language, id, out _);

    /// <summary>Whether an id is that of a clip people made.</summary>
    public static bool IsOwn(string id) => id.StartsWith(OwnPrefix, StringComparison.Ordinal);

    /// <summary>Takes over all clips that people made; 8 kHz mono, by language and id.</summary>
    public void ReplaceOwn(IReadOnlyDictionary<(string Language, string Id), short[]> clips) => _own =
        clips.ToFrozenDictionary(clip => clip.Key, clip => new PromptClip(clip.Key.Id, clip.Value));

    /// <summary>
    /// Finds a prompt by the language folder (<c>ru</c>, <c>uk</c>) and its id. A clip that people made in one language
    /// only is said in that one: better than silence.
    /// </summary>
    public bool TryFind(string language, string id, out PromptClip clip)
    {
        clip = default;
        if (IsOwn(id))
        {
            var own = _own;
            return own.TryGetValue((language, id), out clip)
                || own.TryGetValue((FirstLanguage, id), out clip) || own.TryGetValue((SecondLanguage, id), out clip);
        }

        return _languages.TryGetValue(language, out var clips) && clips.TryGetValue(id, out clip);
    }

    /// <summary>The ids of a language, in no order; empty for an unknown one.</summary>
    public IEnumerable<string> Ids(string language) =>
        _languages.TryGetValue(language, out var clips) ? clips.Keys : [];

    private static FrozenDictionary<string, PromptClip> LoadLanguage(
        string folder, List<string> faults, out long blockBytes)
    {
        var loaded = new List<(string Id, short[] Samples)>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.wav", SearchOption.AllDirectories).Take(FilesMax))
        {
            if (Read(file, out var fault) is { } samples)
            {
                var id = Path.ChangeExtension(Path.GetRelativePath(folder, file), null);
                loaded.Add((id.Replace(Path.DirectorySeparatorChar, '/'), samples));
            }
            else
            {
                faults.Add($"{Path.GetRelativePath(Path.Combine(folder, ".."), file)}: {fault}");
            }
        }

        var total = loaded.Sum(prompt => prompt.Samples.Length);
        var block = GC.AllocateUninitializedArray<short>(total, pinned: total > 0);
        var clips = new Dictionary<string, PromptClip>(loaded.Count, StringComparer.Ordinal);
        var start = 0;
        foreach (var (id, samples) in loaded)
        {
            samples.CopyTo(block, start);
            clips.Add(id, new PromptClip(id, block.AsMemory(start, samples.Length)));
            start += samples.Length;
        }

        blockBytes = total * sizeof(short);
        return clips.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static short[]? Read(string file, out string? fault)
    {
        try
        {
            if (new FileInfo(file).Length > WavFile.FileBytesMax)
            {
                fault = "larger than 64 MB";
                return null;
            }

            if (!WavFile.TryParse(File.ReadAllBytes(file), out var wav, out fault))
            {
                return null;
            }

            if (wav.SampleRate == Pcm16.SampleRate && wav.Channels == 1 && wav.Samples.Length > 0)
            {
                return wav.Samples;
            }

            fault = $"{wav.SampleRate} Hz, {wav.Channels} channels, {wav.Samples.Length} samples; needs 8000 Hz mono";
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = e.Message;
            return null;
        }
    }
}
