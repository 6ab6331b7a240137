using System.Net;
using Zhkh.Pbx.Sdp;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Fuzz;

/// <summary>
/// Seeded mutations of both corpora. What is looked for: any exception, an answer that is no SIP message, a message
/// that says something else after it was written and read again, framing that depends on how the octets came.
/// </summary>
public sealed class MutationFuzzTests
{
    // ZHKH_TEST_LONG=1 is the night's run; the seed of a failing case is in its message.
    private static readonly int Cases =
        Environment.GetEnvironmentVariable("ZHKH_TEST_LONG") == "1" ? 200_000 : 20_000;

    private static readonly byte[][] Corpus =
        [.. new[] { "Torture/vectors", "Fuzz/hostile" }
            .SelectMany(folder => Directory.GetFiles(Repository.Path("tests", "Pbx.Tests", folder), "*.dat"))
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            // Large inputs have their own tests; here many small ones say more per second.
            .Where(octets => octets.Length is > 0 and < 4096)];

    private static readonly string[] Poison =
    [
        "\r\n", "\n", "\r", "\0", "\"", "<", ">", ",", ";", ":", "@", "%", "%00", "%2", " ", "\t", "\r\n ", "=", "\\",
        "/", "?", "[", "]", "4294967296", "-1", "SIP/2.0", "\r\n\r\n", "Content-Length: 5\r\n", "\u00ff\u00fe",
        "(", ")",
        "z9hG4bK", ";tag=", "To: <sip:a@b>\r\n", "a=rtpmap:0 ", "m=audio 1 RTP/AVP 0\r\n", "c=IN IP4 1\r\n",
    ];

    [Fact]
    public void Mutated_messages_are_judged_without_an_exception()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var octets = Mutate(seed);
            var thrown = Record.Exception(() => Check(octets));
            Assert.True(thrown is null, $"Seed {seed}: {thrown}\n{WireText.View(octets)}");
        }
    }

    [Fact]
    public void Mutated_descriptions_are_read_or_refused_without_an_exception()
    {
        var bodies = Corpus.Select(Body).Where(body => body.StartsWith("v="u8)).ToArray();
        var ours = new MediaCapabilities { Local = new IPEndPoint(IPAddress.Loopback, 12000), SessionId = 7 };
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var octets = Mutate(bodies[random.Next(bodies.Length)], random);
            var thrown = Record.Exception(() => CheckOffer(octets, ours));
            Assert.True(thrown is null, $"Seed {seed}: {thrown}\n{WireText.View(octets)}");
        }
    }

    private static void CheckOffer(byte[] octets, MediaCapabilities ours)
    {
        if (!SdpParser.TryParse(octets, SdpLimits.Default, out var offer, out _)
            || !OfferAnswer.TryAnswer(offer, ours, out var answer, out var agreed, out _))
        {
            return;
        }

        Assert.True(SdpParser.TryParse(SdpWriter.ToBytes(answer), SdpLimits.Default, out _, out _));
        Assert.Equal(offer.Media.Count, answer.Media.Count);
        Assert.Single(answer.Media, media => media.Port != 0);
        Assert.InRange(agreed.PayloadType, 0, 127);
        Assert.True(agreed.Remote is not { Port: 0 });
    }

    private static void Check(byte[] octets)
    {
        var whole = SipParser.TryParse(octets, SipLimits.Default, out var message, out var error);
        Assert.Equal(whole, error == ParseError.None);
        var verdict = RequestScreening.Judge(message, error, ScreeningProfile.Default);
        switch (verdict.Action)
        {
            case ScreeningAction.Answer:
                var answer = SipWriter.ToBytes(verdict.CreateAnswer((SipRequest)message!, "t"));
                Assert.True(SipParser.TryParse(answer, SipLimits.Default, out var read, out var why), $"{why}");
                Assert.Equal(verdict.Status, ((SipResponse)read!).Status);
                break;
            case ScreeningAction.Pass:
                // The typed view works on everything that passed.
                _ = (message!.TopVia.SentBy, message.From.Tag, message.To.Uri.User, message.CallId, message.CSeq);
                var written = SipWriter.ToBytes(message);
                Assert.True(SipParser.TryParse(written, SipLimits.Default, out var again, out why), $"{why}");
                Assert.Equal(written, SipWriter.ToBytes(again!));
                Assert.Equal(verdict, RequestScreening.Judge(again, ParseError.None, ScreeningProfile.Default));
                break;
        }
    }

    private static byte[] Mutate(int seed)
    {
        var random = new Random(seed);
        return Mutate(Corpus[random.Next(Corpus.Length)], random);
    }

    private static byte[] Mutate(byte[] source, Random random)
    {
        var octets = new List<byte>(source);
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var at = random.Next(octets.Count + 1);
            switch (random.Next(6))
            {
                case 0 when at < octets.Count:
                    octets[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < octets.Count:
                    octets.RemoveRange(at, Math.Min(random.Next(1, 40), octets.Count - at));
                    break;
                case 2 when at < octets.Count:
                    octets.InsertRange(at, octets.GetRange(at, Math.Min(random.Next(1, 80), octets.Count - at)));
                    break;
                case 3:
                    octets.RemoveRange(at, octets.Count - at);
                    break;
                case 4 when at < octets.Count:
                    octets[at] = (byte)random.Next(256);
                    break;
                default:
                    octets.InsertRange(at, WireText.ToBytes(Poison[random.Next(Poison.Length)]));
                    break;
            }
        }

        return [.. octets];
    }

    private static byte[] Body(byte[] octets)
    {
        var at = octets.AsSpan().IndexOf("\r\n\r\n"u8);
        return at < 0 ? [] : octets[(at + 4)..];
    }
}
