using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>The arithmetic of RFC 7616 §3.4 and RFC 8760: everything in lower-case hexadecimal.</summary>
public static class Digest
{
    private static readonly Encoding Bytes = Encoding.UTF8;

    /// <summary>H(user:realm:password), the only form in which a password is stored.</summary>
    public static string Ha1(DigestAlgorithm algorithm, string user, string realm, string password) =>
        Hash(algorithm, $"{user}:{realm}:{password}");

    /// <summary>The response of a client. Without qop (RFC 2069 phones) nc and cnonce do not take part.</summary>
    public static string Response(
        DigestAlgorithm algorithm, string ha1, string method, string uri, string nonce, string? nc, string? cnonce,
        string? qop)
    {
        var ha2 = Hash(algorithm, $"{method}:{uri}");
        return Hash(algorithm, qop is null ? $"{ha1}:{nonce}:{ha2}" : $"{ha1}:{nonce}:{nc}:{cnonce}:{qop}:{ha2}");
    }

    /// <summary>As headers spell it.</summary>
    public static string Name(DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 => "MD5",
        DigestAlgorithm.Sha256 => "SHA-256",
    };

    /// <summary>Length of a response in hexadecimal digits.</summary>
    public static int HexLength(DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 => 32,
        DigestAlgorithm.Sha256 => 64,
    };

    /// <summary>Compares two hexadecimal strings without telling by its time where they differ.</summary>
    public static bool Same(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Bytes.GetBytes(expected), Bytes.GetBytes(given));

    private static string Hash(DigestAlgorithm algorithm, string text)
    {
        Span<byte> hash = stackalloc byte[32];
        // CA5351: MD5 is what SIP phones speak; it guards a login on a challenge, not a signature.
#pragma warning disable CA5351
        var length = algorithm switch
        {
            DigestAlgorithm.Md5 => MD5.HashData(Bytes.GetBytes(text), hash),
            DigestAlgorithm.Sha256 => SHA256.HashData(Bytes.GetBytes(text), hash),
        };
#pragma warning restore CA5351
        return Convert.ToHexStringLower(hash[..length]);
    }
}
