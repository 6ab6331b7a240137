using System.Runtime.InteropServices;
using System.Text;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Tests.Sip.Wire;

/// <summary>
/// Sixteen times the input costs about sixteen times the work; a quadratic algorithm would cost 256 times more, and
/// the bound is far from both. The limits are lifted, so that it is the algorithms that are judged and not the
/// refusal. Work is the processor time of this one thread: what else the machine does is not counted.
/// </summary>
public sealed class LinearTimeTests
{
    private const int Small = 4 * 1024;
    private const int Large = 16 * Small;
    private const double RatioMax = 80;

    // Below this the clock says more about itself than about us.
    private const double SecondsMin = 20e-6;

    // clock_gettime(2): CLOCK_THREAD_CPUTIME_ID
    private const int ThreadProcessorTime = 3;

    private static readonly SipLimits NoLimits = new()
    {
        MessageMax = int.MaxValue, StartLineMax = int.MaxValue, FieldMax = int.MaxValue, HeadMax = int.MaxValue,
        FieldCountMax = int.MaxValue, ViaMax = int.MaxValue,
    };

    private static readonly ScreeningProfile Profile =
        new([SipMethod.Options, SipMethod.Invite], []) { Limits = NoLimits };

    [Theory]
    [InlineData("folds", "X: ", "a\r\n ", "")]
    [InlineData("parameters", "From: <sip:a@b>;tag=1", ";p=v", "")]
    [InlineData("fields", "", "X: y\r\n", "X: ")]
    [InlineData("quotes", "From: \"", "\\\"\\\\", "\" <sip:a@b>;tag=1")]
    [InlineData("commas", "Contact: <sip:a@b>", ", <sip:a@b>", "")]
    [InlineData("empty elements", "Contact: ", ",", "")]
    [InlineData("open quotes", "Contact: ", "\",", "")]
    [InlineData("via chain", "Via: SIP/2.0/UDP a;branch=z9hG4bK1", ", SIP/2.0/UDP a;branch=z9hG4bK1", "")]
    [InlineData("escapes", "From: <sip:", "%41", "@b>;tag=1")]
    [InlineData("uri parameters", "From: <sip:a@b", ";p=v", ">;tag=1")]
    [InlineData("white space", "From: ", "\r\n ", "<sip:a@b>;tag=1")]
    [InlineData("angles", "From: ", "<", "")]
    [InlineData("semicolons", "From: <sip:a@b>", ";", "")]
    [InlineData("escaped controls", "X: ", "\\\u0001", "")]
    [InlineData("required tags", "Require: a", ",a", "")]
    [InlineData("accepts", "Accept: text/x", ",text/x", "")]
    [InlineData("line feeds", "X: ", "a\n", "")]
    public void Work_grows_with_the_size_of_the_input(string family, string start, string piece, string end)
    {
        var small = Message(start, piece, end, Small);
        var large = Message(start, piece, end, Large);
        Judge(small);

        var ratio = Fastest(large) / Math.Max(Fastest(small), SecondsMin);

        Assert.True(ratio < RatioMax, $"{family}: 16 times the octets took {ratio:F0} times as long");
    }

    private static byte[] Message(string start, string piece, string end, int size)
    {
        var text = new StringBuilder("OPTIONS sip:100@zhkh SIP/2.0\r\n");
        foreach (var line in new[]
        {
            "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1", "From: <sip:a@b>;tag=1", "To: <sip:100@zhkh>",
            "Call-ID: 1", "CSeq: 1 OPTIONS",
        })
        {
            text.Append(start.StartsWith(line[..3], StringComparison.Ordinal) ? "" : line + "\r\n");
        }

        text.Append(start).Insert(text.Length, piece, size / piece.Length).Append(end).Append("\r\n\r\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static double Fastest(byte[] octets)
    {
        var best = double.MaxValue;
        for (var i = 0; i < 7; i++)
        {
            var start = ProcessorSeconds();
            Judge(octets);
            best = Math.Min(best, ProcessorSeconds() - start);
        }

        return best;
    }

    private static double ProcessorSeconds()
    {
        Assert.Equal(0, GetTime(ThreadProcessorTime, out var time));
        return time.Seconds + (time.Nanoseconds / 1e9);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out TimeSpec time);

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);

    private static void Judge(byte[] octets)
    {
        SipParser.TryParse(octets, NoLimits, out var message, out var error);
        RequestScreening.Judge(message, error, Profile);
        _ = message?.Headers["X"];
        if (message is not null && message.TryGetAddress(HeaderName.From, out var from))
        {
            _ = (from.DisplayName, from.Uri.User, from.Uri.Parameter("none"), from.Tag);
        }
    }
}
