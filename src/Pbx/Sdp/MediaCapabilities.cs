using System.Net;

namespace Zhkh.Pbx.Sdp;

/// <summary>What one leg of ours can do and where it listens.</summary>
public sealed record MediaCapabilities
{
    /// <summary>RTP address and port of the leg; RTCP is the next port.</summary>
    public required IPEndPoint Local { get; init; }

    /// <summary>A number of our own that names the session: the same in each version of it.</summary>
    public required ulong SessionId { get; init; }

    /// <summary>Grows by one with each description we send in a dialog (RFC 3264 §8).</summary>
    public ulong SessionVersion { get; init; } = 1;

    /// <summary>In our order of preference; an offerer's order goes before it.</summary>
    public IReadOnlyList<AudioCodec> Codecs { get; init; } = [AudioCodec.Pcma, AudioCodec.Pcmu];

    /// <summary>Keys come as telephone-event (RFC 4733).</summary>
    public bool TelephoneEvents { get; init; } = true;

    /// <summary>What we wish: SendOnly puts the far side on hold.</summary>
    public MediaDirection Direction { get; init; } = MediaDirection.SendRecv;

    /// <summary>Says that an address is one of ours: media sent there would come back to us.</summary>
    public Func<IPEndPoint, bool> IsOurs { get; init; } = _ => false;

    /// <summary>The payload type of telephone-event in our offers: what everyone uses.</summary>
    public const byte TelephoneEventPayloadType = 101;

    /// <summary>Our packets are 20 ms (RFC 3551 §4.2).</summary>
    public const byte PacketMilliseconds = 20;
}
