using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Torture;

namespace Zhkh.Pbx.Tests.Sip.Wire;

public sealed class StreamFramerTests
{
    private const string Options =
        "OPTIONS sip:100@zhkh SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
        + "To: <sip:100@zhkh>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n";

    private readonly StreamFramer _framer = new(SipLimits.Default);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(4096)]
    public void Pieces_of_any_size_give_the_same_messages(int piece)
    {
        var stream = Options + "Content-Length: 3\r\n\r\nabc" + "\r\n\r\n" + Options + "l:0\r\n\r\n" + "\r\n" + Options
            + "Content-Length:\r\n 5\r\n\r\n\r\n\r\n!";

        var taken = Feed(stream, piece);

        Assert.Equal(
            [
                Options + "Content-Length: 3\r\n\r\nabc", "KeepAlive", Options + "l:0\r\n\r\n",
                Options + "Content-Length:\r\n 5\r\n\r\n\r\n\r\n!",
            ],
            taken);
        Assert.True(_framer.Unfinished.IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Length: -1\r\n")]
    [InlineData("Content-Length: 4294967297\r\n")]
    [InlineData("Content-Length: 65536\r\n")]
    [InlineData("Content-Length: +5\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n")]
    [InlineData("Content-Length: 5\r\nl: 13\r\n")]
    [InlineData("Content-Length: 5, 5\r\n")]
    [InlineData("Content-Length: \r\n")]
    public void Without_one_good_content_length_framing_is_lost(string field) =>
        Assert.Equal(["Lost"], Feed(Options + field + "\r\nhello", 1));

    [Theory]
    [InlineData("OPTIONS sip:100@zhkh SIP/2.0\nVia: x\n\n")]
    [InlineData("\u0016\u0003\u0001\u0002")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    public void What_is_no_sip_stream_is_lost_at_once(string stream) => Assert.Equal("Lost", Feed(stream, 1)[0]);

    [Fact]
    public void A_head_without_end_is_bounded()
    {
        var taken = Feed(Options + string.Concat(Enumerable.Repeat("X: " + new string('y', 1000) + "\r\n", 64)), 1500);

        Assert.Equal("Lost", taken[^1]);
    }

    [Fact]
    public void A_body_is_bounded_by_the_limit_of_a_message()
    {
        var body = new string('z', 60_000);
        Assert.Equal([Options + "Content-Length: 60000\r\n\r\n" + body], Feed(
            Options + "Content-Length: 60000\r\n\r\n" + body, 1460));
        Assert.True(_framer.Room().Length <= SipLimits.Default.MessageMax + 2048);
    }

    [Fact]
    public void A_large_head_may_come_octet_by_octet()
    {
        var head = Options + string.Concat(Enumerable.Repeat("X: " + new string('y', 995) + "\r\n", 30));

        Assert.Equal([head + "l: 0\r\n\r\n"], Feed(head + "l: 0\r\n\r\n", 1));
    }

    [Fact]
    public void An_unfinished_message_is_there_to_be_answered()
    {
        Assert.Empty(Feed(Encoding.Latin1.GetString(TortureVerdicts.Read("clerr")), 5));

        SipParser.TryParse(_framer.Unfinished, SipLimits.Default, out var message, out var error);

        Assert.Equal(ParseError.Truncated, error);
        Assert.Equal(400, RequestScreening.Judge(message, error, ScreeningProfile.Default).Status);
    }

    [Theory]
    [InlineData("ncl")]
    [InlineData("mcl01")]
    public void Lost_framing_can_still_be_answered_400(string name)
    {
        var octets = TortureVerdicts.Read(name);
        octets.CopyTo(_framer.Room());
        _framer.Advance(octets.Length);

        Assert.Equal(Framing.Lost, _framer.TryTake(out var all));
        SipParser.TryParse(all, SipLimits.Default, out var message, out var error);
        Assert.Equal(400, RequestScreening.Judge(message, error, ScreeningProfile.Default).Status);
    }

    [Fact]
    public void Torture_messages_get_the_same_verdict_however_they_are_cut()
    {
        foreach (var verdict in TortureVerdicts.All)
        {
            var text = Encoding.Latin1.GetString(TortureVerdicts.Read(verdict.Name));
            var whole = string.Join('|', new StreamFramerTests().Feed(text, int.MaxValue));
            for (var seed = 0; seed < 20; seed++)
            {
                var random = new Random(seed);
                var framer = new StreamFramerTests();
                Assert.Equal(whole, string.Join('|', framer.Feed(text, () => random.Next(1, 200))));
            }

            Assert.Equal(whole, string.Join('|', new StreamFramerTests().Feed(text, 1)));
        }
    }

    private List<string> Feed(string stream, int piece) => Feed(stream, () => piece);

    private List<string> Feed(string stream, Func<int> piece)
    {
        var octets = Encoding.Latin1.GetBytes(stream);
        var taken = new List<string>();
        for (var at = 0; at < octets.Length;)
        {
            var room = _framer.Room();
            var length = Math.Min(Math.Min(piece(), room.Length), octets.Length - at);
            Assert.True(length > 0, "No room is left");
            octets.AsSpan(at, length).CopyTo(room.Span);
            _framer.Advance(length);
            at += length;
            while (_framer.TryTake(out var message) is var framing and not Framing.Incomplete)
            {
                taken.Add(framing == Framing.Message ? Encoding.Latin1.GetString(message) : framing.ToString());
                if (framing == Framing.Lost)
                {
                    return taken;
                }
            }
        }

        return taken;
    }
}
