using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Tests.Sip.Wire;

public sealed class RequestScreeningTests
{
    private const string Invite = """
        INVITE sip:100@127.0.44.1 SIP/2.0
        Via: SIP/2.0/UDP 127.0.44.2:5060;branch=z9hG4bK7
        Max-Forwards: 70
        From: <sip:+79370000030@127.0.44.2>;tag=1
        To: <sip:100@127.0.44.1>
        Call-ID: a@b
        CSeq: 1 INVITE
        Contact: <sip:t@127.0.44.2:5060>
        Content-Length: 0


        """;

    [Fact]
    public void A_plain_invite_passes() => Assert.Equal("Pass", Judge(Invite));

    // What is replaced, by what, and what becomes of the INVITE.
    [Theory]
    // Start line (RFC 3261 §7.1)
    [InlineData("SIP/2.0\n", "sip/2.0\n", "Pass")]
    [InlineData("SIP/2.0\n", "SIP/3.0\n", "505")]
    [InlineData("SIP/2.0\n", "SIP/2\n", "Drop")]
    [InlineData("SIP/2.0\n", "HTTP/1.1\n", "Drop")]
    [InlineData("SIP/2.0\n", "SIP/2.0\n Subject: x\n", "400")]
    [InlineData("INVITE sip", "INVITE\tsip", "400")]
    [InlineData("INVITE sip", "INV\"ITE sip", "400")]
    [InlineData("INVITE sip", "FETCH sip", "501")]
    [InlineData("INVITE sip", "invite sip", "501")]
    [InlineData("INVITE sip", "PUBLISH sip", "405")]
    // Request-URI (§8.2.2.1, §19.1)
    [InlineData("sip:100@127.0.44.1 ", "tel:+79370000030 ", "416")]
    [InlineData("sip:100@127.0.44.1 ", "100 ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "SIPS:100@127.0.44.1 ", "Pass")]
    [InlineData("sip:100@127.0.44.1 ", "sip:127.0.44.1 ", "Pass")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@[::1]:5060;lr ", "Pass")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@[::1 ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@[.1] ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@.1 ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@1.2.3 ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@127.0.44.256 ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@a..b ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@a:0 ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@a:65536 ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@a: ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:1@2@a ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100%2@a ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@a;;lr ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@a;x= ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "sip:100@a?Route=b ", "400")]
    [InlineData("sip:100@127.0.44.1 ", "<sip:100@a> ", "400")]
    // Via (§20.42)
    [InlineData("Via:", "v\t :", "Pass")]
    [InlineData("Via:", "X-Via:", "Drop")]
    [InlineData("branch=z9hG4bK7", "branch=z9hG4bK", "400")]
    [InlineData("branch=z9hG4bK7", "branch=z9hG4bK1;branch=z9hG4bK2", "400")]
    [InlineData("branch=z9hG4bK7", "branch=", "400")]
    [InlineData(";branch=z9hG4bK7", ";rport;branch=z9hG4bK7", "Pass")]
    [InlineData("SIP/2.0/UDP 127", "SIP/2.0/UDP127", "Drop")]
    [InlineData("SIP/2.0/UDP 127", "SIP / 2.0 / UDP  127", "Pass")]
    [InlineData(":5060;branch", " : 5060 ;branch", "Pass")]
    [InlineData(":5060;branch", ":99999;branch", "Drop")]
    // From, To (§20.20, §20.39)
    [InlineData("tag=1\n", "tag=1;tag=2\n", "400")]
    [InlineData("tag=1\n", "tag=\n", "400")]
    [InlineData("tag=1\n", "tag\n", "400")]
    [InlineData("tag=1\n", "tag=1\nF: <sip:x@y>;tag=2\n", "400")]
    [InlineData("<sip:100@127.0.44.1>", "<sip:100@127.0.44.1>, <sip:x@y>", "400")]
    [InlineData("<sip:100@127.0.44.1>", "<tel:+7937>", "Pass")]
    [InlineData("<sip:100@127.0.44.1>", "\"a<b\" <sip:100@127.0.44.1>", "Pass")]
    [InlineData("<sip:100@127.0.44.1>", "\"a\" b <sip:100@127.0.44.1>", "400")]
    [InlineData("<sip:100@127.0.44.1>", "\"a <sip:100@127.0.44.1>", "400")]
    [InlineData("<sip:100@127.0.44.1>", "<sip:100@127.0.44.1", "400")]
    [InlineData("<sip:100@127.0.44.1>", "", "400")]
    [InlineData("<sip:100@127.0.44.1>", "\u00d0\u0098\u00d0\u00b2 <sip:100@127.0.44.1>", "Pass")]
    // Call-ID, CSeq (§20.8, §20.16, §8.1.1.5)
    [InlineData("Call-ID: a@b", "Call-ID: a b", "400")]
    [InlineData("Call-ID: a@b", "Call-ID:", "400")]
    [InlineData("Call-ID: a@b", "i: a==@b", "Pass")]
    [InlineData("CSeq: 1 INVITE", "CSeq: 0 INVITE", "Pass")]
    [InlineData("CSeq: 1 INVITE", "CSeq: 2147483647 INVITE", "Pass")]
    [InlineData("CSeq: 1 INVITE", "CSeq: 2147483648 INVITE", "400")]
    [InlineData("CSeq: 1 INVITE", "CSeq: +1 INVITE", "400")]
    [InlineData("CSeq: 1 INVITE", "CSeq: 1INVITE", "400")]
    [InlineData("CSeq: 1 INVITE", "CSeq: 1 BYE", "400")]
    [InlineData("CSeq: 1 INVITE", "CSeq: 1 INVITE\nCSeq: 1 INVITE", "400")]
    // Contact, Record-Route (§8.1.1.8, §20.10)
    [InlineData("Contact: <sip:t@127.0.44.2:5060>", "Contact: *", "400")]
    [InlineData("Contact: <sip:t@127.0.44.2:5060>", "Contact: <sip:a@b>, <sip:c@d>", "400")]
    [InlineData("Contact: <sip:t@127.0.44.2:5060>", "Contact: <tel:+7937>", "400")]
    [InlineData("Contact: <sip:t@127.0.44.2:5060>", "m: <sip:t@127.0.44.2>;+sip.instance=\"<urn:uuid:1>\"", "Pass")]
    [InlineData("Max-Forwards: 70", "Record-Route: <sip:p;lr>, \"x\" <sip:q;lr>", "Pass")]
    [InlineData("Max-Forwards: 70", "Record-Route: <", "400")]
    // Max-Forwards: an endpoint forwards nothing, so only its form counts (§20.22)
    [InlineData("Max-Forwards: 70", "Max-Forwards: 0", "Pass")]
    [InlineData("Max-Forwards: 70", "Max-Forwards: -1", "400")]
    [InlineData("Max-Forwards: 70", "Max-Forwards: 70\nMax-Forwards: 5", "400")]
    // Require (§20.32), Accept (§20.1), body (§20.11, §20.14)
    [InlineData("Max-Forwards: 70", "Require: 100rel", "420")]
    [InlineData("Max-Forwards: 70", "Require:", "Pass")]
    [InlineData("Max-Forwards: 70", "Proxy-Require: privacy", "Pass")]
    [InlineData("Max-Forwards: 70", "Accept: text/plain, application / *;q=0.5", "Pass")]
    [InlineData("Max-Forwards: 70", "Accept: text/plain", "406")]
    [InlineData("Max-Forwards: 70", "Accept:", "406")]
    [InlineData("Content-Length: 0", "Content-Length: 1", "400")]
    [InlineData("Content-Length: 0", "l: 0\nl: 0", "400")]
    [InlineData("Content-Length: 0\n\n", "c: application/sdp\n\nv=0", "Pass")]
    [InlineData("Content-Length: 0\n\n", "c: Application / SDP ; x=y\n\nv=0", "Pass")]
    [InlineData("Content-Length: 0\n\n", "c: text/plain\n\nv=0", "415")]
    [InlineData("Content-Length: 0\n\n", "c: text/plain\nContent-Disposition: x;handling=optional\n\nv=0", "Pass")]
    [InlineData("Content-Length: 0\n\n", "c: application/sdp\ne: gzip\n\nv=0", "415")]
    [InlineData("Content-Length: 0\n\n", "c: sdp\n\nv=0", "400")]
    [InlineData("Content-Length: 0\n\n", "\nv=0", "400")]
    // Lines (§7.3.1)
    [InlineData("Max-Forwards: 70", "Max-Forwards 70", "400")]
    [InlineData("Max-Forwards: 70", "Max Forwards: 70", "400")]
    [InlineData("Max-Forwards: 70", ": 70", "400")]
    [InlineData("Max-Forwards: 70", "X: a\u0000b", "400")]
    [InlineData("Max-Forwards: 70", "X: a\u007fb", "400")]
    [InlineData("Max-Forwards: 70", "X: a\rb", "400")]
    [InlineData("Max-Forwards: 70", "Max-Forwards:\n 70", "Pass")]
    public void One_change_has_its_verdict(string found, string replaced, string verdict)
    {
        var changed = Invite.Replace("\r\n", "\n", StringComparison.Ordinal);
        var at = changed.IndexOf(found, StringComparison.Ordinal);
        Assert.True(at >= 0, "The table names a text that is not there");

        Assert.Equal(verdict, Judge(changed[..at] + replaced + changed[(at + found.Length)..]));
    }

    [Theory]
    [InlineData("Contact: *\nExpires: 0", "Pass")]
    [InlineData("Contact: *\nExpires: 1", "400")]
    [InlineData("Contact: *", "400")]
    [InlineData("Contact: *, <sip:a@b>\nExpires: 0", "400")]
    [InlineData("Contact: <tel:1>, <sip:a@b>;q=0.5;expires=9", "Pass")]
    [InlineData("Contact: sip:a@b?x=y", "400")]
    [InlineData("Supported: path", "Pass")]
    public void A_registration_has_its_own_rules_for_contact(string contact, string verdict) =>
        Assert.Equal(verdict, Judge(Invite.Replace("INVITE", "REGISTER", StringComparison.Ordinal)
            .Replace("Contact: <sip:t@127.0.44.2:5060>", contact, StringComparison.Ordinal)));

    [Theory]
    [InlineData("CSeq: 1 ACK", "Pass")]
    [InlineData("CSeq: x", "Drop")]
    [InlineData("CSeq: 1 INVITE", "Drop")]
    [InlineData("CSeq: 1 ACK\nRequire: x", "Pass")]
    [InlineData("CSeq: 1 ACK\nl: 9", "Drop")]
    public void An_ack_is_never_answered(string cseq, string verdict) =>
        Assert.Equal(verdict, Judge(Invite.Replace("INVITE", "ACK", StringComparison.Ordinal)
            .Replace("CSeq: 1 ACK", cseq, StringComparison.Ordinal)));

    [Theory]
    [InlineData("SIP/2.0 200 OK", "Pass")]
    [InlineData("SIP/2.0 200 ", "Pass")]
    [InlineData("SIP/2.0 200", "Pass")]
    [InlineData("SIP/2.0 099 X", "Drop")]
    [InlineData("SIP/2.0 700 X", "Drop")]
    [InlineData("SIP/2.0 2000 X", "Drop")]
    [InlineData("SIP/2.1 200 OK", "Drop")]
    [InlineData("SIP/2.0  200 OK", "Drop")]
    public void A_response_passes_or_is_dropped(string line, string verdict) =>
        Assert.Equal(verdict, Judge(Response(line)));

    [Theory]
    [InlineData("Via: SIP/2.0/UDP 127.0.44.2:5060;branch=z9hG4bK7")]
    [InlineData("From: <sip:+79370000030@127.0.44.2>;tag=1")]
    [InlineData("To: <sip:100@127.0.44.1>")]
    [InlineData("Call-ID: a@b")]
    [InlineData("CSeq: 1 INVITE")]
    public void A_response_that_lacks_a_field_is_dropped(string field) =>
        Assert.Equal("Drop", Judge(Response("SIP/2.0 200 OK").Replace(field, "X: y", StringComparison.Ordinal)));

    [Fact]
    public void The_profile_says_which_extensions_may_be_required()
    {
        var profile = new ScreeningProfile([SipMethod.Invite], ["timer", "100rel"]);
        var text = Invite.Replace("Max-Forwards: 70", "Require: TIMER, foo, 100rel, bar", StringComparison.Ordinal);
        SipParser.TryParse(Octets(text), SipLimits.Default, out var message, out var error);

        var verdict = RequestScreening.Judge(message, error, profile);

        Assert.Equal((420, HeaderName.Unsupported, "foo, bar"), (verdict.Status, verdict.Field, verdict.Value));
    }

    private static string Response(string line) =>
        Invite.Replace("INVITE sip:100@127.0.44.1 SIP/2.0", line, StringComparison.Ordinal);

    private static string Judge(string text)
    {
        SipParser.TryParse(Octets(text), SipLimits.Default, out var message, out var error);
        var verdict = RequestScreening.Judge(message, error, ScreeningProfile.Default);
        return verdict.Action == ScreeningAction.Answer ? $"{verdict.Status}" : verdict.Action.ToString();
    }

    private static byte[] Octets(string text) => WireText.ToBytes(
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal));
}
