using System.Text.Json;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// The book of this moment, in memory and as a file beside the journal: the exchange answers without its database, over
/// a new start too. A file that cannot be read leaves the book built in, and Health says so.
/// </summary>
public sealed class CurrentMenus
{
    private const string BookName = "book.json";

    private readonly string _folder;
    private readonly PromptLibrary _prompts;
    private readonly ILogger _log;
    private volatile MenuBook _book;
    private volatile string? _fault;

    /// <param name="folder">Made when it is not there.</param>
    /// <param name="prompts">Learns the clips of our own.</param>
    public CurrentMenus(string folder, IvrOptions options, PromptLibrary prompts, ILogger log)
    {
        (_folder, _prompts, _log) = (folder, prompts, log);
        _book = Load() ?? MenuDefaults.Book(options);
    }

    /// <summary>What calls that begin now take.</summary>
    public MenuBook Book => _book;

    /// <summary>What is wrong with the data, for Health; null: nothing.</summary>
    public string? Fault => _fault;

    /// <summary>Whether the sound of a text of our own is here.</summary>
    public bool HasSound(OwnText text) => File.Exists(PathOf(text.Id, text.Language));

    /// <summary>Takes over what the database says; calls that are going on keep what they have.</summary>
    /// <param name="clips">Sounds that were not here yet: 8 kHz mono WAV.</param>
    public void Replace(MenuBook book, IReadOnlyList<OwnClip> clips)
    {
        Save(book, clips);
        _fault = Learn(book);
        _book = book;
        IvrLog.MenusReplaced(_log, book.Numbers.Count, book.Menus.Count, book.Announcements.Count);
    }

    /// <summary>The database says something that cannot be understood; the old book stays.</summary>
    public void Refuse(string fault)
    {
        if (_fault != fault)
        {
            IvrLog.MenusNotRead(_log, fault);
        }

        _fault = fault;
    }

    private MenuBook? Load()
    {
        var path = Path.Combine(_folder, BookName);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var book = JsonSerializer.Deserialize<MenuBook>(File.ReadAllBytes(path), MenuBook.Json)
                ?? throw new JsonException("empty");
            if (MenuBookCheck.Of(book) is { } broken)
            {
                throw new JsonException(broken);
            }

            _fault = Learn(book);
            return book;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            _fault = $"the saved menus cannot be read, the built-in ones answer: {e.Message}";
            IvrLog.MenusNotRead(_log, e.Message);
            return null;
        }
    }

    private void Save(MenuBook book, IReadOnlyList<OwnClip> clips)
    {
        try
        {
            Directory.CreateDirectory(_folder);
            foreach (var clip in clips)
            {
                var path = PathOf(clip.Id, clip.Language);
                Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _folder);
                WriteWhole(path, clip.Wave);
            }

            WriteWhole(Path.Combine(_folder, BookName), JsonSerializer.SerializeToUtf8Bytes(book, MenuBook.Json));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            IvrLog.MenusNotSaved(_log, e.Message);
        }
    }

    /// <summary>Written aside and moved: a crash leaves the old one or the new one.</summary>
    private static void WriteWhole(string path, byte[] bytes)
    {
        File.WriteAllBytes(path + ".next", bytes);
        File.Move(path + ".next", path, overwrite: true);
    }

    /// <summary>Reads the sounds of a book; null when all of them are there.</summary>
    private string? Learn(MenuBook book)
    {
        var clips = new Dictionary<(string Language, string Id), short[]>();
        string? fault = null;
        foreach (var text in book.Texts)
        {
            try
            {
                if (WavFile.TryParse(File.ReadAllBytes(PathOf(text.Id, text.Language)), out var wave, out var why)
                    && wave is { SampleRate: Pcm16.SampleRate, Channels: 1 })
                {
                    clips[(text.Language, text.Id)] = wave.Samples;
                    continue;
                }

                fault = $"{text.Id} cannot be played: {why ?? "not 8 kHz mono"}";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                fault = $"{text.Id} cannot be read: {e.Message}";
            }

            IvrLog.MenusNotRead(_log, fault);
        }

        _prompts.ReplaceOwn(clips);
        return fault;
    }

    private string PathOf(string id, string language) => Path.Combine(_folder, $"{id}.{language}.wav");
}

/// <summary>Sound of our own as the database keeps it.</summary>
/// <param name="Wave">8 kHz, 16 bit, mono, a whole file.</param>
public sealed record OwnClip(string Id, string Language, byte[] Wave);
