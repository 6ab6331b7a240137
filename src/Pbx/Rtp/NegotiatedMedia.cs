using System.Net;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Rtp;

/// <summary>Which way sound goes, seen from us (RFC 3264 §5.1).</summary>
public enum MediaDirection
{
    SendReceive,

    /// <summary>The far side listens: it holds nothing against us but sends nothing.</summary>
    SendOnly,

    /// <summary>The far side put us on hold.</summary>
    ReceiveOnly,

    Inactive,
}

/// <summary>How far the address in the SDP is believed.</summary>
public enum SourceLearning
{
    /// <summary>Packets count from the announced address and port alone: a trunk.</summary>
    Exact,

    /// <summary>
    /// A phone that may sit behind NAT: until 2 s after the start another source may qualify, once, by four
    /// packets in a row of the same payload type and SSRC. A packet from the announced address ends the search.
    /// </summary>
    OnceAfterStart,
}

/// <summary>What offer and answer agreed on, as the leg needs it.</summary>
/// <param name="Remote">Where the far side wants RTP.</param>
/// <param name="Codec">What we send. Both laws are understood whatever is sent.</param>
/// <param name="DigitPayloadType">Payload type of telephone-event at 8 kHz, null when the far side has none.</param>
public sealed record NegotiatedMedia(
    IPEndPoint Remote, AudioCodec Codec, byte? DigitPayloadType,
    MediaDirection Direction = MediaDirection.SendReceive, SourceLearning Learning = SourceLearning.Exact)
{
    /// <summary>Where the far side wants RTCP; null: the port above RTP's (RFC 3550 §11).</summary>
    public IPEndPoint? RemoteRtcp { get; init; }

    /// <summary>
    /// When set, only this host may be learnt: the address the far side's signalling came from. It keeps strangers
    /// out of the learning window.
    /// </summary>
    public IPAddress? LearnFrom { get; init; }
}
