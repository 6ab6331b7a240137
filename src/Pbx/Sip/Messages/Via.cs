using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>One Via value: where the answer goes and whose transaction it is (RFC 3261 §20.42).</summary>
public readonly struct Via
{
    /// <summary>What begins every branch made by RFC 3261 (§8.1.1.7).</summary>
    public const string MagicCookie = "z9hG4bK";

    private readonly ReadOnlyMemory<byte> _transport;
    private readonly ReadOnlyMemory<byte> _host;

    private Via(ReadOnlyMemory<byte> transport, ReadOnlyMemory<byte> host, int port, HeaderParameters parameters)
    {
        _transport = transport;
        _host = host;
        Port = port;
        Parameters = parameters;
    }

    /// <summary>UDP, TCP, TLS … as it stood; unknown ones are legal below the top (RFC 4475 §3.1.1.10).</summary>
    public string Transport => WireText.View(_transport.Span);

    /// <summary>Host of sent-by as it stood.</summary>
    public string Host => WireText.View(_host.Span);

    /// <summary>Port of sent-by; 0 when it names none.</summary>
    public int Port { get; }

    /// <summary>All parameters.</summary>
    public HeaderParameters Parameters { get; }

    /// <summary>The branch; null for a request of RFC 2543.</summary>
    public string? Branch => Parameters["branch"];

    /// <summary>The sender asks to be answered at the port he sent from (RFC 3581).</summary>
    public bool AsksForRport => Parameters.Has("rport"u8);

    /// <summary>sent-by as a part of a transaction's key: host in lower case and port.</summary>
    public string SentBy => Port == 0
        ? Host.ToLowerInvariant()
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Host.ToLowerInvariant()}:{Port}");

    /// <summary>Reads one value; a list is taken apart before.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> value, out Via via) =>
        TryRead(value, out via, out var version, out var whole) && whole
        && version.SequenceEqual("2.0"u8);

    /// <summary>
    /// Reads as much of a value as an answer needs: the version may be any and a broken tail is left out, because
    /// also a request with such a Via gets its 400 or 505 (RFC 4475 §3.1.2.1, §3.1.2.16).
    /// </summary>
    public static bool TryRecover(ReadOnlyMemory<byte> value, out Via via) => TryRead(value, out via, out _, out _);

    // sent-protocol = "SIP" SLASH "2.0" SLASH transport; LWS round each SLASH and before sent-by.
    private static bool TryRead(
        ReadOnlyMemory<byte> value, out Via via, out ReadOnlySpan<byte> version, out bool whole)
    {
        via = default;
        whole = false;
        var span = value.Span;
        var at = 0;
        var name = Word(span, ref at);
        var slash = TrySlash(span, ref at);
        version = Word(span, ref at);
        slash &= TrySlash(span, ref at);
        var transport = Word(span, ref at);
        var transportText = value.Slice(at - transport.Length, transport.Length);
        var sentBy = at;
        SkipWhite(span, ref sentBy);
        if (!slash || !Ascii.EqualsIgnoreCase(name, "SIP"u8) || version.IsEmpty || transport.IsEmpty || sentBy == at
            || !HostPort.TryRead(span[sentBy..], allowWhite: true, out var hostLength, out var port, out var used))
        {
            return false;
        }

        whole = HeaderParameters.TryParse(value[(sentBy + used)..], out var parameters);
        via = new Via(transportText, value.Slice(sentBy, hostLength), port, parameters);
        return true;
    }

    /// <summary>Composes the value of a request of ours, with rport (RFC 3581).</summary>
    public static string Format(string transport, string sentBy, string branch) =>
        $"SIP/2.0/{transport} {sentBy};rport;branch={branch}";

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text, scoped ref int at)
    {
        SkipWhite(text, ref at);
        var length = text[at..].IndexOfAnyExcept(Grammar.Token);
        var word = length < 0 ? text[at..] : text.Slice(at, length);
        at += word.Length;
        return word;
    }

    private static bool TrySlash(ReadOnlySpan<byte> text, scoped ref int at)
    {
        SkipWhite(text, ref at);
        return at < text.Length && text[at++] == (byte)'/';
    }

    private static void SkipWhite(ReadOnlySpan<byte> text, scoped ref int at)
    {
        while (at < text.Length && Grammar.IsWhite(text[at]))
        {
            at++;
        }
    }
}
