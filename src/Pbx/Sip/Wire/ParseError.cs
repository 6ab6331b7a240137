namespace Zhkh.Pbx.Sip;

/// <summary>Why octets are no SIP message. What is answered to each is decided by RequestScreening.</summary>
public enum ParseError
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>Nothing but line ends: a keep-alive (RFC 5626 §3.5.1).</summary>
    Empty,

    /// <summary>Not SIP at all: nobody to answer.</summary>
    NotSip,

    /// <summary>A request line that is not Method SP URI SP Version (RFC 3261 §7.1).</summary>
    RequestLine,

    /// <summary>A status line that is not Version SP 3DIGIT SP Phrase (RFC 3261 §7.2).</summary>
    StatusLine,

    /// <summary>SIP, but of a version other than 2.0.</summary>
    Version,

    /// <summary>The start line is longer than <see cref="SipLimits.StartLineMax"/>.</summary>
    StartLineTooLong,

    /// <summary>The message or its head is longer than its limit.</summary>
    TooLarge,

    /// <summary>One field is longer than <see cref="SipLimits.FieldMax"/>.</summary>
    FieldTooLong,

    /// <summary>More fields than <see cref="SipLimits.FieldCountMax"/>.</summary>
    TooManyFields,

    /// <summary>A line that is no field: no colon, no token before it, or a fold with nothing to continue.</summary>
    Field,

    /// <summary>CR or LF that is not a CRLF.</summary>
    LineEnd,

    /// <summary>A control character that is not escaped.</summary>
    ControlCharacter,

    /// <summary>No empty line after the fields.</summary>
    Unterminated,

    /// <summary>Content-Length is no number, or there are two.</summary>
    ContentLength,

    /// <summary>Content-Length is larger than what came.</summary>
    Truncated,
}
