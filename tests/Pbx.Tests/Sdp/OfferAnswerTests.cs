using System.Net;
using System.Text;
using Zhkh.Pbx.Sdp;

namespace Zhkh.Pbx.Tests.Sdp;

public sealed class OfferAnswerTests
{
    private const string Head = "v=0\no=- 5 9 IN IP4 127.0.46.2\ns=-\nc=IN IP4 127.0.46.2\nt=0 0\n";

    private static readonly MediaCapabilities Ours = new()
    {
        Local = new IPEndPoint(IPAddress.Parse("127.0.44.1"), 12000), SessionId = 77,
    };

    // The offered audio section, and of the answer: codec, its payload type, telephone-event's, direction, packet.
    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 8", "Pcma 8 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 0 8", "Pcmu 0 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 8 0", "Pcma 8 - SendRecv 20")]
    [InlineData("m=audio 4000/2 RTP/AVP 8", "Pcma 8 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 18 9 0 101\na=rtpmap:101 telephone-event/8000", "Pcmu 0 101 SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 8 96\na=rtpmap:96 TELEPHONE-EVENT/8000\na=fmtp:96 0-16", "Pcma 8 96 SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 8 97 98\na=rtpmap:97 telephone-event/48000\na=rtpmap:98 telephone-event/8000",
        "Pcma 8 98 SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 8 101\na=fmtp:101 0-15", "Pcma 8 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 8\na=rtpmap:101 telephone-event/8000", "Pcma 8 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 112\na=rtpmap:112 pcma/8000/1", "Pcma 112 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 112 0\na=rtpmap:112 PCMA/16000", "Pcmu 0 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 112 0\na=rtpmap:112 PCMA/8000/2", "Pcmu 0 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 8 0\na=rtpmap:8 G729/8000", "Pcmu 0 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 128 4294967296 -1 +8 08 0", "Pcma 8 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 8\na=ptime:30", "Pcma 8 - SendRecv 30")]
    [InlineData("m=audio 4000 RTP/AVP 8\na=ptime:-20", "Pcma 8 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 8\na=ptime:4294967296", "Pcma 8 - SendRecv 20")]
    [InlineData("m=audio 4000 RTP/AVP 8\na=ptime:25", "Pcma 8 - SendRecv 20")]
    // RFC 3264 §6.1: the mirror
    [InlineData("m=audio 4000 RTP/AVP 8\na=sendonly", "Pcma 8 - RecvOnly 20")]
    [InlineData("m=audio 4000 RTP/AVP 8\na=recvonly", "Pcma 8 - SendOnly 20")]
    [InlineData("m=audio 4000 RTP/AVP 8\na=inactive", "Pcma 8 - Inactive 20")]
    [InlineData("m=audio 4000 RTP/AVP 8\na=sendrecv\na=inactive", "Pcma 8 - SendRecv 20")]
    [InlineData("a=sendonly\nm=audio 4000 RTP/AVP 8", "Pcma 8 - RecvOnly 20")]
    [InlineData("a=sendonly\nm=audio 4000 RTP/AVP 8\na=sendrecv", "Pcma 8 - SendRecv 20")]
    // RFC 3264 §8.4: hold of RFC 2543
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 0.0.0.0", "Pcma 8 - RecvOnly 20 nowhere")]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 0.0.0.0\na=inactive", "Pcma 8 - Inactive 20 nowhere")]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 0.0.0.0\na=recvonly", "Pcma 8 - Inactive 20 nowhere")]
    public void An_offer_is_answered(string audio, string expected)
    {
        var (answer, agreed, _) = Answer(Head + audio + "\n");

        Assert.NotNull(agreed);
        Assert.Equal(expected, $"{agreed.Codec} {agreed.PayloadType} "
            + $"{agreed.TelephoneEventPayloadType?.ToString() ?? "-"} {agreed.Direction} {agreed.PacketMilliseconds}"
            + (agreed.Remote is null ? " nowhere" : ""));
        Assert.Equal(agreed.Direction, answer!.DirectionOf(answer.Media[0]));
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 18", MediaRefusal.Codec)]
    [InlineData("m=audio 4000 RTP/AVP 4294967296 128", MediaRefusal.Codec)]
    [InlineData("m=audio 4000 RTP/AVP 101\na=rtpmap:101 telephone-event/8000", MediaRefusal.Codec)]
    [InlineData("m=audio 4000 RTP/SAVP 8", MediaRefusal.Profile)]
    [InlineData("m=audio 4000 UDP/TLS/RTP/SAVPF 8", MediaRefusal.Profile)]
    [InlineData("m=audio 0 RTP/AVP 8", MediaRefusal.NoAudio)]
    [InlineData("m=video 4000 RTP/AVP 31", MediaRefusal.NoAudio)]
    [InlineData("a=x", MediaRefusal.NoAudio)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 pbx.example.org", MediaRefusal.Address)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 1", MediaRefusal.Address)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 0x7f.0.0.1", MediaRefusal.Address)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 127.0.0.010", MediaRefusal.Address)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 ::1", MediaRefusal.Address)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP6 127.0.0.1", MediaRefusal.Address)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP6 ::::", MediaRefusal.Address)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP6 ::1", MediaRefusal.Address)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP6 fe80::1%eth0", MediaRefusal.Address)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=ATM IP4 127.0.0.1", MediaRefusal.Address)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 224.2.1.1/127", MediaRefusal.Address)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 224.2.1.1", MediaRefusal.ForbiddenAddress)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 255.255.255.255", MediaRefusal.ForbiddenAddress)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP6 ::ffff:224.2.1.1", MediaRefusal.ForbiddenAddress)]
    [InlineData("m=audio 12000 RTP/AVP 8\nc=IN IP4 127.0.44.1", MediaRefusal.ForbiddenAddress)]
    [InlineData("m=audio 12001 RTP/AVP 8\nc=IN IP4 127.0.44.1", MediaRefusal.ForbiddenAddress)]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 127.0.44.1\na=rtcp:12000", MediaRefusal.ForbiddenAddress)]
    public void An_offer_is_refused_with_its_reason(string audio, MediaRefusal expected)
    {
        var (answer, agreed, refusal) = Answer(Head + audio + "\n");

        Assert.Equal(expected, refusal);
        Assert.Null(answer);
        Assert.Null(agreed);
    }

    [Fact]
    public void The_answer_is_written_as_telephones_expect_it()
    {
        var (answer, agreed, _) = Answer(
            Head.Replace("t=0 0", "t=3 7", StringComparison.Ordinal)
            + "m=audio 4000 RTP/AVP 9 8 0 101\na=rtpmap:101 telephone-event/8000\na=rtcp:4999 IN IP4 1.2.3.4\n"
            + "m=video 4002 RTP/AVP 31 34\na=x\nm=audio 4004 RTP/AVP 0\n"
            + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n");

        Assert.Equal(
            "v=0\r\no=- 77 1 IN IP4 127.0.44.1\r\ns=-\r\nc=IN IP4 127.0.44.1\r\nt=3 7\r\n"
            + "m=audio 12000 RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
            + "a=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n"
            + "m=video 0 RTP/AVP 31 34\r\nm=audio 0 RTP/AVP 0\r\n"
            + "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n",
            Encoding.ASCII.GetString(SdpWriter.ToBytes(answer!)));
        Assert.Equal("127.0.46.2:4000", agreed!.Remote!.ToString());
        // Reports go to the party itself, whatever address a=rtcp names.
        Assert.Equal("127.0.46.2:4999", agreed.RemoteRtcp!.ToString());
    }

    [Fact]
    public void The_first_audio_section_that_fits_is_taken()
    {
        var (answer, agreed, _) = Answer(
            Head + "m=audio 4000 RTP/SAVP 8\nm=audio 4002 RTP/AVP 18\nm=audio 4004 RTP/AVP 0\n");

        Assert.Equal([0, 0, 12000], answer!.Media.Select(media => media.Port));
        Assert.Equal(4004, agreed!.Remote!.Port);
    }

    [Fact]
    public void IPv6_meets_IPv6()
    {
        var ours = Ours with { Local = new IPEndPoint(IPAddress.IPv6Loopback, 12000) };
        var offer = Parse(Head + "m=audio 4000 RTP/AVP 8\nc=IN IP6 2001:db8::7\n");

        Assert.True(OfferAnswer.TryAnswer(offer, ours, out var answer, out var agreed, out _));
        Assert.Equal("[2001:db8::7]:4000", agreed.Remote!.ToString());
        Assert.Equal(new SdpConnection("IN", "IP6", "::1"), answer.Connection);
        Assert.False(OfferAnswer.TryAnswer(
            Parse(Head + "m=audio 4000 RTP/AVP 8\nc=IN IP6 ff02::1\n"), ours, out _, out _, out var refusal));
        Assert.Equal(MediaRefusal.ForbiddenAddress, refusal);
    }

    [Fact]
    public void Addresses_of_ours_are_known_by_the_port_pool()
    {
        var ours = Ours with { IsOurs = remote => remote.Port == 5060 };

        Assert.False(OfferAnswer.TryAnswer(
            Parse(Head + "m=audio 5060 RTP/AVP 8\n"), ours, out _, out _, out var refusal));
        Assert.Equal(MediaRefusal.ForbiddenAddress, refusal);
    }

    [Fact]
    public void A_delayed_offer_is_agreed_when_its_answer_comes()
    {
        var offer = OfferAnswer.Offer(Ours);
        Assert.Equal(["8", "0", "101"], offer.Media[0].Formats);

        Assert.True(OfferAnswer.TryAccept(
            offer, Parse(Head + "m=audio 4000 RTP/AVP 0 101\na=rtpmap:101 telephone-event/8000\na=sendonly\n"), Ours,
            out var agreed, out _));

        Assert.Equal(
            (AudioCodec.Pcmu, (byte)0, (byte?)101, MediaDirection.RecvOnly),
            (agreed.Codec, agreed.PayloadType, agreed.TelephoneEventPayloadType, agreed.Direction));
    }

    [Theory]
    [InlineData("", MediaRefusal.Mismatch)]
    [InlineData("m=audio 4000 RTP/AVP 8\nm=audio 4002 RTP/AVP 8", MediaRefusal.Mismatch)]
    [InlineData("m=audio 4000 RTP/AVP 96\na=rtpmap:96 PCMA/8000", MediaRefusal.Mismatch)]
    [InlineData("m=audio 4000 RTP/AVP 18", MediaRefusal.Codec)]
    [InlineData("m=audio 0 RTP/AVP 8", MediaRefusal.NoAudio)]
    public void An_answer_that_does_not_fit_is_refused(string audio, MediaRefusal expected)
    {
        Assert.False(OfferAnswer.TryAccept(
            OfferAnswer.Offer(Ours), Parse(Head + audio + "\n"), Ours, out var agreed, out var refusal));
        Assert.Equal((expected, null), (refusal, agreed));
    }

    [Fact]
    public void Hold_and_resume_keep_every_section_and_raise_the_version()
    {
        var (answer, _, _) = Answer(
            Head + "m=video 4002 RTP/AVP 31\nm=audio 4000 RTP/AVP 0 99\na=rtpmap:99 telephone-event/8000\n");

        var hold = OfferAnswer.Offer(Ours with { SessionVersion = 2, Direction = MediaDirection.SendOnly }, answer!);
        var resume = OfferAnswer.Offer(Ours with { SessionVersion = 3 }, hold);

        Assert.Equal(("77", "2"), (hold.Origin.SessionId, hold.Origin.SessionVersion));
        Assert.Equal([0, 12000], hold.Media.Select(media => media.Port));
        Assert.Equal(["0", "99"], hold.Media[1].Formats);
        Assert.Equal(MediaDirection.SendOnly, hold.DirectionOf(hold.Media[1]));
        Assert.Equal(MediaDirection.SendRecv, resume.DirectionOf(resume.Media[1]));
        Assert.True(OfferAnswer.TryAccept(
            hold, Parse(Head + "m=video 0 RTP/AVP 31\nm=audio 4000 RTP/AVP 0\na=recvonly\n"),
            Ours with { Direction = MediaDirection.SendOnly }, out var agreed, out _));
        Assert.Equal(MediaDirection.SendOnly, agreed.Direction);
    }

    [Fact]
    public void Our_own_wish_narrows_the_answer()
    {
        var offer = Parse(Head + "m=audio 4000 RTP/AVP 8\n");

        Assert.True(OfferAnswer.TryAnswer(
            offer, Ours with { Direction = MediaDirection.SendOnly }, out _, out var agreed, out _));
        Assert.Equal(MediaDirection.SendOnly, agreed.Direction);
    }

    private static (SessionDescription? Answer, AgreedMedia? Agreed, MediaRefusal Refusal) Answer(string offer) =>
        OfferAnswer.TryAnswer(Parse(offer), Ours, out var answer, out var agreed, out var refusal)
            ? (answer, agreed, refusal)
            : (answer, agreed, refusal);

    private static SessionDescription Parse(string text)
    {
        var octets = Encoding.Latin1.GetBytes(text.Replace("\n\n", "\n", StringComparison.Ordinal));
        Assert.True(SdpParser.TryParse(octets, SdpLimits.Default, out var read, out var error), error.ToString());
        return read;
    }
}
