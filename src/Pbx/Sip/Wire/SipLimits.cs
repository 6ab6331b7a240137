namespace Zhkh.Pbx.Sip;

/// <summary>Every limit of the parser, and whom it copies.</summary>
public sealed record SipLimits
{
    /// <summary>The defaults.</summary>
    public static SipLimits Default { get; } = new();

    /// <summary>Octets of one message, body included. The largest UDP datagram (RFC 768); Kamailio: 65,535.</summary>
    public int MessageMax { get; init; } = 65_535;

    /// <summary>Octets of the start line. As Kestrel's MaxRequestLineSize: 8 KB.</summary>
    public int StartLineMax { get; init; } = 8 * 1024;

    /// <summary>
    /// Octets of one field, folds included. RFC 4475 longreq needs 3.5 KB; nginx and Kestrel allow 8 KB.
    /// </summary>
    public int FieldMax { get; init; } = 8 * 1024;

    /// <summary>Octets from the start line to the empty line. As Kestrel's MaxRequestHeadersTotalSize: 32 KB.</summary>
    public int HeadMax { get; init; } = 32 * 1024;

    /// <summary>Fields of a message. Kestrel allows 100; a proxied INVITE adds its Vias and Record-Routes.</summary>
    public int FieldCountMax { get; init; } = 128;

    /// <summary>Empty lines skipped before a start line (RFC 3261 §7.5), so that a drip of CRLF is no loop.</summary>
    public int LeadingEmptyLinesMax { get; init; } = 16;

    /// <summary>Values of Via. RFC 3261 §16.6 sends Max-Forwards 70, so no honest request has more.</summary>
    public int ViaMax { get; init; } = 70;
}
