using System.Text;
using System.Text.RegularExpressions;

namespace Zhkh.Web.Cli;

/// <summary>
/// Ukrainian letters to the phoneme names of espeak-ng. Ukrainian is written nearly as it is spoken; what espeak-ng
/// gets wrong is the stress (and и, which it says as і), so each clause is handed over as <c>[[phonemes]]</c>.
/// </summary>
internal sealed partial class UkrainianPhonemes(StressLexicon lexicon)
{
    private const string Softeners = "ьіїєюя";
    private const string Softened = "дзлнрст";
    private const string Vowels = "аеєиіїоуюя";

    private static readonly Dictionary<char, string> s_plain = new()
    {
        ['а'] = "a", ['б'] = "b", ['в'] = "v", ['г'] = "h", ['ґ'] = "g", ['д'] = "d", ['е'] = "e", ['ж'] = "Z",
        ['з'] = "z", ['и'] = "I", ['і'] = "i", ['й'] = "j", ['к'] = "k", ['л'] = "l", ['м'] = "m", ['н'] = "n",
        ['о'] = "o", ['п'] = "p", ['р'] = "r", ['с'] = "s", ['т'] = "t", ['у'] = "u", ['ф'] = "f", ['х'] = "x",
        ['ц'] = "ts", ['ч'] = "tS", ['ш'] = "S", ['щ'] = "StS", ['є'] = "e", ['ї'] = "i", ['ю'] = "u", ['я'] = "a",
    };

    /// <summary>The text with every clause as phonemes and its punctuation left to make the pauses.</summary>
    public string Of(string text) =>
        Clause().Replace(text.ToLowerInvariant(), clause => $"[[{Words(clause.Value)}]]").Replace(" — ", ", ");

    /// <summary>One word, letter by letter.</summary>
    public string Word(string word)
    {
        var stress = lexicon.StressOf(word);
        var spoken = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            Letter(spoken, word, i, i == stress);
        }

        return spoken.ToString();
    }

    private string Words(string clause) =>
        string.Join(' ', clause.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Select(Word));

    private static void Letter(StringBuilder spoken, string word, int at, bool stressed)
    {
        var letter = word[at];
        var before = at > 0 ? word[at - 1] : ' ';
        var after = at + 1 < word.Length ? word[at + 1] : ' ';
        if (letter is 'ь' or '’')
        {
            return;
        }

        // я, ю, є are [ja] at the start, after a vowel, the apostrophe and the letters that do not soften.
        if (letter == 'ї' || (letter is 'є' or 'ю' or 'я' && !Softened.Contains(before, StringComparison.Ordinal)))
        {
            spoken.Append('j');
        }

        var vowel = Vowels.Contains(letter, StringComparison.Ordinal);
        spoken.Append(vowel && stressed ? "'" : "").Append(Sound(letter, before, after));
    }

    private static string Sound(char letter, char before, char after) => letter switch
    {
        // Between a vowel and a consonant, and at the end, в is [w].
        'в' when Vowels.Contains(before, StringComparison.Ordinal) && !Vowels.Contains(after, StringComparison.Ordinal)
            => "w",
        // шістсот is said [шіссот], шістдесят [шіздесят].
        'т' when before == 'с' && after is 'с' or 'д' => "",
        _ when Softened.Contains(letter, StringComparison.Ordinal)
               && Softeners.Contains(after, StringComparison.Ordinal) => $"{s_plain[letter]};",
        _ => s_plain.GetValueOrDefault(letter, ""),
    };

    [GeneratedRegex("[а-яґєії’](?:[а-яґєії’ -]*[а-яґєії’])?")]
    private static partial Regex Clause();
}
