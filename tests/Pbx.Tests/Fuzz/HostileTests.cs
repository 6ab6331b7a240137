using System.Net;
using System.Text.Json;
using Zhkh.Pbx.Sdp;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Fuzz;

/// <summary>
/// The hostile corpus: each input once broke a published stack. "stack" means that screening lets it pass because
/// only dialogs, credentials or callees decide; "sdp" that the offer itself is refused with 488.
/// </summary>
public sealed class HostileTests
{
    private static readonly string[] Stack =
    [
        "auth_bearer", "auth_ldap", "auth_resp4k", "auth_unterminated", "bye_nodialog", "refer_inject",
        "resp_200_stray", "resp_407_digestleak", "tag_1023",
    ];

    private static readonly string[] Agreed =
    [
        "cl_missing_tcp", "hdr_ws_smuggle", "maxfwd_huge", "pai_spoof", "route_loop", "sdp_clock0", "sdp_no_rtpmap",
        "sdp_pt128", "sdp_ptimehuge", "sdp_ptimeneg", "se_1", "uri_crlfpct", "uri_params1000", "via_bcast",
        "via_maddr",
    ];

    private static readonly Dictionary<string, string> Refused = new()
    {
        ["binary64k"] = "drop", ["crlf2"] = "drop", ["empty_datagram"] = "drop", ["http_get"] = "drop",
        ["lf_only"] = "drop", ["missing_via"] = "drop",
        ["cl_u32"] = "400", ["contact_1000"] = "400", ["contact_star_expires"] = "400", ["cseq_i31"] = "400",
        ["cseq_longmethod"] = "400", ["cseq_neg"] = "400", ["cseq_u32"] = "400", ["ct_noslash"] = "400",
        ["fold_10000"] = "513", ["hdr_5000"] = "513", ["method60k"] = "400", ["missing_contact"] = "400",
        ["missing_cseq"] = "400", ["missing_to"] = "400", ["mp_backtick"] = "415", ["mp_empty"] = "415",
        ["mp_noboundary"] = "415", ["bomb"] = "405",
        // Control characters in a name are malformed before they are a matter of credentials.
        ["msg_ctrl"] = "400",
        ["no_colon"] = "400", ["no_end"] = "400", ["replaces_dup"] = "400", ["rr_bad"] = "400",
        ["sub_noevent"] = "400", ["to_double_empty_tag"] = "400", ["uri_at"] = "400", ["uri_dot1"] = "400",
        ["uri_len60k"] = "414", ["uri_pct"] = "400", ["uri_porthuge"] = "400", ["uri_portneg"] = "400",
        ["uri_tel"] = "416", ["uri_v6junk"] = "400", ["uri_v6open"] = "400",
        ["sdp_a60k"] = "sdp", ["sdp_binary"] = "sdp", ["sdp_c_bcast"] = "sdp", ["sdp_c_host10k"] = "sdp",
        ["sdp_c_self"] = "sdp", ["sdp_c_v6bad"] = "sdp", ["sdp_m1000"] = "sdp", ["sdp_port0"] = "sdp",
        ["sdp_portneg"] = "sdp", ["sdp_pt_u32"] = "sdp",
    };

    public static TheoryData<string> Names =>
        [.. Stack.Concat(Agreed).Concat(Refused.Keys).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_file_of_the_corpus_has_one_verdict()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Repository.Path(Folder, "manifest.json")));
        var listed = manifest.RootElement.EnumerateArray()
            .Select(entry => Path.GetFileNameWithoutExtension(entry.GetProperty("file").GetString()))
            .Order(StringComparer.Ordinal);

        Assert.Equal(listed, Stack.Concat(Agreed).Concat(Refused.Keys).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_input_gets_its_verdict(string name)
    {
        var octets = Read(name);
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        var verdict = Judge(octets);

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.Equal(Stack.Contains(name) ? "stack" : Agreed.Contains(name) ? "agreed" : Refused[name], verdict);
        // Memory follows the size of the input: 64 KB of poison must not become megabytes.
        Assert.True(allocated < 300_000 + (octets.Length * 10L), $"{allocated} octets for {octets.Length}");
    }

    [Fact]
    public void A_field_with_space_before_its_colon_is_the_same_field()
    {
        SipParser.TryParse(Read("hdr_ws_smuggle"), SipLimits.Default, out var message, out _);
        var headers = message!.Headers;

        Assert.True(headers.Has(HeaderName.PAssertedIdentity));
        Assert.Equal("yes", headers["x-internal-trust"]);
        headers.Remove(HeaderName.PAssertedIdentity);
        Assert.DoesNotContain("Asserted", WireText.View(SipWriter.ToBytes(message)), StringComparison.Ordinal);
    }

    [Fact]
    public void Escaped_line_ends_are_never_written_raw()
    {
        SipParser.TryParse(Read("uri_crlfpct"), SipLimits.Default, out var message, out _);
        var request = (SipRequest)message!;

        Assert.Contains("\r\n", request.RequestUri.User, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => request.Headers.Add("X-Called", request.RequestUri.User));
        Assert.Throws<ArgumentException>(
            () => new SipRequest(SipMethod.Invite, "sip:" + request.RequestUri.User + "@127.0.0.1"));
        // Status line, Via, From, To, Call-ID, CSeq, Content-Length, the empty line, no body.
        Assert.Equal(9, WireText.View(SipWriter.ToBytes(request.CreateResponse(404, "t"))).Split("\r\n").Length);
    }

    [Fact]
    public void No_answer_is_longer_than_what_it_answers()
    {
        foreach (var name in Names.Select(row => row.Data))
        {
            var octets = Read(name);
            SipParser.TryParse(octets, SipLimits.Default, out var message, out var error);
            var verdict = RequestScreening.Judge(message, error, ScreeningProfile.Default);
            if (verdict.Action == ScreeningAction.Answer)
            {
                var answer = SipWriter.ToBytes(verdict.CreateAnswer((SipRequest)message!, "a1b2c3d4"));
                Assert.True(answer.Length <= octets.Length, $"{name}: {answer.Length} for {octets.Length}");
            }
        }
    }

    private const string Folder = "tests/Pbx.Tests/Fuzz/hostile";

    private static byte[] Read(string name) => File.ReadAllBytes(Repository.Path(Folder, name + ".dat"));

    private static string Judge(byte[] octets)
    {
        SipParser.TryParse(octets, SipLimits.Default, out var message, out var error);
        var verdict = RequestScreening.Judge(message, error, ScreeningProfile.Default);
        if (verdict.Action != ScreeningAction.Pass)
        {
            return verdict.Action == ScreeningAction.Drop ? "drop" : $"{verdict.Status}";
        }

        if (message is not SipRequest { Body.IsEmpty: false } request || request.Method != SipMethod.Invite)
        {
            return "stack";
        }

        var ours = new MediaCapabilities
        {
            Local = new IPEndPoint(IPAddress.Parse("127.0.44.1"), 12000),
            SessionId = 1,
            IsOurs = remote => remote is { Port: 5060 } && remote.Address.Equals(IPAddress.Parse("127.0.44.1")),
        };
        return SdpParser.TryParse(request.Body.Span, SdpLimits.Default, out var offer, out _)
            && OfferAnswer.TryAnswer(offer, ours, out _, out _, out _)
            ? "agreed"
            : "sdp";
    }
}
