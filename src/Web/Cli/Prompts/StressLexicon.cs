namespace Zhkh.Web.Cli;

/// <summary>
/// Which vowel of a word is stressed: <c>voice-prompts/{ru,uk}-lexicon</c>, a word a line with U+0301 after the
/// stressed vowel. Both voices guess, and guess wrong in the words of this trade.
/// </summary>
internal sealed class StressLexicon
{
    private const char Acute = '\u0301';
    private const string Vowels = "аеєёиіїоуыэюя";

    /// <summary>Words of one syllable that lean on the next word and carry no stress of their own.</summary>
    private static readonly HashSet<string> s_clitics =
        [.. "без в від для до є за з із і й на ні не о по про та у що як".Split(' ')];

    private readonly Dictionary<string, int> _stressedAt;

    /// <summary>Words of several syllables asked for and not found; they would be spoken by guess.</summary>
    public SortedSet<string> Missing { get; } = new(StringComparer.Ordinal);

    private StressLexicon(Dictionary<string, int> stressedAt) => _stressedAt = stressedAt;

    /// <summary>Reads the lexicon.</summary>
    /// <exception cref="InvalidDataException">A word without exactly one stress.</exception>
    public static StressLexicon Load(string file)
    {
        var stressedAt = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(file).Where(l => l.Length > 0 && !l.StartsWith('#')))
        {
            var at = line.IndexOf(Acute, StringComparison.Ordinal);
            if (at <= 0 || at != line.LastIndexOf(Acute) || !Vowels.Contains(line[at - 1], StringComparison.Ordinal))
            {
                throw new InvalidDataException($"{Path.GetFileName(file)}: «{line}» needs one stressed vowel");
            }

            stressedAt[line.Remove(at, 1)] = at - 1;
        }

        return new StressLexicon(stressedAt);
    }

    /// <summary>Every word with the number of its stressed syllable, from 1.</summary>
    public IEnumerable<(string Word, int Syllable)> Syllables() =>
        _stressedAt.Select(w => (w.Key, w.Key[..(w.Value + 1)].Count(IsVowel)));

    /// <summary>
    /// Index of the stressed letter, −1 for a word without stress; an unknown word goes to the missing.
    /// </summary>
    public int StressOf(string word)
    {
        if (_stressedAt.TryGetValue(word, out var at))
        {
            return at;
        }

        if (word.Count(IsVowel) > 1)
        {
            Missing.Add(word);
            return -1;
        }

        return s_clitics.Contains(word) ? -1 : word.IndexOfAny(Vowels.ToCharArray());
    }

    private static bool IsVowel(char letter) => Vowels.Contains(letter, StringComparison.Ordinal);
}
