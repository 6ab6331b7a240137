namespace Zhkh.Pbx.Sdp;

/// <summary>Why octets are no session description (RFC 8866 §9).</summary>
public enum SdpError
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>There is nothing.</summary>
    Empty,

    /// <summary>A limit of <see cref="SdpLimits"/> is passed.</summary>
    TooLarge,

    /// <summary>A line that is not letter, "=", value, or holds a control character.</summary>
    Line,

    /// <summary>No "v=0" at the start.</summary>
    Version,

    /// <summary>o= is missing or not of six parts.</summary>
    Origin,

    /// <summary>A c= line that is not network type, address type, address.</summary>
    Connection,

    /// <summary>An m= line that is not media, port, protocol, formats.</summary>
    Media,
}
