using System.Globalization;
using Microsoft.Extensions.Options;
using Zhkh.Web.Access;
using Zhkh.Web.Outward;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>
/// /hooks: what SMS operators tell us. Open, because the signature is the key; without a valid one nothing is read
/// further, nothing changes, and it is counted. However often a report comes, the answer is the same.
/// </summary>
internal static class OutwardHooksApi
{
    private const string Tag = "OutwardHooksApi";
    private const string TwilioSmsPath = "/hooks/twilio/sms";
    private const string SmscPath = "/hooks/smsc/status";

    /// <summary>Twilio's TwiML for "nothing to answer".</summary>
    private const string NoAnswer = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>";

    public static void MapOutwardHooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(TwilioGateway.StatusPath, TwilioStatusAsync).WithTags(Tag).AllowAnonymous();
        routes.MapPost(TwilioSmsPath, TwilioSmsAsync).WithTags(Tag).AllowAnonymous();
        routes.MapPost(SmscPath, SmscStatusAsync).WithTags(Tag).AllowAnonymous();
    }

    private static async Task<IResult> TwilioStatusAsync(
        HttpContext context, SystemWork work, IOptions<OutwardOptions> options, ILogger<OutwardLoop> log,
        CancellationToken cancel)
    {
        if (options.Value.Sms.Operator != SmsOperator.Twilio)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (await SignedFormAsync(context, options.Value.Sms, log, cancel) is not { } form)
        {
            return Problems.Of(context, Problem.NotSigned);
        }

        OutwardMeter.CountReport("twilio");
        var state = form["MessageStatus"].ToString() switch
        {
            "queued" or "accepted" or "scheduled" or "sending" or "sent" => "sent",
            "delivered" or "read" => "delivered",
            "undelivered" or "failed" or "canceled" => "failed",
            _ => null,
        };
        if (state is not null && Guid.TryParse(context.Request.Query["message"], out var id))
        {
            long? lease = long.TryParse(context.Request.Query["lease"], NumberStyles.None, CultureInfo.InvariantCulture,
                out var number) ? number : null;
            var reply = $"{form["MessageStatus"]} {form["ErrorCode"]}";
            await work.RunAsync(DatabasePool.Jobs, services => services.GetRequiredService<OutwardBook>()
                .ReportAsync(id, lease, state, reply, form["MessageSid"], cancel), cancel);
        }

        return TypedResults.NoContent();
    }

    private static async Task<IResult> TwilioSmsAsync(
        HttpContext context, SystemWork work, IOptions<OutwardOptions> options, ILogger<OutwardLoop> log,
        CancellationToken cancel)
    {
        if (options.Value.Sms.Operator != SmsOperator.Twilio)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (await SignedFormAsync(context, options.Value.Sms, log, cancel) is not { } form)
        {
            return Problems.Of(context, Problem.NotSigned);
        }

        OutwardMeter.CountReport("twilio");
        var sid = form["MessageSid"].ToString();
        if (sid.Length is 0 or > 64)
        {
            return Problems.Of(context, Problem.BadRequest, "MessageSid");
        }

        await work.RunAsync(DatabasePool.Jobs, services => services.GetRequiredService<SmsArrivals>().TakeAsync(
            "twilio", sid, form["From"].ToString(), form["To"].ToString(), form["Body"].ToString(), cancel), cancel);
        return TypedResults.Text(NoAnswer, "text/xml");
    }

    private static async Task<IResult> SmscStatusAsync(
        HttpContext context, SystemWork work, IOptions<OutwardOptions> options, ILogger<OutwardLoop> log,
        CancellationToken cancel)
    {
        var sms = options.Value.Sms;
        if (sms.Operator != SmsOperator.Smsc || sms.ReportSecretFile.Length == 0)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancel) : null;
        var (id, phone, status) = ($"{form?["id"]}", $"{form?["phone"]}", $"{form?["status"]}");
        var word = await SecretFile.ReadAsync(sms.ReportSecretFile, cancel);
        if (!SmscSignature.Matches($"{form?["sha1"]}", word, id, phone, status))
        {
            return Refuse(context, "smsc", log);
        }

        OutwardMeter.CountReport("smsc");
        // DOMAIN §4.8: 0 with the operator, 1 delivered; 3 expired, 20 impossible, 22 no such number and the like.
        var state = status switch
        {
            "0" => "sent",
            "1" or "2" => "delivered",
            "3" or "20" or "22" or "23" or "24" or "25" => "failed",
            _ => null,
        };
        if (state is not null && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            await work.RunAsync(DatabasePool.Jobs, async services =>
            {
                var book = services.GetRequiredService<OutwardBook>();
                if (await book.ByNumberAsync(number, cancel) is { } message)
                {
                    await book.ReportAsync(message, null, state, $"status {status}", null, cancel);
                }
            }, cancel);
        }

        return TypedResults.Text("OK");
    }

    /// <summary>The form, if Twilio signed it for our public address; null when not.</summary>
    private static async Task<IFormCollection?> SignedFormAsync(
        HttpContext context, SmsOptions sms, ILogger log, CancellationToken cancel)
    {
        var request = context.Request;
        var given = request.Headers[TwilioSignature.Header].ToString();
        if (given.Length is > 0 and <= 100 && request.HasFormContentType)
        {
            var root = sms.PublicUrl.Length > 0 ? sms.PublicUrl.TrimEnd('/') : $"{request.Scheme}://{request.Host}";
            var form = await request.ReadFormAsync(cancel);
            var token = await SecretFile.ReadAsync(sms.SecretFile, cancel);
            if (TwilioSignature.Matches(given, token, $"{root}{request.Path}{request.QueryString}",
                form.Select(field => KeyValuePair.Create(field.Key, field.Value.ToString()))))
            {
                return form;
            }
        }

        Refuse(context, "twilio", log);
        return null;
    }

    private static IResult Refuse(HttpContext context, string hook, ILogger log)
    {
        OutwardMeter.CountUnsigned(hook);
        OutwardLog.Unsigned(log, hook, ClientAddress.Of(context));
        return Problems.Of(context, Problem.NotSigned);
    }
}
