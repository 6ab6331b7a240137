using System.Text.Json;
using Microsoft.Extensions.Options;
using Zhkh.Billing;
using Zhkh.Pbx.Calls;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Outward;

/// <summary>Takes SMS that arrive; the same one told of again changes nothing.</summary>
internal sealed class SmsArrivals(
    DatabaseSession session, OrganisationBoard organisations, IOptions<OutwardOptions> options, TimeProvider time)
{
    /// <summary>Ten segments are 1530 characters; operators join no more.</summary>
    public const int TextLengthMax = 1600;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="foreignId">The operator's name for it.</param>
    public async Task TakeAsync(
        string gateway, string foreignId, string from, string to, string text, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var sender = PhoneNumber.TryParse(from)?.E164 ?? from;
        // A NUL is no character of PostgreSQL's text.
        var words = text.Replace('\0', ' ');
        var fact = new SmsArrived(await OrganisationAsync(sender, cancel), sender, to,
            words.Length > TextLengthMax ? words[..TextLengthMax] : words, now);
        await using var take = session.Command("""
            insert into web.sms_arrivals (gateway, foreign_id, organisation, sender, recipient, text, arrived_at)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
            """, gateway, foreignId, fact.Organisation, fact.From, fact.To, fact.Text, now);
        if (await take.ExecuteNonQueryAsync(cancel) == 0)
        {
            return;
        }

        await using var tell = session.Command("""
            insert into web.outbox (type, organisation, payload, created_at, not_before)
            values ('SmsArrived', $1, $2::jsonb, $3, $3)
            """, fact.Organisation, JsonSerializer.Serialize(fact, Json), now);
        await tell.ExecuteNonQueryAsync(cancel);
    }

    private async Task<string> OrganisationAsync(string sender, CancellationToken cancel)
    {
        await using var last = session.Command("""
            select organisation from web.outward_messages
            where channel = 'sms' and recipient = $1 order by id desc limit 1
            """, sender);
        if (await last.ExecuteScalarAsync(cancel) is string organisation)
        {
            return organisation;
        }

        return options.Value.Sms.Organisation is { Length: > 0 } given
            ? given
            : (await organisations.AllAsync(cancel)).FirstOrDefault()?.Code
                ?? throw new InvalidOperationException("An SMS arrived before there is any organisation");
    }
}
