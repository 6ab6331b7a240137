using System.Text.Json;
using Npgsql;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Outward;

/// <summary>
/// The rows of web.outward_messages and their facts, inside the unit of work. A state and the fact that tells of it are
/// one transaction.
/// </summary>
internal sealed class OutwardBook(DatabaseSession session, OutwardSignal signal, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>
    /// Lends due messages: urgent ones first, then the longest due; of one recipient one at a time and in their order.
    /// A loan that was not given back in time is void.
    /// </summary>
    public async Task<IReadOnlyList<Parcel>> ClaimAsync(
        OutwardChannel channel, int count, TimeSpan lease, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using (var expire = session.Command("""
            update web.outward_messages set state = 'queued', lease_until = null
            where channel = $1 and state = 'sending' and lease_until <= $2
            """, NameOf(channel), now))
        {
            await expire.ExecuteNonQueryAsync(cancel);
        }

        await using var claim = session.Command("""
            with due as (
                select m.id from web.outward_messages m
                where m.channel = $1 and m.state = 'queued' and m.not_before <= $2 and not exists (
                    select from web.outward_messages e
                    where e.organisation = m.organisation and e.channel = m.channel and e.recipient = m.recipient
                      and e.state in ('queued', 'sending')
                      and (e.is_urgent > m.is_urgent or (e.is_urgent = m.is_urgent and e.number < m.number)))
                order by m.is_urgent desc, m.not_before, m.number limit $3 for update skip locked)
            update web.outward_messages m
            set state = 'sending', lease = m.lease + 1, lease_until = $4, changed_at = $2
            from due where m.id = due.id
            returning m.id, m.number, m.organisation, m.recipient, m.title, m.text, m.subject, m.queued_at, m.lease,
                m.attempts
            """, NameOf(channel), now, count, now + lease);
        var parcels = new List<Parcel>(count);
        await using var reader = await claim.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            parcels.Add(new Parcel(
                reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), channel, reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetString(5), reader.GetString(6),
                reader.GetFieldValue<DateTimeOffset>(7), reader.GetInt64(8), reader.GetInt32(9)));
        }

        return parcels;
    }

    /// <summary>Writes down what became of a loan.</summary>
    /// <param name="notBefore">When it may be tried again, for a state of queued.</param>
    /// <param name="isTold">Whether the others are told; each probe of a lost gateway is not news.</param>
    /// <returns>False when the loan was void: lent anew, or the operator had reported meanwhile.</returns>
    public async Task<bool> RecordAsync(
        Parcel parcel, string state, Verdict verdict, int attempts, DateTimeOffset notBefore, bool isTold,
        CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var update = session.Command("""
            update web.outward_messages
            set state = $3, reply = $4, foreign_id = coalesce($5::text, foreign_id), attempts = $6, not_before = $7,
                changed_at = $8, lease_until = null
            where id = $1 and lease = $2 and state in ('sending', 'queued')
            """, parcel.Id, parcel.Lease, state, verdict.Reply, verdict.ForeignId, attempts, notBefore, now);
        if (await update.ExecuteNonQueryAsync(cancel) == 0)
        {
            return false;
        }

        if (isTold)
        {
            await TellAsync(new OutwardChanged(parcel.Id, parcel.Organisation, NameOf(parcel.Channel),
                parcel.Recipient, parcel.Subject, state, verdict.Reply, now), cancel);
        }

        return true;
    }

    /// <summary>Everything that waits goes at once: the gateway is back.</summary>
    public async Task<int> HurryAsync(OutwardChannel channel, CancellationToken cancel)
    {
        await using var update = session.Command("""
            update web.outward_messages set not_before = $2
            where channel = $1 and state = 'queued' and not_before > $2
            """, NameOf(channel), time.GetUtcNow());
        return await update.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>A report of the operator: counts when it says more than what is known (see web.outward_rank).</summary>
    /// <param name="lease">Which loan it is about; null when the operator cannot say.</param>
    public async Task<bool> ReportAsync(
        Guid id, long? lease, string state, string reply, string? foreignId, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var update = session.Command("""
            update web.outward_messages
            set state = $2, reply = $3, foreign_id = coalesce(foreign_id, $4::text), changed_at = $5, lease_until = null
            where id = $1 and web.outward_rank($2) > web.outward_rank(state)
              and ($6::bigint is null or $6 > settled_lease) and ($2 <> 'failed' or coalesce($6, lease) = lease)
            returning organisation, channel, recipient, subject
            """, id, state, new Verdict(VerdictKind.Taken, reply).Reply, foreignId, now, lease);
        return await ToldAsync(update, id, state, reply, now, cancel);
    }

    /// <summary>An operator's "again" for a message that failed or died; takes effect at once.</summary>
    public async Task<bool> RetryAsync(Guid id, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var update = session.Command("""
            update web.outward_messages
            set state = 'queued', attempts = 0, not_before = $2, changed_at = $2, settled_lease = lease
            where id = $1 and state in ('failed', 'dead')
            returning organisation, channel, recipient, subject
            """, id, now);
        return await ToldAsync(update, id, "queued", null, now, cancel);
    }

    /// <summary>The message that a short number names.</summary>
    public async Task<Guid?> ByNumberAsync(long number, CancellationToken cancel)
    {
        await using var find = session.Command("select id from web.outward_messages where number = $1", number);
        return await find.ExecuteScalarAsync(cancel) as Guid?;
    }

    /// <summary>How many messages of a channel stand where.</summary>
    public async Task<IReadOnlyDictionary<string, long>> StandingAsync(
        OutwardChannel channel, CancellationToken cancel)
    {
        await using var count = session.Command("""
            select state, count(*) from web.outward_messages
            where channel = $1 and state in ('queued', 'sending', 'failed', 'dead') group by state
            """, NameOf(channel));
        var standing = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var reader = await count.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            standing[reader.GetString(0)] = reader.GetInt64(1);
        }

        return standing;
    }

    public static string NameOf(OutwardChannel channel) => channel switch
    {
        OutwardChannel.Sms => "sms",
        OutwardChannel.Letter => "letter",
    };

    private async Task<bool> ToldAsync(
        NpgsqlCommand update, Guid id, string state, string? reply, DateTimeOffset now, CancellationToken cancel)
    {
        OutwardChanged fact;
        await using (var reader = await update.ExecuteReaderAsync(cancel))
        {
            if (!await reader.ReadAsync(cancel))
            {
                return false;
            }

            fact = new OutwardChanged(id, reader.GetString(0), reader.GetString(1), reader.GetString(2),
                reader.GetString(3), state, reply, now);
        }

        if (state == "queued")
        {
            var channel = fact.Channel == "sms" ? OutwardChannel.Sms : OutwardChannel.Letter;
            session.AfterCommit(() => signal.Wake(channel));
        }

        await TellAsync(fact, cancel);
        return true;
    }

    private async Task TellAsync(OutwardChanged fact, CancellationToken cancel)
    {
        await using var insert = session.Command("""
            insert into web.outbox (type, organisation, payload, created_at, not_before)
            values ('OutwardChanged', $1, $2::jsonb, $3, $3)
            """, fact.Organisation, JsonSerializer.Serialize(fact, Json), fact.At);
        await insert.ExecuteNonQueryAsync(cancel);
    }
}
