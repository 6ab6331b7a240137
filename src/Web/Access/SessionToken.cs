using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Web.Access;

/// <summary>
/// 256 random bits in the cookie; the table keeps their SHA-256. The antiforgery token is derived from them, so it
/// lives and dies with the session and needs no store of its own.
/// </summary>
internal readonly record struct SessionToken
{
    private const int Bytes = 32;

    private readonly byte[] _secret;

    private SessionToken(byte[] secret) => _secret = secret;

    /// <summary>What the session table knows it by.</summary>
    public byte[] Key => SHA256.HashData(_secret);

    public string Antiforgery =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_secret, "antiforgery"u8));

    public static SessionToken Create() => new(RandomNumberGenerator.GetBytes(Bytes));

    public static SessionToken? Parse(string? cookie)
    {
        var secret = new byte[Bytes];
        return cookie is { Length: 43 } && Base64Url.IsValid(cookie)
            && Base64Url.TryDecodeFromChars(cookie, secret, out var written) && written == Bytes
            ? new SessionToken(secret) : null;
    }

    public bool Allows(string? antiforgery) => antiforgery is not null
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(antiforgery), Encoding.ASCII.GetBytes(Antiforgery));

    /// <summary>As the cookie carries it.</summary>
    public string ToCookie() => Base64Url.EncodeToString(_secret);
}
