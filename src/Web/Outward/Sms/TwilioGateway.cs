using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Zhkh.Web.Outward;

/// <summary>
/// Twilio Messages (DOMAIN §4.8): POST …/2010-04-01/Accounts/{SID}/Messages.json. The report's address names message
/// and loan, so a report finds its message even when the answer to the request was lost.
/// </summary>
internal sealed class TwilioGateway(SmsOptions options, HttpClient http, TimeProvider time) : IOutwardGateway
{
    public const string StatusPath = "/hooks/twilio/status";
    private const string ServicePrefix = "MG";

    public string Name => "twilio";

    public async Task<Verdict> SendAsync(Parcel parcel, CancellationToken cancel)
    {
        string token;
        try
        {
            token = await SecretFile.ReadAsync(options.SecretFile, cancel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Verdict.Away(failure.Message);
        }

        var address = new Uri($"{options.BaseUrl.TrimEnd('/')}/2010-04-01/Accounts/"
            + $"{Uri.EscapeDataString(options.Account)}/Messages.json");
        var credentials = new AuthenticationHeaderValue("Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Account}:{token}")));
        var answer = await HttpTry.PostAsync(
            http, address, Form(parcel), credentials, parcel.Id.ToString("N"), options.Timeout, time, cancel);
        return answer.Trouble ?? Judge(answer);
    }

    private List<KeyValuePair<string, string>> Form(Parcel parcel)
    {
        var isService = options.Sender.StartsWith(ServicePrefix, StringComparison.Ordinal);
        List<KeyValuePair<string, string>> form =
        [
            new("To", parcel.Recipient), new(isService ? "MessagingServiceSid" : "From", options.Sender),
            new("Body", parcel.Text),
        ];
        if (options.PublicUrl.Length > 0)
        {
            form.Add(new("StatusCallback", string.Create(CultureInfo.InvariantCulture,
                $"{options.PublicUrl.TrimEnd('/')}{StatusPath}?message={parcel.Id:N}&lease={parcel.Lease}")));
        }

        return form;
    }

    private static Verdict Judge(HttpTry answer)
    {
        var reply = answer.Status is 200 or 201
            ? $"{answer.Status} {answer.Field("status")}"
            : $"{answer.Status} {answer.Field("code")} {answer.Field("message")}";
        return answer.Status switch
        {
            200 or 201 when answer.Field("sid") is { } sid => new Verdict(VerdictKind.Taken, reply, sid),
            400 or 422 => new Verdict(VerdictKind.Refused, reply),   // 21211: not a number, 21610: opted out …
            // Wrong credentials or account, too many requests, trouble at their side: no message is to blame.
            401 or 403 or 404 or 429 or >= 500 => Verdict.Away(reply),
            _ => Verdict.Postponed(reply),
        };
    }
}
