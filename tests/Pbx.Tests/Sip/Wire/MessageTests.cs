using System.Text;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Tests.Sip.Wire;

public sealed class MessageTests
{
    private static readonly byte[] Invite = Encoding.UTF8.GetBytes(
        "INVITE sip:100@127.0.44.1 SIP/2.0\r\n"
        + "v: SIP/2.0/UDP 127.0.44.2:5060;rport;branch=z9hG4bK7, SIP/2.0/TCP far;branch=z9hG4bK6\r\n"
        + "Via: SIP/2.0/TLS further;branch=z9hG4bK5\r\n"
        + "Record-Route: <sip:p1;lr>\r\nRecord-Route: <sip:p2;lr>\r\n"
        + "From: \"Мария\" <sip:+79370000030@127.0.44.2>;tag=1\r\n"
        + "To:\r\n <sip:100@127.0.44.1>\r\n"
        + "Call-ID: a@b\r\nCSeq: 1 INVITE\r\nTimestamp: 54\r\n"
        + "X-One: 1\r\nContact: <sip:t@127.0.44.2:5060>\r\nContent-Type: application/sdp\r\n"
        + "Content-Length: 3\r\n\r\nv=0");

    [Fact]
    public void A_response_repeats_what_the_rfc_says_and_no_more() =>
        Assert.Equal(
            "SIP/2.0 180 Ringing\r\n"
            + "v: SIP/2.0/UDP 127.0.44.2:5060;rport;branch=z9hG4bK7, SIP/2.0/TCP far;branch=z9hG4bK6\r\n"
            + "Via: SIP/2.0/TLS further;branch=z9hG4bK5\r\n"
            + "Record-Route: <sip:p1;lr>\r\nRecord-Route: <sip:p2;lr>\r\n"
            + "From: \"Мария\" <sip:+79370000030@127.0.44.2>;tag=1\r\n"
            + "To:\r\n <sip:100@127.0.44.1>;tag=ours\r\n"
            + "Call-ID: a@b\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n",
            Written(Request().CreateResponse(180, "ours")));

    [Fact]
    public void Trying_has_no_tag_no_route_and_the_timestamp()
    {
        var trying = Request().CreateResponse(100, "ours");

        Assert.Null(trying.To.Tag);
        Assert.False(trying.Headers.Has(HeaderName.RecordRoute));
        Assert.Equal("54", trying.Headers[HeaderName.Timestamp]);
    }

    [Fact]
    public void A_refusal_has_a_tag_and_no_route()
    {
        var refusal = Request().CreateResponse(486, "ours", "No One Here");

        Assert.Equal(("ours", "No One Here", 486), (refusal.To.Tag, refusal.Reason, refusal.Status));
        Assert.False(refusal.Headers.Has(HeaderName.RecordRoute));
    }

    [Fact]
    public void A_tag_that_is_there_is_kept()
    {
        var request = Request();
        request.Headers.Set(HeaderName.To, "<sip:100@zhkh>;tag=theirs");

        Assert.Equal("theirs", request.CreateResponse(200, "ours").To.Tag);
    }

    [Fact]
    public void Fields_are_found_by_name_however_they_are_spelled()
    {
        var request = Request();
        var values = new List<string>();
        foreach (var value in request.Headers.Values(HeaderName.Via))
        {
            Assert.True(Via.TryParse(value, out var via));
            values.Add(via.SentBy);
        }

        Assert.Equal(["127.0.44.2:5060", "far", "further"], values);
        Assert.Equal("1", request.Headers["x-oNE"]);
        Assert.Equal("a@b", request.Headers["call-id"]);
        Assert.Null(request.Headers["X-Two"]);
    }

    [Fact]
    public void Names_of_people_survive_as_octets_and_as_text()
    {
        Assert.Equal("Мария", Request().From.DisplayText);
        Assert.NotEqual("Мария", Request().From.DisplayName);
        var view = WireText.View(Encoding.UTF8.GetBytes("Ірина \"Дія\""));
        Assert.True(NameAddress.TryParse(NameAddress.Format(view, "sip:a@b"), out var composed));
        Assert.Equal("Ірина \"Дія\"", composed.DisplayText);
    }

    [Fact]
    public void Editing_touches_nothing_else()
    {
        var request = Request();
        request.Headers.AddFirst(HeaderName.Via, Via.Format("UDP", "127.0.44.1:5060", "z9hG4bKx"));
        request.Headers.Remove(HeaderName.RecordRoute);
        request.Headers.Set(HeaderName.Contact, "<sip:zhkh@127.0.44.1>");
        request.Headers.Add("X-Two", "2");
        request.SetBody("application/sdp", Encoding.ASCII.GetBytes("v=0\r\no=-"));

        var text = Written(request);

        Assert.StartsWith(
            "INVITE sip:100@127.0.44.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.44.1:5060;rport;branch=z9hG4bKx\r\nv: SIP",
            text, StringComparison.Ordinal);
        Assert.DoesNotContain("Record-Route", text, StringComparison.Ordinal);
        Assert.Contains("\r\nX-One: 1\r\nContact: <sip:zhkh@127.0.44.1>\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("Content-Length: 8\r\nX-Two: 2\r\n\r\nv=0\r\no=-", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_a_field_leaves_one_of_it()
    {
        var headers = Request().Headers;
        var count = headers.Count;
        headers.Set(HeaderName.Via, "SIP/2.0/UDP a;branch=z9hG4bK1");
        headers.Set(HeaderName.Subject, "новое".Length.ToString());

        Assert.Equal(count, headers.Count);
        Assert.Equal("SIP/2.0/UDP a;branch=z9hG4bK1", headers[HeaderName.Via]);
    }

    [Theory]
    [InlineData("a\r\nX: b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("Мария")]
    public void What_cannot_stand_on_one_line_of_octets_is_refused(string value)
    {
        var headers = Request().Headers;

        Assert.Throws<ArgumentException>(() => headers.Add(HeaderName.Subject, value));
        Assert.Throws<ArgumentException>(() => headers.Set(HeaderName.To, value));
        Assert.Throws<ArgumentException>(() => headers.Add("X", value));
        Assert.Throws<ArgumentException>(() => new SipResponse(200, value));
    }

    [Fact]
    public void An_escaped_nul_of_the_far_side_may_be_sent_back_to_it()
    {
        var bye = new SipRequest(SipMethod.Bye, "sip:t@127.0.44.2");
        bye.Headers.Add(HeaderName.To, "\"\\\0\" <sip:a@b>;tag=1");

        Assert.True(SipParser.TryParse(SipWriter.ToBytes(bye), SipLimits.Default, out var read, out _));
        Assert.Equal("\0", read!.To.DisplayName);
    }

    [Fact]
    public void A_request_of_ours_has_what_a_stream_needs()
    {
        var request = new SipRequest(SipMethod.Options, "sip:200@127.0.0.1:5070;transport=tcp");

        Assert.Equal(
            "OPTIONS sip:200@127.0.0.1:5070;transport=tcp SIP/2.0\r\nContent-Length: 0\r\n\r\n", Written(request));
        Assert.Throws<ArgumentException>(() => new SipRequest(SipMethod.Options, "sip:a b@c"));
        Assert.Throws<ArgumentException>(() => new SipRequest(default, "sip:a@c"));
    }

    [Fact]
    public void Writing_into_too_short_a_span_writes_no_message()
    {
        var request = Request();
        var length = SipWriter.Measure(request);

        Assert.Equal(Invite.Length, length);
        Assert.False(SipWriter.TryWrite(request, new byte[length - 1], out _));
        Assert.True(SipWriter.TryWrite(request, new byte[length + 5], out var written));
        Assert.Equal(length, written);
    }

    [Fact]
    public void Octets_after_the_body_and_empty_lines_before_the_message_are_noise()
    {
        byte[] octets = [.. "\r\n\r\n"u8, .. Invite, .. "INVITE"u8];

        Assert.True(SipParser.TryParse(octets, SipLimits.Default, out var message, out _));

        Assert.Equal(Encoding.UTF8.GetString(Invite), Written(message!));
    }

    [Fact]
    public void A_parsed_message_keeps_no_buffer_of_the_caller()
    {
        var octets = (byte[])Invite.Clone();
        SipParser.TryParse(octets, SipLimits.Default, out var message, out _);
        Array.Clear(octets);

        Assert.Equal(Encoding.UTF8.GetString(Invite), Written(message!));
    }

    [Fact]
    public void Parsing_costs_one_copy_of_the_octets_and_a_table()
    {
        SipParser.TryParse(Invite, SipLimits.Default, out _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        SipParser.TryParse(Invite, SipLimits.Default, out var message, out var error);
        RequestScreening.Judge(message, error, ScreeningProfile.Default);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Invite.Length, Invite.Length + 1500);
    }

    private static SipRequest Request()
    {
        Assert.True(SipParser.TryParse(Invite, SipLimits.Default, out var message, out var error), error.ToString());
        return Assert.IsType<SipRequest>(message);
    }

    private static string Written(SipMessage message) => Encoding.UTF8.GetString(SipWriter.ToBytes(message));
}
