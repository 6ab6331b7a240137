namespace Zhkh.Web.Access;

/// <summary>
/// The cookie: HttpOnly, SameSite=Lax, whole site, ended with the browser. Over https it carries the <c>__Host-</c>
/// prefix, which browsers tie to this very host.
/// </summary>
internal static class SessionCookie
{
    private const string PlainName = "zhkh";
    private const string SecureName = "__Host-zhkh";

    public static SessionToken? Read(HttpRequest request) => SessionToken.Parse(request.Cookies[NameFor(request)]);

    public static void Write(HttpContext context, SessionToken token) =>
        context.Response.Cookies.Append(NameFor(context.Request), token.ToCookie(), Options(context.Request));

    public static void Remove(HttpContext context) =>
        context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request));

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private static CookieOptions Options(HttpRequest request) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
