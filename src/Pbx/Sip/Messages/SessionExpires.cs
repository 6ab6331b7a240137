using System.Globalization;

namespace Zhkh.Pbx.Sip;

/// <summary>Who has to refresh, as seen by the transaction that says so (RFC 4028 §4).</summary>
internal enum Refresher
{
    Unsaid,

    /// <summary>The one who sent this request.</summary>
    Uac,

    /// <summary>The one who answers it.</summary>
    Uas,
}

/// <summary>How long a dialog lives without a refresh, in seconds, and who refreshes it (RFC 4028 §4).</summary>
internal readonly record struct SessionExpires(uint Seconds, Refresher Refresher)
{
    /// <summary>delta-seconds *( SEMI refresher / generic-param ); signs and more than 32 bits are no number.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> value, out SessionExpires session)
    {
        session = default;
        if (!TrySeconds(value, out var seconds, out var parameters) || parameters.Count("refresher"u8) > 1)
        {
            return false;
        }

        var refresher = parameters["refresher"];
        session = new SessionExpires(
            seconds,
            string.Equals(refresher, "uac", StringComparison.OrdinalIgnoreCase) ? Refresher.Uac
                : string.Equals(refresher, "uas", StringComparison.OrdinalIgnoreCase) ? Refresher.Uas
                : Refresher.Unsaid);
        return true;
    }

    /// <summary>Min-SE: delta-seconds *( SEMI generic-param ) (§5).</summary>
    public static bool TryParseMin(ReadOnlyMemory<byte> value, out uint seconds) =>
        TrySeconds(value, out seconds, out _);

    /// <summary>The field of a message; null when it is not there or cannot be read.</summary>
    public static SessionExpires? Of(SipMessage message) =>
        message.Headers.TryGet(HeaderName.SessionExpires, out var value) && TryParse(value, out var session)
            ? session : null;

    /// <summary>Min-SE of a message; null when it is not there or cannot be read.</summary>
    public static uint? MinOf(SipMessage message) =>
        message.Headers.TryGet(HeaderName.MinSE, out var value) && TryParseMin(value, out var seconds)
            ? seconds : null;

    /// <summary>As it is written on the wire.</summary>
    public override string ToString() => Seconds.ToString(CultureInfo.InvariantCulture) + Refresher switch
    {
        Refresher.Unsaid => "",
        Refresher.Uac => ";refresher=uac",
        Refresher.Uas => ";refresher=uas",
    };

    private static bool TrySeconds(ReadOnlyMemory<byte> value, out uint seconds, out HeaderParameters parameters)
    {
        seconds = 0;
        parameters = default;
        value = Grammar.Trim(value);
        var semicolon = value.Span.IndexOf((byte)';');
        var digits = semicolon < 0 ? value : Grammar.Trim(value[..semicolon]);
        return Grammar.TryNumber(digits.Span, uint.MaxValue, out seconds)
            && HeaderParameters.TryParse(semicolon < 0 ? default : value[semicolon..], out parameters);
    }
}
