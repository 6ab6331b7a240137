using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Zhkh.Web.Access;
using Zhkh.Web.Api;

namespace Zhkh.Web.Hosting;

/// <summary>
/// The built console: files with hashed names are kept by browsers for a year, its page is made anew for each request
/// because it carries the nonce that its style elements need.
/// </summary>
internal static class ConsolePage
{
    private const string ConsoleFile = "index.html";

    /// <summary>What a crew opens by its link: a small page of its own, without the console.</summary>
    private const string CrewFile = "crew.html";

    private const string NonceMark = "__CSP_NONCE__";
    private const string Brotli = ".br";
    private static readonly object OriginalKey = new();
    private const string Year = "public, max-age=31536000, immutable";

    public static void UseConsoleFiles(this WebApplication app)
    {
        var folder = app.Services.GetRequiredService<InstallationFolders>().Console;
        if (!Directory.Exists(folder))
        {
            return;   // a host without a console still has its API
        }

        var types = new FileExtensionContentTypeProvider();
        app.Use((context, next) => PreferCompressed(context, next, folder));
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(folder),
            ServeUnknownFileTypes = true,   // only what our own build put there
            OnPrepareResponse = file => Describe(file.Context, types),
        });
    }

    /// <summary>The build lays a .br beside each large file: compressed once, not for each browser.</summary>
    private static Task PreferCompressed(HttpContext context, RequestDelegate next, string folder)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/assets", out var file) && file.Value is { Length: > 1 } name
            && !name.Contains("..", StringComparison.Ordinal)
            && request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal)
            && File.Exists(Path.Combine(folder, "assets", name[1..] + Brotli)))
        {
            context.Items[OriginalKey] = request.Path;
            request.Path += Brotli;
        }

        return next(context);
    }

    private static void Describe(HttpContext context, FileExtensionContentTypeProvider types)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = context.Request.Path.StartsWithSegments("/assets") ? Year : "no-cache";
        headers.Vary = "Accept-Encoding";
        if (context.Items[OriginalKey] is PathString original && types.TryGetContentType(original, out var type))
        {
            headers.ContentEncoding = "br";
            headers.ContentType = type;
        }
    }

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        routes.MapFallback("/api/{**rest}", (HttpContext context) => Problems.Of(context, Problem.NotFound))
            .AllowAnonymous();
        routes.MapFallback("/hubs/{**rest}", (HttpContext context) => Problems.Of(context, Problem.NotFound))
            .AllowAnonymous();
        routes.MapGet("/", PageAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/c/{token}", (HttpContext context, InstallationFolders folders) =>
            FileAsync(context, folders, CrewFile)).AllowAnonymous().ExcludeFromDescription();
        routes.MapFallback(PageAsync).AllowAnonymous();
    }

    private static Task<IResult> PageAsync(HttpContext context, InstallationFolders folders) =>
        FileAsync(context, folders, ConsoleFile);

    private static async Task<IResult> FileAsync(HttpContext context, InstallationFolders folders, string name)
    {
        var file = Path.Combine(folders.Console, name);
        if (!File.Exists(file))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        context.Response.Headers.CacheControl = "no-store";
        var nonce = SecurityHeaders.Nonce(context);
        var page = await File.ReadAllTextAsync(file, context.RequestAborted);
        var meta = $"<head><meta property=\"csp-nonce\" nonce=\"{nonce}\">";
        page = page.Contains(NonceMark, StringComparison.Ordinal)
            ? page.Replace(NonceMark, nonce, StringComparison.Ordinal)
            : page.Replace("<head>", meta, StringComparison.Ordinal);
        return TypedResults.Content(page, "text/html; charset=utf-8");
    }
}
