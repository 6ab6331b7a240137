using System.Text.Json;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Torture;

public sealed class TortureTests
{
    public static TheoryData<string> Names => [.. TortureVerdicts.All.Select(v => v.Name)];

    [Fact]
    public void The_table_holds_all_49_messages_with_the_published_verdicts()
    {
        using var manifest = JsonDocument.Parse(
            File.ReadAllBytes(Repository.Path("tests", "Pbx.Tests", "Torture", "vectors", "manifest.json")));
        var published = manifest.RootElement.GetProperty("messages").EnumerateArray()
            .Where(m => m.GetProperty("file").GetString() != "test.dat")
            .ToDictionary(
                m => Path.GetFileNameWithoutExtension(m.GetProperty("file").GetString()!),
                m => m.GetProperty("our_code").ValueKind == JsonValueKind.Number
                    ? m.GetProperty("our_code").GetInt32()
                    : (int?)null);

        Assert.Equal(49, TortureVerdicts.All.Count);
        Assert.Equal(published, TortureVerdicts.All.ToDictionary(v => v.Name, v => v.Status));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Screening_gives_the_verdict_or_lets_the_message_pass_to_who_can(string name)
    {
        var expected = TortureVerdicts.All.Single(v => v.Name == name);

        SipParser.TryParse(TortureVerdicts.Read(name), SipLimits.Default, out var message, out var error);
        var verdict = RequestScreening.Judge(message, error, ScreeningProfile.Default);

        if (expected.IsForScreening)
        {
            Assert.Equal(ScreeningAction.Answer, verdict.Action);
            Assert.Equal(expected.Status, verdict.Status);
        }
        else if (expected.Status is null)
        {
            // A response: dropped when malformed, otherwise dropped by the stack, which has no transaction for it.
            Assert.Equal(expected.Section is "3.1.2.5" or "3.1.2.19", verdict.Action == ScreeningAction.Drop);
            Assert.NotEqual(ScreeningAction.Answer, verdict.Action);
            Assert.IsNotType<SipRequest>(message);
        }
        else
        {
            Assert.Equal(ScreeningAction.Pass, verdict.Action);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_read_whole_is_written_octet_by_octet(string name)
    {
        var octets = TortureVerdicts.Read(name);
        if (!SipParser.TryParse(octets, SipLimits.Default, out var message, out _))
        {
            Assert.True(TortureVerdicts.All.Single(v => v.Name == name).Status is null or >= 400);
            return;
        }

        var written = SipWriter.ToBytes(message!);

        Assert.Equal(octets[..written.Length], written);
        // Only noise after the body may be missing (RFC 4475 §3.1.1.8 and the CRLF after the body of §3.3.8).
        Assert.True(
            written.Length == octets.Length || name is "dblreq",
            $"{octets.Length - written.Length} octets of {name} are lost");
    }

    [Fact]
    public void The_tortuous_invite_says_the_same_as_a_plain_one()
    {
        var invite = Request("wsinv");

        Assert.Equal("1918181833n", invite.To.Tag);
        Assert.Equal("98asjd8", invite.From.Tag);
        Assert.Equal("J Rosenberg \\\"", invite.From.DisplayName);
        Assert.Equal("sip:jdrosen@example.com", invite.From.Uri.ToString());
        Assert.Equal("wsinv.ndaksdj@192.0.2.1", invite.CallId);
        Assert.Equal(new CSeq(9, SipMethod.Invite), invite.CSeq);
        Assert.True(invite.TryGetNumber(HeaderName.MaxForwards, out var hops));
        Assert.Equal(68u, hops);
        Assert.Equal(3, Count(invite.Headers, HeaderName.Via));
        Assert.Equal("390skdjuw", invite.TopVia.Branch);
        Assert.Equal("newfangled value continued newfangled value", invite.Headers["NewFangledHeader"]);
        Assert.Equal(";;,,;;,;", invite.Headers["UnknownHeaderWithUnusualValue"]);
    }

    [Fact]
    public void Escapes_are_undone_once_and_never_in_names()
    {
        Assert.Equal("sips:user@example.com", Request("esc01").RequestUri.User);
        Assert.Equal("user", Request("esc01").To.Uri.User);
        Assert.True(Request("esc01").TryGetAddress(HeaderName.Contact, out var contact));
        // RFC 4475 §3.1.1.3: "value%25%34%31" is the text "value%41", not "valueA".
        Assert.Equal("caller", contact.Uri.User);
        Assert.Equal("", contact.Uri.Parameter("lr"));
        Assert.Equal("value%41", contact.Uri.Parameter("name"));
        Assert.Equal("RE%47IST%45R", Request("esc02").Method.Name);
        Assert.Equal("null-\0-null", Request("escnull").To.Uri.User);
        Assert.Equal(2, Count(Request("escnull").Headers, HeaderName.Contact));
        Assert.Equal(HeaderName.Other, HeaderNames.Find("C%6Fntact"u8));
        Assert.NotNull(Request("esc02").Headers["C%6Fntact"]);
    }

    [Fact]
    public void A_semicolon_may_stand_in_the_user_part() =>
        Assert.Equal("user;par=u@example.net", Request("semiuri").RequestUri.User);

    [Fact]
    public void Long_values_are_not_cut()
    {
        var request = Request("longreq");

        Assert.StartsWith("12982982982982982982982982982982982982982982982982982982982982", request.From.Tag,
            StringComparison.Ordinal);
        Assert.EndsWith("982982982982982424", request.From.Tag, StringComparison.Ordinal);
        Assert.EndsWith("reallylongcallid", request.CallId, StringComparison.Ordinal);
        Assert.Equal(34, Count(request.Headers, HeaderName.Via));
    }

    [Fact]
    public void Contact_parameters_belong_to_the_field_and_uri_parameters_to_the_uri()
    {
        Assert.True(Request("cparam01").TryGetAddress(HeaderName.Contact, out var field));
        Assert.True(Request("cparam02").TryGetAddress(HeaderName.Contact, out var uri));
        Assert.True(Request("regescrt").TryGetAddress(HeaderName.Contact, out var escaped));

        Assert.True(field.Parameters.Has("unknownparam"u8));
        Assert.Null(field.Uri.Parameter("unknownparam"));
        Assert.False(uri.Parameters.Has("unknownparam"u8));
        Assert.NotNull(uri.Uri.Parameter("unknownparam"));
        Assert.Equal("?Route=%3Csip:sip.example.com%3E", WireText.View(escaped.Uri.HeadersRaw));
    }

    [Fact]
    public void A_binary_body_is_framed_by_its_length()
    {
        var message = Request("mpart01");

        Assert.Equal(553, message.Body.Length);
        Assert.Contains((byte)0, message.Body.ToArray());
    }

    [Theory]
    [InlineData("bext01", "Unsupported: nothingSupportsThis, nothingSupportsThisEither")]
    [InlineData("invut", "Accept: application/sdp")]
    [InlineData("intmeth", "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, INFO, UPDATE, REFER")]
    [InlineData("mpart01", "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, INFO, UPDATE, REFER")]
    public void The_refusal_says_what_would_be_understood(string name, string field)
    {
        SipParser.TryParse(TortureVerdicts.Read(name), SipLimits.Default, out var message, out var error);
        var verdict = RequestScreening.Judge(message, error, ScreeningProfile.Default);

        var answer = WireText.View(SipWriter.ToBytes(verdict.CreateAnswer((SipRequest)message!, "t1")));

        Assert.Contains("\r\n" + field + "\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_is_itself_well_formed_where_the_request_was_whole()
    {
        foreach (var verdict in TortureVerdicts.All.Where(v => v.IsForScreening))
        {
            SipParser.TryParse(TortureVerdicts.Read(verdict.Name), SipLimits.Default, out var message, out var error);
            var judged = RequestScreening.Judge(message, error, ScreeningProfile.Default);
            var answer = SipWriter.ToBytes(judged.CreateAnswer((SipRequest)message!, "t1"));

            Assert.True(SipParser.TryParse(answer, SipLimits.Default, out var response, out _), verdict.Name);
            Assert.Equal(verdict.Status, ((SipResponse)response!).Status);
            Assert.Equal(message!.Headers[HeaderName.CallId], response.Headers[HeaderName.CallId]);
            Assert.Equal(Count(message.Headers, HeaderName.Via), Count(response.Headers, HeaderName.Via));
        }
    }

    private static SipRequest Request(string name)
    {
        Assert.True(SipParser.TryParse(TortureVerdicts.Read(name), SipLimits.Default, out var message, out _));
        return Assert.IsType<SipRequest>(message);
    }

    private static int Count(HeaderTable headers, HeaderName name)
    {
        var count = 0;
        foreach (var _ in headers.Values(name))
        {
            count++;
        }

        return count;
    }
}
