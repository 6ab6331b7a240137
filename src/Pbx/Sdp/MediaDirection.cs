namespace Zhkh.Pbx.Sdp;

/// <summary>Which way media flows, seen by the one who says it (RFC 3264 §5.1).</summary>
[Flags]
public enum MediaDirection
{
    /// <summary>Neither way.</summary>
    Inactive = 0,

    /// <summary>He sends.</summary>
    SendOnly = 1,

    /// <summary>He receives.</summary>
    RecvOnly = 2,

    /// <summary>Both.</summary>
    SendRecv = SendOnly | RecvOnly,
}
