using System.Globalization;

namespace Zhkh.Web.Outward;

/// <summary>
/// smsc.ru (DOMAIN §4.8): POST …/sys/send.php with fmt=3. The message's short number goes as <c>id</c>: the operator
/// knows a repetition by it, and its reports name it.
/// </summary>
internal sealed class SmscGateway(SmsOptions options, HttpClient http, TimeProvider time) : IOutwardGateway
{
    public string Name => "smsc";

    public async Task<Verdict> SendAsync(Parcel parcel, CancellationToken cancel)
    {
        string secret;
        try
        {
            secret = await SecretFile.ReadAsync(options.SecretFile, cancel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Verdict.Away(failure.Message);
        }

        var answer = await HttpTry.PostAsync(
            http, new Uri($"{options.BaseUrl.TrimEnd('/')}/sys/send.php"), Form(parcel, secret), null,
            parcel.Id.ToString("N"), options.Timeout, time, cancel);
        return answer.Trouble ?? Judge(answer);
    }

    private List<KeyValuePair<string, string>> Form(Parcel parcel, string secret)
    {
        List<KeyValuePair<string, string>> form = options.Account.Length > 0
            ? [new("login", options.Account), new("psw", secret)]
            : [new("apikey", secret)];
        form.AddRange(
        [
            new("phones", parcel.Recipient), new("mes", parcel.Text), new("charset", "utf-8"), new("fmt", "3"),
            new("id", parcel.Number.ToString(CultureInfo.InvariantCulture)),
        ]);
        if (options.Sender.Length > 0)
        {
            form.Add(new("sender", options.Sender));
        }

        return form;
    }

    private static Verdict Judge(HttpTry answer)
    {
        if (answer.Status != 200)
        {
            return answer.Status is 429 or >= 500 or 401 or 403 or 404
                ? Verdict.Away($"HTTP {answer.Status}") : Verdict.Postponed($"HTTP {answer.Status}");
        }

        if (answer.Field("error_code") is { } code)
        {
            var reply = $"{code} {answer.Field("error")}";
            return code switch
            {
                // 2 login, 3 money, 4 address blocked: ours to mend, no message is to blame.
                "2" or "3" or "4" => Verdict.Away(reply),
                // 1 parameters, 5 date, 6 forbidden, 7 number, 8 cannot be delivered.
                "1" or "5" or "6" or "7" or "8" => new Verdict(VerdictKind.Refused, reply),
                // 9 repeated or too many at once, and what the manual does not name.
                _ => Verdict.Postponed(reply),
            };
        }

        return answer.Field("id") is { } id
            ? new Verdict(VerdictKind.Taken, $"id {id}, cnt {answer.Field("cnt")}", id)
            : Verdict.Postponed("an answer without id and error_code");
    }
}
