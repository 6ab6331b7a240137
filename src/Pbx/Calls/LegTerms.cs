using System.Net;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sdp;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Offers and answers of one leg (RFC 3264): remembers what was said last, so that a later offer is a new version of
/// it, and turns agreements into what the media side takes.
/// </summary>
/// <param name="hasEvents">Keys may travel as telephone-event.</param>
internal sealed class LegTerms(IPEndPoint local, LegSource source, bool hasEvents, Func<IPEndPoint, bool> isOurs)
{
    private readonly ulong _sessionId = (ulong)Random.Shared.NextInt64(1, long.MaxValue);
    private SessionDescription? _said;
    private ulong _version;
    private IPEndPoint? _remote;

    /// <summary>What was agreed last; null before.</summary>
    public NegotiatedMedia? Agreed { get; private set; }

    /// <summary>True while the far side wants nothing from us.</summary>
    public bool IsHeld => Agreed is { Direction: Rtp.MediaDirection.ReceiveOnly or Rtp.MediaDirection.Inactive };

    public ReadOnlyMemory<byte> Offer()
    {
        var ours = Next();
        _said = _said is null ? OfferAnswer.Offer(ours) : OfferAnswer.Offer(ours, _said);
        return SdpWriter.ToBytes(_said);
    }

    /// <summary>Answers an offer; null when there is nothing in common (488).</summary>
    public ReadOnlyMemory<byte>? Answer(ReadOnlyMemory<byte> offer)
    {
        var ours = Next();
        if (!SdpParser.TryParse(offer.Span, SdpLimits.Default, out var theirs, out _)
            || !OfferAnswer.TryAnswer(theirs, ours, out var answer, out var agreed, out _))
        {
            return null;
        }

        _said = answer;
        Agreed = Media(agreed);
        return SdpWriter.ToBytes(answer);
    }

    /// <summary>Takes the answer to our offer. False when it does not fit.</summary>
    public bool TryAccept(ReadOnlyMemory<byte> answer)
    {
        if (_said is null
            || !SdpParser.TryParse(answer.Span, SdpLimits.Default, out var theirs, out _)
            || !OfferAnswer.TryAccept(_said, theirs, Capabilities(), out var agreed, out _))
        {
            return false;
        }

        Agreed = Media(agreed);
        return true;
    }

    private MediaCapabilities Next()
    {
        _version++;
        return Capabilities();
    }

    private MediaCapabilities Capabilities() => new()
    {
        Local = local, SessionId = _sessionId, SessionVersion = _version, IsOurs = isOurs,
        TelephoneEvents = hasEvents,
    };

    private NegotiatedMedia Media(AgreedMedia agreed)
    {
        _remote = agreed.Remote ?? _remote ?? new IPEndPoint(source.Signalling, 0);
        return new NegotiatedMedia(
            _remote, (Audio.AudioCodec)agreed.Codec, agreed.TelephoneEventPayloadType,
            agreed.Remote is null ? Rtp.MediaDirection.Inactive : Direction(agreed.Direction), source.Learning)
        {
            RemoteRtcp = agreed.RemoteRtcp, LearnFrom = source.Signalling,
        };
    }

    private static Rtp.MediaDirection Direction(Sdp.MediaDirection ours) => ours switch
    {
        Sdp.MediaDirection.SendRecv => Rtp.MediaDirection.SendReceive,
        Sdp.MediaDirection.SendOnly => Rtp.MediaDirection.SendOnly,
        Sdp.MediaDirection.RecvOnly => Rtp.MediaDirection.ReceiveOnly,
        Sdp.MediaDirection.Inactive => Rtp.MediaDirection.Inactive,
    };
}
