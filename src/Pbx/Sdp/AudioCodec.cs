namespace Zhkh.Pbx.Sdp;

/// <summary>The codecs of the exchange, by their static payload types (RFC 3551 §6).</summary>
public enum AudioCodec
{
    /// <summary>G.711 µ-law.</summary>
    Pcmu = 0,

    /// <summary>G.711 A-law.</summary>
    Pcma = 8,
}
