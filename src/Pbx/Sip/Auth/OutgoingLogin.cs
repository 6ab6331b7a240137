using System.Security.Cryptography;

namespace Zhkh.Pbx.Sip;

/// <summary>Answers a challenge of the place that the credentials are for.</summary>
internal static class OutgoingLogin
{
    /// <summary>Requests sent for one purpose, the first without a login included.</summary>
    public const int AttemptsMax = 2;

    private const string FirstCount = "00000001";

    /// <summary>
    /// The header to repeat the request with. Null when the challenge is none that we can answer: no Digest, another
    /// hash, another qop.
    /// </summary>
    public static (HeaderName Name, string Value)? Answer(
        SipResponse challenge, SipMethod method, string uri, OutgoingCredentials credentials)
    {
        var proxy = challenge.Status == StatusCode.ProxyAuthenticationRequired;
        var from = proxy ? HeaderName.ProxyAuthenticate : HeaderName.WwwAuthenticate;
        var to = proxy ? HeaderName.ProxyAuthorization : HeaderName.Authorization;
        foreach (var header in challenge.Headers.Fields)
        {
            if (header.Name == from && DigestFields.TryParse(header.Text, out var fields)
                && Compose(fields, method, uri, credentials) is { } value)
            {
                return (to, value);
            }
        }

        return null;
    }

    /// <summary>The password was right and only the nonce was old (RFC 7616 §3.3).</summary>
    public static bool IsStale(SipResponse challenge)
    {
        foreach (var header in challenge.Headers.Fields)
        {
            if (header.Name is HeaderName.WwwAuthenticate or HeaderName.ProxyAuthenticate
                && DigestFields.TryParse(header.Text, out var fields)
                && string.Equals(fields["stale"], "true", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Compose(
        DigestFields challenge, SipMethod method, string uri, OutgoingCredentials credentials)
    {
        if (challenge["realm"] is not { } realm || challenge["nonce"] is not { } nonce
            || AlgorithmOf(challenge["algorithm"]) is not { } algorithm || !CanQuote(realm) || !CanQuote(nonce))
        {
            return null;
        }

        string? qop = null;
        if (challenge["qop"] is { } offered)
        {
            qop = offered.Split(',', StringSplitOptions.TrimEntries)
                .FirstOrDefault(q => q.Equals("auth", StringComparison.OrdinalIgnoreCase));
            if (qop is null)
            {
                return null;
            }
        }

        var cnonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var ha1 = Digest.Ha1(algorithm, credentials.User, realm, credentials.Password);
        var response = Digest.Response(algorithm, ha1, method.Name, uri, nonce, FirstCount, cnonce, qop);
        var text = $"Digest username=\"{credentials.User}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", "
            + $"response=\"{response}\", algorithm={Digest.Name(algorithm)}";
        text += qop is null ? "" : $", qop=auth, nc={FirstCount}, cnonce=\"{cnonce}\"";
        return challenge["opaque"] is { } opaque && CanQuote(opaque) ? text + $", opaque=\"{opaque}\"" : text;
    }

    private static DigestAlgorithm? AlgorithmOf(string? name) => name?.ToUpperInvariant() switch
    {
        null or "MD5" => DigestAlgorithm.Md5,
        "SHA-256" => DigestAlgorithm.Sha256,
        _ => null,
    };

    private static bool CanQuote(string text) => text.AsSpan().IndexOfAny("\"\\\r\n\0") < 0;
}
