using System.Text;

namespace Zhkh.Billing;

/// <summary>
/// What was typed, cut into what can be looked up: words (street, name) and numbers (house, then flat). Pure.
/// The same folding is applied to what is stored, so both sides always meet.
/// </summary>
internal sealed record SearchText(IReadOnlyList<string> Words, IReadOnlyList<string> Numbers)
{
    public const int TokensMax = 6;
    private const int LengthMax = 100;

    public static SearchText Parse(string typed)
    {
        var tokens = Tokens(typed.Length > LengthMax ? typed[..LengthMax] : typed).Take(TokensMax).ToArray();
        return new SearchText(
            [.. tokens.Where(t => !char.IsAsciiDigit(t[0]))], [.. tokens.Where(t => char.IsAsciiDigit(t[0]))]);
    }

    /// <summary>«Богдана Хмельницького» → «богдана», «хмельницького»; «2/1» → «2/1»; ё = е, ґ = г.</summary>
    public static IEnumerable<string> Tokens(string text)
    {
        var token = new StringBuilder();
        foreach (var letter in Fold(text).Append(' '))
        {
            if (char.IsLetterOrDigit(letter) || (letter == '/' && token.Length > 0))
            {
                token.Append(letter);
            }
            else if (token.Length > 0 && letter is not ('\'' or '’' or 'ʼ'))
            {
                yield return token.ToString();
                token.Clear();
            }
        }
    }

    /// <summary>A house or flat number as it is compared: lower case, no spaces.</summary>
    public static string Number(string text) => string.Concat(Fold(text).Where(c => !char.IsWhiteSpace(c)));

    private static string Fold(string text) =>
        text.ToLowerInvariant().Replace('ё', 'е').Replace('ґ', 'г');
}
