namespace Zhkh.Pbx.Audio;

/// <summary>The codecs a leg speaks; the value is the static RTP payload type (RFC 3551 §6, table 4).</summary>
public enum AudioCodec : byte
{
    /// <summary>G.711 µ-law.</summary>
    Pcmu = 0,

    /// <summary>G.711 A-law.</summary>
    Pcma = 8,
}
