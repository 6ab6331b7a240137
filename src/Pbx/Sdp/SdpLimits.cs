namespace Zhkh.Pbx.Sdp;

/// <summary>Every limit of the SDP parser, and whom it copies.</summary>
public sealed record SdpLimits
{
    /// <summary>The defaults.</summary>
    public static SdpLimits Default { get; } = new();

    /// <summary>Octets of a description. A browser's offer with audio and video has 4–8 KB.</summary>
    public int TextMax { get; init; } = 16 * 1024;

    /// <summary>Octets of a line. ICE candidates stay under 300, identity assertions under 4 KB.</summary>
    public int LineMax { get; init; } = 4 * 1024;

    /// <summary>
    /// Lines of a description. PJSIP: 68 crypto lines overran a table of 64 (a1b707c0c); ours only ends.
    /// </summary>
    public int LinesMax { get; init; } = 512;

    /// <summary>m-lines. PJMEDIA_MAX_SDP_MEDIA: 16.</summary>
    public int MediaMax { get; init; } = 16;

    /// <summary>Formats of one m-line. PJMEDIA_MAX_SDP_FMT: 32; a payload type has 7 bits.</summary>
    public int FormatsMax { get; init; } = 128;
}
