using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Testing;

/// <summary>RFC 7616 worked out once more, for the other side.</summary>
public static class WireDigest
{
    public static string Response(
        string user, string realm, string password, string method, string uri, string nonce, string nc, string cnonce,
        bool sha256 = false)
    {
        var secret = Hash($"{user}:{realm}:{password}", sha256);
        var what = Hash($"{method}:{uri}", sha256);
        return Hash($"{secret}:{nonce}:{nc}:{cnonce}:auth:{what}", sha256);
    }

    /// <summary>The Authorization line that answers a challenge.</summary>
    public static string Line(
        WireMessage challenge, string user, string password, string method, string uri, int count = 1,
            bool sha256 = false)
    {
        var asked = challenge["WWW-Authenticate"];
        var (realm, nonce) = (WireMessage.Field(asked, "realm"), WireMessage.Field(asked, "nonce"));
        var nc = count.ToString("x8");
        var response = Response(user, realm, password, method, uri, nonce, nc, "cafe", sha256);
        return $"Authorization: Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", "
            + $"response=\"{response}\", algorithm={(sha256 ? "SHA-256" : "MD5")}, qop=auth, nc={nc}, cnonce=\"cafe\"";
    }

    private static string Hash(string text, bool sha256) => Convert.ToHexStringLower(
        sha256 ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
