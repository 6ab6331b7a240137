using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Sip;

/// <summary>What came of a login.</summary>
internal enum LoginResult
{
    /// <summary>The sender is who it says.</summary>
    Accepted,

    /// <summary>Answer with a challenge.</summary>
    Challenge,

    /// <summary>Answer with a challenge that says stale=true: the password was right, the nonce was not.</summary>
    Stale,

    /// <summary>Say nothing.</summary>
    Silence,
}

/// <summary>
/// Judges logins without state (RFC 3261 §22, RFC 7616, RFC 8760). An unknown user, a disabled one and a wrong password
/// take the same way and get the same octets but for the nonce.
/// </summary>
internal sealed class LoginGate(
    SipOptions options, IPeerDirectory peers, NonceBook nonces, BanList bans, ILogger log)
{
    private readonly string _noSecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>True when this address was silenced for guessing.</summary>
    public bool IsSilenced(Flow flow) => bans.IsBanned(SourceKey.Of(flow.Remote.Address));

    /// <param name="user">Whom the request claims to come from; the login must be of that user.</param>
    public LoginResult Judge(SipRequest request, Flow flow, string user)
    {
        if (IsSilenced(flow))
        {
            return LoginResult.Silence;
        }

        if (Find(request) is not { } login)
        {
            return LoginResult.Challenge;
        }

        var source = flow.Remote.Address;
        var verdict = nonces.Judge(login.Nonce, source);
        if (verdict == NonceVerdict.Foreign)
        {
            // Not checked further: whoever forges a victim's address must not get it silenced, and a guess against
            // a nonce of one's own must learn nothing.
            return LoginResult.Challenge;
        }

        if (!IsRight(login, request, user))
        {
            SipMetrics.LoginFailures.Add(1);
            SipLog.LoginRefused(log, LogText.Of(login.User), source.ToString());
            return bans.MayAnswerFailure(source) ? LoginResult.Challenge : Silenced(flow);
        }

        return verdict == NonceVerdict.Fresh && nonces.TryUse(login.Nonce, login.Count)
            ? LoginResult.Accepted
            : LoginResult.Stale;
    }

    /// <summary>The value of WWW-Authenticate. SHA-256 is asked only of accounts that are known to speak it.</summary>
    public string Challenge(Flow flow, string user, bool stale)
    {
        var algorithm = peers.Extension(user)?.Algorithm ?? DigestAlgorithm.Md5;
        var text = $"Digest realm=\"{options.Realm}\", nonce=\"{nonces.Issue(flow.Remote.Address)}\", "
            + $"algorithm={Digest.Name(algorithm)}, qop=\"auth\"";
        return stale ? text + ", stale=true" : text;
    }

    private LoginResult Silenced(Flow flow)
    {
        SipLog.Banned(log, flow.Remote.Address.ToString());
        return LoginResult.Silence;
    }

    private bool IsRight(Login login, SipRequest request, string user)
    {
        var account = peers.Extension(login.User);
        var algorithm = account?.Algorithm ?? DigestAlgorithm.Md5;
        var expected = Digest.Response(
            login.Algorithm, account?.Ha1 ?? _noSecret, request.Method.Name, login.Uri, login.Nonce, login.CountText,
            login.Cnonce, login.Qop);
        var same = Digest.Same(expected, login.Response);
        return same && account is not null && algorithm == login.Algorithm
            && string.Equals(login.User, user, StringComparison.Ordinal) && IsSameUri(login.Uri, request);
    }

    private Login? Find(SipRequest request)
    {
        foreach (var header in request.Headers.Fields)
        {
            if (header.Name == HeaderName.Authorization && DigestFields.TryParse(header.Text, out var fields)
                && fields["realm"] == options.Realm && Login.Of(fields) is { } login)
            {
                return login;
            }
        }

        return null;
    }

    /// <summary>
    /// The login is for what the request asks: the same user part. Hosts, ports and parameters are not compared, as
    /// nowhere here; phones and sipp write them otherwise than in the Request-URI.
    /// </summary>
    private static bool IsSameUri(string uri, SipRequest request) =>
        uri.All(c => c <= 0xFF) && SipUri.TryParse(uri, out var named)
        && string.Equals(named.User, request.RequestUri.User, StringComparison.Ordinal);

    private sealed record Login(
        string User, string Nonce, string Uri, string Response, DigestAlgorithm Algorithm, uint Count,
        string? CountText, string? Cnonce, string? Qop)
    {
        /// <summary>Null when a field is missing or is of a kind that we did not offer.</summary>
        public static Login? Of(DigestFields fields)
        {
            if (fields["username"] is not { } user || fields["nonce"] is not { } nonce || fields["uri"] is not { } uri
                || fields["response"] is not { } response || AlgorithmOf(fields["algorithm"]) is not { } algorithm
                || response.Length != Digest.HexLength(algorithm))
            {
                return null;
            }

            response = response.ToLowerInvariant();
            if (fields["qop"] is not { } qop)
            {
                return new Login(user, nonce, uri, response, algorithm, 1, null, null, null);
            }

            return qop.Equals("auth", StringComparison.OrdinalIgnoreCase) && fields["cnonce"] is { } cnonce
                && fields["nc"] is { Length: 8 } text
                && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count)
                ? new Login(user, nonce, uri, response, algorithm, count, text, cnonce, qop)
                : null;
        }

        private static DigestAlgorithm? AlgorithmOf(string? name) => name?.ToUpperInvariant() switch
        {
            null or "MD5" => DigestAlgorithm.Md5,
            "SHA-256" => DigestAlgorithm.Sha256,
            _ => null,
        };
    }
}
