using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Which dialog a new one takes the place of (RFC 3891 §6.1). Tags are as its receiver sees them: To is our tag.
/// </summary>
/// <param name="CallId">Call-ID of the dialog.</param>
/// <param name="ToTag">Our tag.</param>
/// <param name="FromTag">The peer's tag; empty stands for "0", the missing tag of RFC 2543.</param>
/// <param name="EarlyOnly">Only a dialog that is not answered yet may be replaced.</param>
public sealed record ReplacesField(string CallId, string ToTag, string FromTag, bool EarlyOnly)
{
    /// <summary>Longer ones name nothing of ours.</summary>
    private const int OctetsMax = 512;

    /// <summary>The dialog it names, found by the stack; never null in what the stack hands up.</summary>
    public Dialog? Dialog { get; init; }

    /// <summary>callid *( SEMI to-tag / from-tag / early-only / generic-param ), each tag exactly once.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> value, out ReplacesField? field)
    {
        field = null;
        value = Grammar.Trim(value);
        var semicolon = value.Span.IndexOf((byte)';');
        if (value.Length > OctetsMax || semicolon <= 0)
        {
            return false;
        }

        var callId = Grammar.Trim(value[..semicolon]).Span;
        if (callId.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E) || callId.IndexOf((byte)',') >= 0
            || !HeaderParameters.TryParse(value[semicolon..], out var parameters)
            || parameters.Count("to-tag"u8) != 1 || parameters.Count("from-tag"u8) != 1
            || parameters["to-tag"] is not { Length: > 0 } to || parameters["from-tag"] is not { Length: > 0 } from)
        {
            return false;
        }

        field = new ReplacesField(
            WireText.View(callId), to, from == "0" ? "" : from, parameters.Has("early-only"u8));
        return true;
    }

    /// <summary>As a Refer-To carries it, escaped; null when the URI has none, or one that cannot be read.</summary>
    /// <param name="isBad">True when there is one that cannot be read, or more than one.</param>
    internal static ReplacesField? Of(SipUri uri, out bool isBad)
    {
        isBad = false;
        ReplacesField? found = null;
        foreach (var header in WireText.View(uri.HeadersRaw).TrimStart('?').Split('&'))
        {
            var equals = header.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && header[..equals].Equals("Replaces", StringComparison.OrdinalIgnoreCase))
            {
                var text = Encoding.Latin1.GetBytes(Uri.UnescapeDataString(header[(equals + 1)..]));
                isBad = found is not null || !TryParse(text, out found);
            }
        }

        return isBad ? null : found;
    }
}
