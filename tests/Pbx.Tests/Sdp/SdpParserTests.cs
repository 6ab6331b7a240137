using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Zhkh.Pbx.Sdp;

namespace Zhkh.Pbx.Tests.Sdp;

public sealed class SdpParserTests
{
    private const string Head = "v=0\r\no=- 5 9 IN IP4 127.0.46.2\r\n";

    [Fact]
    public void A_browsers_offer_is_written_as_it_was_read()
    {
        var offer =
            "v=0\r\no=mozilla 8379340394 0 IN IP4 0.0.0.0\r\ns=-\r\ni=about\r\n"
            + "c=IN IP4 10.0.0.7\r\nb=AS:128\r\nt=0 0\r\n"
            + "a=group:BUNDLE 0\r\na=ice-options:trickle\r\n"
            + "m=audio 9 UDP/TLS/RTP/SAVPF 109 8\r\nc=IN IP6 2001:db8::1\r\nb=TIAS:64000\r\n"
            + "a=fingerprint:sha-256 19:E2:1C\r\na=ice-ufrag:6a\r\n"
            + "a=candidate:0 1 UDP 2122252543 10.0.0.7 61665 typ host\r\n"
            + "a=rtcp-mux\r\na=sendrecv\r\nm=video 0/2 RTP/AVP 31\r\ni=\u00d0\u0098\r\n";

        var read = Parse(offer);

        Assert.Equal(offer, Encoding.Latin1.GetString(SdpWriter.ToBytes(read!)));
        Assert.Equal("sha-256 19:E2:1C", read!.Media[0].Attribute("fingerprint"));
        Assert.Equal("", read.Media[0].Attribute("rtcp-mux"));
        Assert.Null(read.Media[0].Attribute("setup"));
        Assert.Equal("UDP/TLS/RTP/SAVPF", read.Media[0].Protocol);
        Assert.Equal((0, 2), (read.Media[1].Port, read.Media[1].PortCount));
    }

    [Theory]
    [InlineData("", SdpError.Empty)]
    [InlineData("v=1\r\n", SdpError.Version)]
    [InlineData("o=- 5 9 IN IP4 a\r\nv=0\r\n", SdpError.Version)]
    [InlineData("v=0\r\nv=0\r\n", SdpError.Version)]
    [InlineData("v=0\r\n", SdpError.Origin)]
    [InlineData("v=0\r\no=- 5 9 IN IP4\r\n", SdpError.Origin)]
    [InlineData("v=0\r\no=- x 9 IN IP4 a\r\n", SdpError.Origin)]
    [InlineData("v=0\r\no=- 5 9 IN IP4 a b\r\n", SdpError.Origin)]
    [InlineData(Head + Head, SdpError.Version)]
    [InlineData(Head + "o=- 5 9 IN IP4 a\r\n", SdpError.Line)]
    [InlineData(Head + "c=IN IP4\r\n", SdpError.Connection)]
    [InlineData(Head + "x=1\r\n", SdpError.Line)]
    [InlineData(Head + "A=1\r\n", SdpError.Line)]
    [InlineData(Head + "audio\r\n", SdpError.Line)]
    [InlineData(Head + "\r\ns=-\r\n", SdpError.Line)]
    [InlineData(Head + "a=a\0b\r\n", SdpError.Line)]
    [InlineData(Head + "a=a\rb\r\n", SdpError.Line)]
    [InlineData(Head + "m=audio 65536 RTP/AVP 0\r\n", SdpError.Media)]
    [InlineData(Head + "m=audio -1 RTP/AVP 0\r\n", SdpError.Media)]
    [InlineData(Head + "m=audio +1 RTP/AVP 0\r\n", SdpError.Media)]
    [InlineData(Head + "m=audio 1/0 RTP/AVP 0\r\n", SdpError.Media)]
    [InlineData(Head + "m=audio 1 RTP/AVP\r\n", SdpError.Media)]
    [InlineData(Head + "m=audio  1 RTP/AVP 0\r\n", SdpError.Media)]
    [InlineData(Head + "m=audio 1 RTP/AVP 0\r\ns=-\r\n", SdpError.Line)]
    public void A_malformed_description_is_refused(string text, SdpError expected)
    {
        var octets = Encoding.Latin1.GetBytes(text);

        Assert.False(SdpParser.TryParse(octets, SdpLimits.Default, out var read, out var error));
        Assert.Equal(expected, error);
        Assert.Null(read);
    }

    [Theory]
    [InlineData("a", 17_000, 1)]
    [InlineData("a=x\r\n", 5, 513)]
    [InlineData("m=audio 1 RTP/AVP 0\r\n", 5, 17)]
    [InlineData("a=", 4_200, 1)]
    public void Every_limit_refuses(string piece, int length, int times)
    {
        var text = Head + string.Concat(Enumerable.Repeat(piece.PadRight(Math.Max(length, piece.Length), 'x'), times));

        Assert.False(SdpParser.TryParse(Encoding.Latin1.GetBytes(text), SdpLimits.Default, out _, out var error));
        Assert.Equal(SdpError.TooLarge, error);
    }

    [Fact]
    public void A_thousand_formats_are_refused() =>
        Assert.Null(Parse(Head + "m=audio 1 RTP/AVP " + string.Join(' ', Enumerable.Range(0, 129)) + "\r\n"));

    [Theory]
    [InlineData("v=0\no=- 5 9 IN IP4 a\nm=audio 1 RTP/AVP 0\n")]
    [InlineData("v=0\r\no=- 5 9 IN IP4 a\r\nm=audio 1 RTP/AVP 0")]
    [InlineData("v=0\r\no=- 5 9 IN IP4 a\r\ns= \r\nt=0 0\r\nm=audio 1 RTP/AVP 0 \r\n\r\n\r\n")]
    public void What_gateways_really_send_is_read(string text) => Assert.Equal("audio", Parse(text)?.Media[0].Kind);

    [Fact]
    public void A_description_written_and_read_is_the_same_description()
    {
        var word = Text("abcXYZ019-./:\u00d0\u0098", 1, 10);
        var attribute =
            from name in Text("abcxyz-019", 1, 8)
            from value in Gen.OneOf(
                Gen.Constant((string?)null), Text("abc 019:=;\u00ff", 0, 20).Select(s => (string?)s))
            select new SdpAttribute(name, value);
        var connection = from address in word select new SdpConnection("IN", "IP4", address);
        var media =
            from kind in word
            from port in Gen.Choose(0, 65535)
            from count in Gen.Choose(1, 3)
            from formats in word.NonEmptyListOf()
            from own in Gen.OneOf(Gen.Constant((SdpConnection?)null), connection.Select(c => (SdpConnection?)c))
            from attributes in attribute.ListOf()
            select new MediaDescription
            {
                Kind = kind, Port = port, PortCount = count, Protocol = "RTP/AVP", Formats = formats.Take(100).ToList(),
                Connection = own, Attributes = attributes.Take(20).ToList(),
                OtherLines = [new SdpLine('i', "x"), new SdpLine('b', "AS:1"), new SdpLine('k', "prompt")],
            };
        var sessions =
            from user in word
            from name in word
            from times in Gen.Elements("0 0", "1 2").NonEmptyListOf()
            from attributes in attribute.ListOf()
            from sections in media.ListOf()
            select new SessionDescription
            {
                Origin = new SdpOrigin(user, "18446744073709551616", "3", "IN", "IP6", "::1"), Name = name,
                Times = times.Take(5).ToList(), Attributes = attributes.Take(20).ToList(),
                Media = sections.Take(8).ToList(), OtherLines = [new SdpLine('u', "x"), new SdpLine('z', "0 0")],
            };

        Prop.ForAll(sessions.ToArbitrary(), session =>
        {
            var octets = SdpWriter.ToBytes(session);
            Assert.True(SdpParser.TryParse(octets, SdpLimits.Default, out var read, out var error), error.ToString());
            Assert.Equivalent(session, read, strict: true);
            Assert.Equal(octets, SdpWriter.ToBytes(read));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void A_line_end_in_a_value_is_never_written()
    {
        var read = Parse(Head)!;

        Assert.Throws<ArgumentException>(() => SdpWriter.ToBytes(read with { Name = "a\r\nm=audio 1 RTP/AVP 0" }));
    }

    private static SessionDescription? Parse(string text) =>
        SdpParser.TryParse(Encoding.Latin1.GetBytes(text), SdpLimits.Default, out var read, out _) ? read : null;

    private static Gen<string> Text(string alphabet, int min, int max) =>
        from length in Gen.Choose(min, max)
        from characters in Gen.Elements(alphabet.ToCharArray()).ArrayOf(length)
        select new string(characters);
}
