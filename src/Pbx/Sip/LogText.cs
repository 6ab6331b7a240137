namespace Zhkh.Pbx.Sip;

/// <summary>
/// Makes a peer's text fit for a log: no control characters, no escapes, no novels (RELIABILITY A15).
/// </summary>
internal static class LogText
{
    public const int CharactersMax = 64;

    public static string Of(ReadOnlySpan<char> text)
    {
        var cut = text.Length > CharactersMax ? text[..CharactersMax] : text;
        return string.Create(cut.Length, cut, static (clean, raw) =>
        {
            for (var i = 0; i < raw.Length; i++)
            {
                clean[i] = char.IsControl(raw[i]) || raw[i] is '\u2028' or '\u2029' ? '?' : raw[i];
            }
        });
    }
}
