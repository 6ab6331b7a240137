using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>What is wrong with a line as it is described: the field, and what it must be.</summary>
/// <param name="IsLength">The figures <paramref name="Why"/> ends with count characters.</param>
public sealed record TrunkFault(string Field, string Why, bool IsLength = false)
{
    public const int CodeMax = 32;
    public const int PasswordMax = 128;
    public const int AuthorityMax = 16_384;
    private const int NameMax = 100;
    private const int ServiceMax = 6;
    private const int TextMax = 100;
    private const int LinesMax = 1000;
    private const int OrganisationsMax = 100;

    /// <summary>Null when it can be used.</summary>
    public static TrunkFault? Of(TrunkSettings trunk) =>
        !IsCode(trunk.Code) ? new("code", $"a–z 0–9 -, 1–{CodeMax}", IsLength: true)
        : trunk.Name.Trim().Length is 0 or > NameMax ? new("name", $"1–{NameMax}", IsLength: true)
        : trunk.Organisations.Count > OrganisationsMax ? new("organisations", $"0–{OrganisationsMax}")
        : OfAddresses(trunk) ?? OfAccount(trunk) ?? OfNumbers(trunk);

    private static TrunkFault? OfAddresses(TrunkSettings trunk) =>
        !IsHost(trunk.Domain) ? new("domain", "sip.example.org, 192.0.2.1")
        : trunk.OutboundProxy.Length > 0 && !IsHostPort(trunk.OutboundProxy)
            ? new("outboundProxy", "sbc.example.org:5060")
        : trunk.Port is < 0 or > IPEndPoint.MaxPort ? new("port", $"0–{IPEndPoint.MaxPort}")
        : trunk.TlsAuthority.Length > 0 && !AreCertificates(trunk.TlsAuthority)
            ? new("tlsAuthority", $"-----BEGIN CERTIFICATE-----, 1–{AuthorityMax}", IsLength: true)
        : trunk.ExternalAddress.Length > 0 && !IPAddress.TryParse(trunk.ExternalAddress, out _)
            ? new("externalAddress", "203.0.113.5")
        : !ArePeers(trunk.Peers) ? new("peers", "192.0.2.1, 198.51.100.0/24")
        : null;

    private static bool AreCertificates(string pem)
    {
        if (pem.Length > AuthorityMax)
        {
            return false;
        }

        try
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPem(pem);
            return read.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static TrunkFault? OfAccount(TrunkSettings trunk) =>
        trunk.Mode == TrunkMode.Registration && trunk.User.Length == 0 ? new("user", "≠ ∅")
        : !IsUser(trunk.User) ? new("user", "sip:…@")
        : trunk.AuthUser.Length > TextMax || trunk.AuthUser.Any(c => char.IsControl(c) || c is '"' or '\\')
            ? new("authUser", $"0–{TextMax}", IsLength: true)
        : trunk.ExpiresSeconds is < 30 or > 86_400 ? new("expiresSeconds", "30–86400")
        : trunk.KeepAliveSeconds is not (0 or (>= 5 and <= 300)) ? new("keepAliveSeconds", "0, 5–300")
        : null;

    private static TrunkFault? OfNumbers(TrunkSettings trunk) =>
        trunk.Lines is < 1 or > LinesMax ? new("lines", $"1–{LinesMax}")
        : trunk.LinesReserved < 0 || trunk.LinesReserved > trunk.Lines ? new("linesReserved", $"0–{trunk.Lines}")
        : trunk.Number.Length > 0 && NumberPlan.Read(trunk.Number) is not (NumberReading.Phone or NumberReading.Short)
            ? new("number", "+74950000100")
        : trunk.Did == DidSource.ContactUser && trunk.Number.Length == 0 ? new("number", "≠ ∅")
        : trunk.LeadsTo.Length > 0 && !IsDialled(trunk.LeadsTo) ? new("leadsTo", "100")
        : trunk.EchoNumber.Length > 0 && !IsService(trunk.EchoNumber)
            ? new("echoNumber", $"4444, *43, 1–{ServiceMax}", IsLength: true)
        : EmergencyNumbers.Contains(trunk.EchoNumber) ? new("echoNumber", "≠ SOS: 112, 101–104, 01–04, 911")
        : trunk.Priority is < 0 or > 1000 ? new("priority", "0–1000")
        : trunk.Caller.Count is 0 or > 3 || trunk.Caller.Distinct().Count() != trunk.Caller.Count
            ? new("caller", "1–3")
        : null;

    private static bool IsCode(string code) => code.Length is > 0 and <= CodeMax
        && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && code[0] != '-';

    private static bool IsHost(string host) => host.Length is > 0 and <= 253
        && SipUri.TryParse("sip:x@" + Bracketed(host), out var uri) && uri.Port == 0 && uri.ParametersRaw.IsEmpty
        && !uri.HasHeaders;

    private static bool IsHostPort(string text) => text.Length <= 260 && !text.Contains('@', StringComparison.Ordinal)
        && SipUri.TryParse("sip:x@" + text, out var uri) && uri.ParametersRaw.IsEmpty && !uri.HasHeaders;

    private static bool IsUser(string user) => user.Length <= TextMax
        && (user.Length == 0 || (SipUri.TryParse($"sip:{user}@x", out var uri) && uri.User == user));

    private static bool IsDialled(string number) =>
        number.Length <= 16 && number.All(c => char.IsAsciiDigit(c) || c is '+' or '*' or '#');

    /// <summary>Short: what is long may be a subscriber's number, which the dial plan has to allow.</summary>
    private static bool IsService(string number) => number.Length <= ServiceMax && IsDialled(number)
        && !number.Contains('+', StringComparison.Ordinal);

    private static bool ArePeers(string text)
    {
        try
        {
            AddressList.Parse(text);
            return text.Length <= 1000;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    internal static string Bracketed(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily
            == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{host}]" : host;
}
