namespace Zhkh.Pbx.Sip;

/// <summary>[ display-name ] &lt;URI&gt; parameters, or a bare URI with parameters (RFC 3261 §20.10).</summary>
public readonly struct NameAddress
{
    private readonly ReadOnlyMemory<byte> _display;

    private NameAddress(ReadOnlyMemory<byte> display, SipUri uri, HeaderParameters parameters)
    {
        _display = display;
        Uri = uri;
        Parameters = parameters;
    }

    /// <summary>The display name without quotes and their escapes (Latin-1 view); empty when there is none.</summary>
    public string DisplayName => QuotedText.Plain(_display.Span);

    /// <summary>The display name for a screen: its octets read as UTF-8.</summary>
    public string DisplayText => WireText.Utf8(WireText.ToBytes(DisplayName));

    /// <summary>The address; of any scheme.</summary>
    public SipUri Uri { get; }

    /// <summary>Parameters of the field, not of the URI.</summary>
    public HeaderParameters Parameters { get; }

    /// <summary>The tag of From and To; null when there is none.</summary>
    public string? Tag => Parameters["tag"];

    /// <summary>Reads one value; a list is taken apart before (<see cref="HeaderTable.Values"/>).</summary>
    public static bool TryParse(ReadOnlyMemory<byte> value, out NameAddress address)
    {
        address = default;
        value = Grammar.Trim(value);
        var span = value.Span;
        if (span.IsEmpty)
        {
            return false;
        }

        var display = 0;
        if (span[0] == (byte)'"')
        {
            display = Grammar.QuotedLength(span);
            if (display < 0)
            {
                return false;
            }
        }

        var open = span[display..].IndexOf((byte)'<');
        if (open < 0)
        {
            return display == 0 && TryBare(value, out address);
        }

        open += display;
        return IsDisplay(span[display..open], quoted: display > 0)
            && TryBracketed(value, open, display > 0 ? value[..display] : Grammar.Trim(value[..open]), out address);
    }

    /// <inheritdoc cref="TryParse(ReadOnlyMemory{byte}, out NameAddress)"/>
    public static bool TryParse(string value, out NameAddress address) =>
        TryParse(WireText.ToBytes(value), out address);

    /// <summary>Composes a value: the display name is quoted, the URI always bracketed.</summary>
    public static string Format(string displayName, string uri, string? tag = null) =>
        (displayName.Length == 0 ? "" : QuotedText.Quote(displayName) + " ")
        + "<" + uri + ">" + (tag is null ? "" : ";tag=" + tag);

    private static bool TryBracketed(
        ReadOnlyMemory<byte> value, int open, ReadOnlyMemory<byte> display, out NameAddress address)
    {
        address = default;
        var length = value.Span[open..].IndexOf((byte)'>');
        if (length < 0 || !SipUri.TryParse(value.Slice(open + 1, length - 1), out var uri)
            || !HeaderParameters.TryParse(value[(open + length + 1)..], out var parameters))
        {
            return false;
        }

        address = new NameAddress(display, uri, parameters);
        return true;
    }

    // RFC 3261 §20.10: a bare URI may hold no comma, semicolon or question mark; what follows ";" belongs to the field.
    private static bool TryBare(ReadOnlyMemory<byte> value, out NameAddress address)
    {
        address = default;
        var semicolon = value.Span.IndexOf((byte)';');
        var end = semicolon < 0 ? value.Length : semicolon;
        var text = Grammar.Trim(value[..end]);
        if (text.Span.IndexOfAny((byte)',', (byte)'?') >= 0 || !SipUri.TryParse(text, out var uri)
            || !HeaderParameters.TryParse(value[end..], out var parameters))
        {
            return false;
        }

        address = new NameAddress(default, uri, parameters);
        return true;
    }

    // display-name = *( token LWS ) / quoted-string. Octets above ASCII are let pass: phones send bare Cyrillic names.
    private static bool IsDisplay(ReadOnlySpan<byte> text, bool quoted)
    {
        foreach (var b in text)
        {
            if (!Grammar.IsWhite(b) && (quoted || (b < 0x80 && !Grammar.Token.Contains(b))))
            {
                return false;
            }
        }

        return true;
    }
}
