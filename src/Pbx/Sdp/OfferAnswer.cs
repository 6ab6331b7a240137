using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Zhkh.Pbx.Sdp;

/// <summary>
/// Offer and answer (RFC 3264) for one audio stream: pure functions of the descriptions. Sections we do not take
/// keep their place with port 0; a session never loses a section once it had it.
/// </summary>
public static class OfferAnswer
{
    private const string Profile = "RTP/AVP";

    /// <summary>Our first offer: in an INVITE of ours, or in the 2xx to one that came without (§5).</summary>
    public static SessionDescription Offer(MediaCapabilities ours) => Describe(ours, [OfferedAudio(ours)]);

    /// <summary>A later offer in the same dialog: hold, resume, another port (§8).</summary>
    /// <param name="ours">With a higher <see cref="MediaCapabilities.SessionVersion"/>.</param>
    /// <param name="current">What we sent last in this dialog.</param>
    public static SessionDescription Offer(MediaCapabilities ours, SessionDescription current)
    {
        var taken = false;
        var media = new List<MediaDescription>(current.Media.Count + 1);
        foreach (var section in current.Media)
        {
            // The running stream's payload types stay what they are (§8.3.2).
            media.Add(section.Port == 0 || taken ? section.Refused() : Renewed(section, ours));
            taken |= section.Port != 0;
        }

        if (!taken)
        {
            media.Add(OfferedAudio(ours));
        }

        return Describe(ours, media);
    }

    /// <summary>Answers an offer (§6): the first audio section that fits is taken, all others are refused.</summary>
    /// <returns>Whether there is a stream; if not, the refusal says why the first audio section did not fit.</returns>
    public static bool TryAnswer(
        SessionDescription offer, MediaCapabilities ours, [NotNullWhen(true)] out SessionDescription? answer,
        [NotNullWhen(true)] out AgreedMedia? agreed, out MediaRefusal refusal)
    {
        agreed = null;
        refusal = MediaRefusal.None;
        var media = new List<MediaDescription>(offer.Media.Count);
        foreach (var section in offer.Media)
        {
            var why = agreed is null ? TryTake(offer, section, ours, out agreed) : MediaRefusal.None;
            refusal = refusal == MediaRefusal.None ? why : refusal;
            media.Add(agreed is null || media.Exists(taken => taken.Port != 0)
                ? section.Refused()
                : AnsweredAudio(ours, agreed));
        }

        refusal = agreed is not null ? MediaRefusal.None
            : refusal == MediaRefusal.None ? MediaRefusal.NoAudio
            : refusal;
        // §6: the times of the answer are those of the offer.
        answer = agreed is null ? null : Describe(ours, media) with { Times = offer.Times };
        return answer is not null;
    }

    /// <summary>Reads the answer to an offer of ours (§7).</summary>
    public static bool TryAccept(
        SessionDescription offer, SessionDescription answer, MediaCapabilities ours,
        [NotNullWhen(true)] out AgreedMedia? agreed, out MediaRefusal refusal)
    {
        agreed = null;
        refusal = MediaRefusal.Mismatch;
        if (answer.Media.Count != offer.Media.Count)
        {
            return false;
        }

        for (var i = 0; i < offer.Media.Count; i++)
        {
            if (offer.Media[i].Port == 0)
            {
                continue;
            }

            refusal = TryTake(answer, answer.Media[i], ours, out agreed);
            refusal = agreed is null && refusal == MediaRefusal.None ? MediaRefusal.NoAudio : refusal;
            if (agreed is not null && !offer.Media[i].Formats.Contains(Text(agreed.PayloadType)))
            {
                refusal = MediaRefusal.Mismatch;
                agreed = null;
            }

            return agreed is not null;
        }

        return false;
    }

    // §6.1: our direction is the mirror of theirs, narrowed by our own wish.
    private static MediaRefusal TryTake(
        SessionDescription theirs, MediaDescription section, MediaCapabilities ours, out AgreedMedia? agreed)
    {
        agreed = null;
        if (section.Kind != "audio" || section.Port == 0)
        {
            return MediaRefusal.None;
        }

        if (section.Protocol != Profile)
        {
            return MediaRefusal.Profile;
        }

        var formats = new AudioFormats(section);
        if (!formats.TryFindCodec(ours.Codecs, out var codec, out var payloadType))
        {
            return MediaRefusal.Codec;
        }

        var remote = RemoteMedia.Read(theirs, section, ours);
        if (remote.Refusal == MediaRefusal.None)
        {
            agreed = new AgreedMedia(
                codec, payloadType, ours.TelephoneEvents ? formats.FindTelephoneEvent() : null,
                remote.Rtp, remote.Rtcp, Mirror(remote.Direction) & ours.Direction, remote.PacketMilliseconds);
        }

        return remote.Refusal;
    }

    private static MediaDirection Mirror(MediaDirection theirs) => theirs switch
    {
        MediaDirection.SendRecv => MediaDirection.SendRecv,
        MediaDirection.SendOnly => MediaDirection.RecvOnly,
        MediaDirection.RecvOnly => MediaDirection.SendOnly,
        MediaDirection.Inactive => MediaDirection.Inactive,
    };

    private static MediaDescription AnsweredAudio(MediaCapabilities ours, AgreedMedia agreed) =>
        Audio(ours, [(agreed.PayloadType, agreed.Codec)], agreed.TelephoneEventPayloadType, agreed.Direction);

    private static MediaDescription OfferedAudio(MediaCapabilities ours) => Audio(
        ours, [.. ours.Codecs.Select(codec => ((byte)codec, codec))],
        ours.TelephoneEvents ? MediaCapabilities.TelephoneEventPayloadType : null, ours.Direction);

    private static MediaDescription Renewed(MediaDescription section, MediaCapabilities ours) => section with
    {
        Port = ours.Local.Port,
        Attributes =
        [
            .. section.Attributes.Where(a => a.Name is not ("sendrecv" or "sendonly" or "recvonly" or "inactive")),
            new SdpAttribute(SessionDescription.Text(ours.Direction)),
        ],
    };

    private static MediaDescription Audio(
        MediaCapabilities ours, IReadOnlyList<(byte PayloadType, AudioCodec Codec)> codecs, byte? events,
        MediaDirection direction)
    {
        var formats = codecs.Select(c => Text(c.PayloadType)).ToList();
        var attributes = codecs
            .Select(c => new SdpAttribute("rtpmap", $"{Text(c.PayloadType)} {NameOf(c.Codec)}/8000")).ToList();
        if (events is { } payloadType)
        {
            formats.Add(Text(payloadType));
            attributes.Add(new SdpAttribute("rtpmap", $"{Text(payloadType)} telephone-event/8000"));
            // RFC 4733 §2.4.1: the sixteen keys.
            attributes.Add(new SdpAttribute("fmtp", $"{Text(payloadType)} 0-15"));
        }

        attributes.Add(new SdpAttribute("ptime", Text(MediaCapabilities.PacketMilliseconds)));
        attributes.Add(new SdpAttribute(SessionDescription.Text(direction)));
        return new MediaDescription
        {
            Kind = "audio",
            Port = ours.Local.Port,
            Protocol = Profile,
            Formats = formats,
            Attributes = attributes,
        };
    }

    private static SessionDescription Describe(MediaCapabilities ours, IReadOnlyList<MediaDescription> media)
    {
        var connection = SdpConnection.Of(ours.Local.Address);
        return new SessionDescription
        {
            Origin = new SdpOrigin(
                "-", ours.SessionId.ToString(CultureInfo.InvariantCulture),
                ours.SessionVersion.ToString(CultureInfo.InvariantCulture), connection.NetworkType,
                connection.AddressType, connection.Address),
            Connection = connection,
            Media = media,
        };
    }

    private static string NameOf(AudioCodec codec) => codec switch
    {
        AudioCodec.Pcma => "PCMA",
        AudioCodec.Pcmu => "PCMU",
    };

    private static string Text(byte number) => number.ToString(CultureInfo.InvariantCulture);
}
