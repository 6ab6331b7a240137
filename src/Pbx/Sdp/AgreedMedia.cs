using System.Net;

namespace Zhkh.Pbx.Sdp;

/// <summary>What an offer and its answer agreed on, seen from our side.</summary>
/// <param name="Codec">The codec both ways.</param>
/// <param name="PayloadType">Its payload type in our packets and in theirs, 0–127.</param>
/// <param name="TelephoneEventPayloadType">Null: no telephone-event was agreed.</param>
/// <param name="Remote">Where our packets go; null while the far side takes none (c=0.0.0.0).</param>
/// <param name="RemoteRtcp">Where our reports go; null like <paramref name="Remote"/>.</param>
/// <param name="Direction">SendRecv, or less when one side holds the other.</param>
/// <param name="PacketMilliseconds">
/// The packet length the far side asked for; 20 when it asked for none we can make.
/// </param>
public sealed record AgreedMedia(
    AudioCodec Codec, byte PayloadType, byte? TelephoneEventPayloadType, IPEndPoint? Remote, IPEndPoint? RemoteRtcp,
    MediaDirection Direction, int PacketMilliseconds);
