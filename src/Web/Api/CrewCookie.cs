using System.Buffers.Text;
using System.Security.Cryptography;

namespace Zhkh.Web.Api;

/// <summary>
/// The secret by which a crew's browser is known again: 256 random bits, HttpOnly, sent below /api/crew-links and
/// nowhere else. One browser keeps one for all its orders; the tables know only its SHA-256.
/// </summary>
internal static class CrewCookie
{
    private const string PlainName = "zhkh-crew";
    private const string SecureName = "__Secure-zhkh-crew";
    private const int Bytes = 32;

    // An order outlives the evening: the phone is opened again in the morning.
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    public static byte[] Create() => RandomNumberGenerator.GetBytes(Bytes);

    public static byte[]? Read(HttpRequest request)
    {
        var secret = new byte[Bytes];
        return request.Cookies[NameFor(request)] is { Length: 43 } cookie && Base64Url.IsValid(cookie)
            && Base64Url.TryDecodeFromChars(cookie, secret, out var written) && written == Bytes ? secret : null;
    }

    public static void Write(HttpContext context, byte[] secret) => context.Response.Cookies.Append(
        NameFor(context.Request), Base64Url.EncodeToString(secret), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = CrewLinksApi.Path,
            MaxAge = Life,
            IsEssential = true,
        });

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : PlainName;
}
