using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Web.Outward;

/// <summary>
/// Submission to a mail server (RFC 6409): one letter, one recipient, one transaction, so that the server's words about
/// a recipient are known one by one. The Message-ID is the message's own: after a lost answer the letter goes again
/// under the same, and whoever gets it twice sees that.
/// </summary>
internal sealed class SmtpGateway(SmtpOptions options, TimeProvider time) : IOutwardGateway
{
    private static readonly byte[] EndOfData = ".\r\n"u8.ToArray();

    public string Name => "smtp";

    public async Task<Verdict> SendAsync(Parcel parcel, CancellationToken cancel)
    {
        if (MailAddress.TryParse(options.From) is not { } from)
        {
            return Verdict.Away("OUTWARD__SMTP__FROM is not a mail address");
        }

        if (MailAddress.TryParse(parcel.Recipient) is not { } to)
        {
            return new Verdict(VerdictKind.Refused, $"not a mail address: {parcel.Recipient}");
        }

        await using var wire = new SmtpConnection(options, time);
        try
        {
            if (await EnterAsync(wire, cancel) is { } refusal)
            {
                return Verdict.Away(refusal.ToString());
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException
            or CryptographicException or InvalidDataException)
        {
            return Verdict.Away(failure.Message);
        }

        return await HandOverAsync(wire, parcel, from, to, cancel);
    }

    /// <summary>Greeting, TLS, AUTH.</summary>
    /// <returns>The reply that keeps us out; null when we are in.</returns>
    private async Task<SmtpReply?> EnterAsync(SmtpConnection wire, CancellationToken cancel)
    {
        await wire.ConnectAsync(cancel);
        if (options.Security == SmtpSecurity.Tls)
        {
            await wire.SecureAsync(cancel);
        }

        var greeting = await wire.HearAsync("greeting", options.CommandTimeout, cancel);
        if (!greeting.IsPositive)
        {
            return greeting;
        }

        var hello = await HelloAsync(wire, cancel);
        if (hello.IsPositive && options.Security == SmtpSecurity.StartTls)
        {
            if (!hello.Offers("STARTTLS"))
            {
                throw new SmtpTroubleException("The server offers no STARTTLS; nothing is sent in the clear");
            }

            var agreed = await wire.SayAsync("STARTTLS", options.CommandTimeout, cancel);
            if (!agreed.IsPositive)
            {
                return agreed;
            }

            await wire.SecureAsync(cancel);
            hello = await HelloAsync(wire, cancel);   // what was offered in the clear is forgotten (RFC 3207 §4.2)
        }

        return !hello.IsPositive ? hello : options.User.Length == 0 ? null : await SignInAsync(wire, hello, cancel);
    }

    private Task<SmtpReply> HelloAsync(SmtpConnection wire, CancellationToken cancel) =>
        wire.SayAsync($"EHLO {options.HelloName}", options.CommandTimeout, cancel);

    private async Task<SmtpReply?> SignInAsync(SmtpConnection wire, SmtpReply hello, CancellationToken cancel)
    {
        if (options.Security == SmtpSecurity.None)
        {
            throw new SmtpTroubleException("A password is not sent in the clear: set SECURITY to startTls or tls");
        }

        var password = await SecretFile.ReadAsync(options.PasswordFile, cancel);
        SmtpReply answer;
        if (hello.OffersAuth("PLAIN"))
        {
            answer = await wire.SayAsync(
                "AUTH PLAIN " + Base64($"\0{options.User}\0{password}"), options.CommandTimeout, cancel);
        }
        else if (hello.OffersAuth("LOGIN"))
        {
            answer = await wire.SayAsync("AUTH LOGIN", options.CommandTimeout, cancel);
            foreach (var word in new[] { options.User, password })
            {
                answer = answer.Code == 334
                    ? await wire.SayAsync(Base64(word), options.CommandTimeout, cancel) : answer;
            }
        }
        else
        {
            throw new SmtpTroubleException("The server offers neither AUTH PLAIN nor LOGIN");
        }

        return answer.Code == 235 ? null : answer;
    }

    private async Task<Verdict> HandOverAsync(
        SmtpConnection wire, Parcel parcel, MailAddress from, MailAddress to, CancellationToken cancel)
    {
        try
        {
            foreach (var command in new[] { $"MAIL FROM:<{from.Text}>", $"RCPT TO:<{to.Text}>", "DATA" })
            {
                var reply = await wire.SayAsync(command, options.CommandTimeout, cancel);
                if (!reply.IsPositive)
                {
                    return Judge(reply);
                }
            }

            await wire.SendAsync(
                MailText.Compose(parcel, from, to, options.HelloName), options.CommandTimeout, cancel);
            await wire.SendAsync(EndOfData, options.CommandTimeout, cancel);
            var end = await wire.HearAsync("end of data", options.DataTimeout, cancel);
            if (!end.IsPositive)
            {
                return Judge(end);
            }

            await SayGoodByeAsync(wire, cancel);
            return new Verdict(VerdictKind.Taken, end.ToString(), MailText.IdOf(parcel, options.HelloName));
        }
        catch (SmtpTroubleException failure)
        {
            // It may have the letter or not: the try counts, and the next one carries the same Message-ID.
            return Verdict.Postponed(failure.Message);
        }
    }

    /// <summary>The letter is theirs already; whatever becomes of the farewell changes nothing.</summary>
    private async Task SayGoodByeAsync(SmtpConnection wire, CancellationToken cancel)
    {
        try
        {
            await wire.SayAsync("QUIT", options.ConnectTimeout, cancel);
        }
        catch (Exception failure) when (failure is SmtpTroubleException or OperationCanceledException)
        {
            return;
        }
    }

    private static Verdict Judge(SmtpReply reply) => new(
        reply.IsAboutTheServer ? VerdictKind.Away : reply.Code >= 500 ? VerdictKind.Refused : VerdictKind.Postponed,
        reply.ToString());

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
