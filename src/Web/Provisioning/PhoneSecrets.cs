using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Zhkh.Pbx;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Storage;

namespace Zhkh.Web.Provisioning;

/// <summary>What a link carries, sealed with the keys of the data folder.</summary>
internal sealed record SealedSettings(string Password, string Host, int Port, SipTransport Transport);

/// <summary>Passwords of phones, and the seal over what a link carries.</summary>
internal sealed class PhoneSecrets(IDataProtectionProvider protection, PbxOptions options, Exchange exchange)
{
    // No signs that look alike: a person may have to type it on a phone's keys. 80 bits.
    private const string Signs = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int PasswordLength = 16;
    private const int TokenLength = 26;
    private readonly IDataProtector _seal = protection.CreateProtector("phone link");

    public string NewPassword() => RandomNumberGenerator.GetString(Signs, PasswordLength);

    /// <summary>130 bits: not to be guessed in the hour it lives.</summary>
    public string NewToken() => RandomNumberGenerator.GetString(Signs, TokenLength);

    public string Ha1(string extension, string password) =>
        Digest.Ha1(DigestAlgorithm.Md5, extension, options.Realm, password);

    public string Seal(SealedSettings settings) => _seal.Protect(JsonSerializer.Serialize(settings));

    /// <summary>Null when the keys are others: the data folder was changed since.</summary>
    public PhoneProfile? Open(PhoneLink link)
    {
        try
        {
            return JsonSerializer.Deserialize<SealedSettings>(_seal.Unprotect(link.Sealed)) is { } known
                ? new PhoneProfile(link.Extension, link.Label, known.Password, options.Realm, known.Host, known.Port,
                    known.Transport, link.Mac)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The port of ours for a transport; null when we do not listen for it.</summary>
    public int? PortOf(SipTransport transport)
    {
        IReadOnlyList<IPEndPoint> bound = transport == SipTransport.Tls
            ? exchange.BoundTlsEndpoints : exchange.BoundEndpoints;
        return bound.Count > 0 ? bound[0].Port : null;
    }
}
