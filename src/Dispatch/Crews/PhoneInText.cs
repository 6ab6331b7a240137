using System.Text.RegularExpressions;

namespace Zhkh.Dispatch;

/// <summary>
/// A crew needs the place and the trouble, not the resident's number: it calls through the exchange, which records.
/// </summary>
internal static partial class PhoneInText
{
    private const string Hidden = "•••";

    public static string Hide(string text) => Number().Replace(text, Hidden);

    // Nine digits or more with the marks people write between them; an account has seven, a meter's number eight.
    [GeneratedRegex(@"\+?\d(?:[\s()./–-]{0,2}\d){8,}", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Number();
}
