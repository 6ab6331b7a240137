using System.Globalization;
using System.Text;

namespace Zhkh.Web.Outward;

/// <summary>
/// An address as it may stand in an SMTP command: RFC 5321 §4.1.2 without quoted local parts, the domain in ASCII
/// (IDNA). Nothing that could end a line or a command gets through.
/// </summary>
internal readonly record struct MailAddress
{
    private const int LengthMax = 254;
    private const int LocalLengthMax = 64;
    private const string LocalMarks = "!#$%&'*+-/=?^_`{|}~.";

    private MailAddress(string text, string? name) => (Text, Name) = (text, name);

    public string Text { get; }

    /// <summary>The name before <c>&lt;address&gt;</c>.</summary>
    public string? Name { get; }

    public string Domain => Text[(Text.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>Reads <c>a@b.c</c> or <c>Name &lt;a@b.c&gt;</c>.</summary>
    public static MailAddress? TryParse(string text)
    {
        var trimmed = text.Trim();
        var open = trimmed.IndexOf('<', StringComparison.Ordinal);
        if (open >= 0)
        {
            return trimmed.EndsWith('>') && TryParse(trimmed[(open + 1)..^1]) is { Name: null } bare
                ? new MailAddress(bare.Text, trimmed[..open].Trim().Trim('"') is { Length: > 0 } name ? name : null)
                : null;
        }

        var at = trimmed.LastIndexOf('@');
        return at > 0 && IsLocal(trimmed[..at]) && AsciiDomain(trimmed[(at + 1)..]) is { } domain
            && at + 1 + domain.Length <= LengthMax
            ? new MailAddress($"{trimmed[..at]}@{domain}", null)
            : null;
    }

    private static bool IsLocal(string local) =>
        local.Length <= LocalLengthMax && !local.StartsWith('.') && !local.EndsWith('.')
        && !local.Contains("..", StringComparison.Ordinal)
        && local.All(c => char.IsAsciiLetterOrDigit(c) || LocalMarks.Contains(c, StringComparison.Ordinal));

    private static string? AsciiDomain(string domain)
    {
        string ascii;
        try
        {
            ascii = Ascii.IsValid(domain) ? domain : new IdnMapping().GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return null;   // no name that a domain can have
        }

        return ascii.Length > 0 && ascii.Split('.').All(label =>
            label.Length is > 0 and <= 63 && !label.StartsWith('-') && !label.EndsWith('-')
            && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            ? ascii
            : null;
    }
}
