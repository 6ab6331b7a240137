using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Zhkh.Web.Tests.Outward;

/// <summary>
/// Twilio's and smsc's sending as DOMAIN §4.8 describes it, on loopback; strict about who asks and how.
/// </summary>
internal sealed class FakeSmsOperator : IAsyncDisposable
{
    public const string Account = "AC0123456789abcdef0123456789abcdef";
    public const string Token = "a token of 32 characters, secret";

    private readonly WebApplication _app;

    private FakeSmsOperator(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public ConcurrentQueue<Dictionary<string, string>> Taken { get; } = new();

    /// <summary>Answers instead of the ordinary one: status and body; null body = take it and hang up.</summary>
    public (int Status, string? Body)? Instead { get; set; }

    public static async Task<FakeSmsOperator> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.61.3:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var fake = new FakeSmsOperator(app);
        app.MapPost("/2010-04-01/Accounts/{sid}/Messages.json", fake.TwilioAsync);
        app.MapPost("/sys/send.php", (Delegate)fake.SmscAsync);
        await app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TwilioAsync(HttpContext context, string sid)
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{Token}"));
        if (sid != Account || context.Request.Headers.Authorization != expected)
        {
            return Json(401, """{"code":20003,"message":"Authenticate","status":401}""");
        }

        var form = await ReadAsync(context);
        string[] known = ["To", "From", "MessagingServiceSid", "Body", "StatusCallback"];
        if (form.Keys.Except(known).Any() || form["Body"].Length is 0 or > 1600 || !form["To"].StartsWith('+')
            || form.ContainsKey("From") == form.ContainsKey("MessagingServiceSid"))
        {
            return Json(400, """{"code":21211,"message":"The 'To' number is not valid","status":400}""");
        }

        return await InsteadAsync(context, form)
            ?? Json(201, $$"""{"sid":"SM{{Taken.Count:x32}}","status":"queued","num_segments":"1"}""");
    }

    private async Task<IResult> SmscAsync(HttpContext context)
    {
        var form = await ReadAsync(context);
        if (form.GetValueOrDefault("login") != Account || form.GetValueOrDefault("psw") != Token)
        {
            return Json(200, """{"error":"authorise error","error_code":2}""");
        }

        return form["fmt"] != "3" || form["charset"] != "utf-8" || !uint.TryParse(form["id"], out var id)
            ? Json(200, """{"error":"parameters error","error_code":1}""")
            : form["phones"] == "+79370000000"
                ? Json(200, """{"error":"invalid number","error_code":7}""")
                : await InsteadAsync(context, form) ?? Json(200, $$"""{"id":{{id}},"cnt":1}""");
    }

    private async Task<IResult?> InsteadAsync(HttpContext context, Dictionary<string, string> form)
    {
        if (Instead is not { } answer)
        {
            Taken.Enqueue(form);
            return null;
        }

        if (answer.Body is null)
        {
            Taken.Enqueue(form);
            context.Abort();
            await Task.CompletedTask;
            return Results.Empty;
        }

        return Json(answer.Status, answer.Body);
    }

    private static async Task<Dictionary<string, string>> ReadAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var fields = form.ToDictionary(field => field.Key, field => field.Value.Single()!);
        return fields;
    }

    private static IResult Json(int status, string body) =>
        Results.Text(body, "application/json", statusCode: (int)(HttpStatusCode)status);
}
