using System.Net;
using System.Text;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Tests.Trunks;

/// <summary>Who calls and whom, out of the headers of operators; and numbers as each of them writes them.</summary>
public sealed class TrunkRulesTests
{
    [Theory]
    [InlineData(DidSource.RequestUri, "100", "84950000101", "", "100")]
    [InlineData(DidSource.RequestUri, "84950000100", "x", "", "+74950000100")]
    [InlineData(DidSource.To, "0332750", "74950000101", "", "+74950000101")]
    [InlineData(DidSource.To, "0332750", "+380440000101", "", "+380440000101")]
    [InlineData(DidSource.Diversion, "0332750", "x", "<sip:84950000102@op>;reason=unconditional", "+74950000102")]
    [InlineData(DidSource.Diversion, "84950000103", "x", "", "+74950000103")]
    [InlineData(DidSource.ContactUser, "whatever", "x", "", "+74950000100")]
    [InlineData(DidSource.RequestUri, "0332750", "x", "", "+74950000100")]
    [InlineData(DidSource.RequestUri, "112", "x", "", "112")]
    [InlineData(DidSource.RequestUri, "201", "x", "", "201")]
    public void The_number_dialled(DidSource source, string request, string to, string diversion, string dialled)
    {
        var trunk = new TrunkSettings { User = "0332750", Number = "74950000100", Did = source };
        var invite = Invite(request, to, "+79370000030", diversion.Length == 0 ? [] : [$"Diversion: {diversion}"]);
        Assert.Equal(dialled, TrunkRules.Read(invite, trunk, n => n is "100" or "112").Dialled);
    }

    [Theory]
    [InlineData("84950000100", "100")]
    [InlineData("112", "112")]
    public void A_number_that_leads_nowhere_is_led_to_ours(string request, string dialled)
    {
        var trunk = new TrunkSettings { LeadsTo = "100" };
        Assert.Equal(
            dialled, TrunkRules.Read(Invite(request, "x", "x"), trunk, n => n is "100" or "112").Dialled);
    }

    [Theory]
    [InlineData("79370000030", "", "+79370000030")]
    [InlineData("0332750", "P-Asserted-Identity: <sip:89370000031@op>", "+79370000031")]
    [InlineData("x", "P-Asserted-Identity: <sip:pbx@op>, <tel:+79370000032>", "+79370000032")]
    [InlineData("x", "Remote-Party-ID: \"A\" <sip:79370000033@op>;party=calling;screen=yes", "+79370000033")]
    [InlineData("79370000030", "P-Asserted-Identity: <sip:anonymous@anonymous.invalid>", null)]
    [InlineData("anonymous", "P-Asserted-Identity: <sip:+79370000034@op>\r\nPrivacy: id", null)]
    [InlineData("79370000030", "Remote-Party-ID: <sip:79370000035@op>;privacy=full", null)]
    [InlineData("anonymous", "", null)]
    public void The_caller(string from, string headers, string? phone)
    {
        var invite = Invite("100", "100", from, headers.Length == 0 ? [] : headers.Split("\r\n"));
        var call = TrunkRules.Read(invite, new TrunkSettings(), _ => true);
        Assert.Equal(phone, call.Caller);
        var caller = CallerIdentity.Of(invite, new PeerIdentity(
            PeerKind.Trunk, null, new IPEndPoint(IPAddress.Loopback, 5060), "udp") { TrunkCall = call });
        Assert.Equal((phone, phone is not null), (caller.Phone, caller.IsAsserted));
    }

    [Theory]
    [InlineData("P-Asserted-Identity: <sip:+79370000030@op>")]
    [InlineData("Remote-Party-ID: <sip:+79370000030@op>")]
    [InlineData("Diversion: <sip:+79370000030@op>")]
    [InlineData("p-asserted-identity : <tel:+79370000030>")]
    public void A_strangers_headers_name_nobody(string header)
    {
        var invite = Invite("100", "100", "x", [header]);
        foreach (var peer in new[] { PeerKind.Stranger, PeerKind.Extension })
        {
            var caller = CallerIdentity.Of(invite, new PeerIdentity(
                peer, peer == PeerKind.Extension ? "201" : null, new IPEndPoint(IPAddress.Loopback, 1), "udp"));
            Assert.Equal((null, false), (caller.Phone, caller.IsAsserted));
        }
    }

    [Theory]
    [InlineData("+79370000030", TrunkNumberFormat.Plus, "+79370000030")]
    [InlineData("+79370000030", TrunkNumberFormat.Plain, "79370000030")]
    [InlineData("+79370000030", TrunkNumberFormat.Eight, "89370000030")]
    [InlineData("+380670000184", TrunkNumberFormat.Eight, "810380670000184")]
    [InlineData("+380670000184", TrunkNumberFormat.Zero, "0670000184")]
    [InlineData("+380670000184", TrunkNumberFormat.Plain, "380670000184")]
    [InlineData("+79370000030", TrunkNumberFormat.Zero, "0079370000030")]
    public void A_number_is_written_as_the_operator_wants_it_and_read_again(
        string number, TrunkNumberFormat format, string written)
    {
        Assert.True(PhoneNumber.TryParse(number, out var parsed));
        Assert.Equal(written, TrunkRules.Write(parsed, format));
        Assert.Equal(number, NumberPlan.ToE164(written));
    }

    [Fact]
    public void A_sealed_password_opens_for_its_own_trunk_with_its_own_key_only()
    {
        var folder = Directory.CreateTempSubdirectory("secrets");
        var secrets = new TrunkSecrets(Path.Combine(folder.FullName, "keys", "trunk.key"));
        Assert.Null(secrets.Open("uis", "AAAA"));
        var sealedText = secrets.Seal("uis", "пароль");
        Assert.DoesNotContain("пароль", Encoding.UTF8.GetString(Convert.FromBase64String(sealedText)),
            StringComparison.Ordinal);
        var again = new TrunkSecrets(Path.Combine(folder.FullName, "keys", "trunk.key"));
        Assert.Equal("пароль", again.Open("uis", sealedText));
        Assert.Null(again.Open("mango", sealedText));
        Assert.Null(new TrunkSecrets(Path.Combine(folder.FullName, "other.key")).Open("uis", sealedText));
        var key = Path.Combine(folder.FullName, "keys", "trunk.key");
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(key);
        Assert.Equal(OperatingSystem.IsWindows() ? default : UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("code", "Uis!")]
    [InlineData("domain", "not a host")]
    [InlineData("domain", "op.test;lr")]
    [InlineData("outboundProxy", "sbc.test:99999")]
    [InlineData("user", "a@b")]
    [InlineData("user", "a\r\nRoute: x")]
    [InlineData("externalAddress", "me")]
    [InlineData("peers", "10.0.0.0/99")]
    [InlineData("number", "abc")]
    [InlineData("leadsTo", "100;x")]
    public void What_cannot_be_used_is_refused_by_its_field(string field, string value)
    {
        var good = new TrunkSettings { Code = "uis", Name = "UIS", User = "1", Domain = "op.test" };
        Assert.Null(TrunkFault.Of(good));
        var bad = field switch
        {
            "code" => good with { Code = value },
            "domain" => good with { Domain = value },
            "outboundProxy" => good with { OutboundProxy = value },
            "user" => good with { User = value },
            "externalAddress" => good with { ExternalAddress = value },
            "peers" => good with { Peers = value },
            "number" => good with { Number = value },
            _ => good with { LeadsTo = value },
        };
        Assert.Equal(field, TrunkFault.Of(bad)?.Field);
    }

    [Fact]
    public void Every_preset_becomes_a_line_once_its_account_is_filled_in() =>
        Assert.All(TrunkPreset.All, preset => Assert.Null(TrunkFault.Of(preset with
        {
            User = "1", Name = "x", Number = "+74950000100",
            Domain = preset.Domain.Length == 0 ? "op.test" : preset.Domain,
        })));

    private static SipRequest Invite(string request, string to, string from, params string[] more)
    {
        var text = $"INVITE sip:{request}@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.70.1;branch=z9hG4bK1\r\n"
            + $"From: <sip:{from}@op.test>;tag=1\r\nTo: <sip:{to}@op.test>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n"
            + string.Concat(more.Select(line => line + "\r\n")) + "Content-Length: 0\r\n\r\n";
        Assert.True(SipParser.TryParse(Encoding.Latin1.GetBytes(text), SipLimits.Default, out var message, out _));
        return Assert.IsType<SipRequest>(message);
    }
}
