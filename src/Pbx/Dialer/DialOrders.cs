using System.Data.Common;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Zhkh.Pbx.Events;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Dialer;

/// <summary>Takes wishes for calls inside the host's transaction: a call is made only if that commits.</summary>
public sealed class DialOrders(DbTransaction transaction, TimeProvider time)
{
    /// <summary>Places an order; false when one with this id is there already.</summary>
    public async Task<bool> PlaceAsync(DialOrder order, CancellationToken cancel)
    {
        await using var command = Command("""
            insert into pbx.dial_orders (id, organisation, kind, phone, account_number, payload, not_before,
                expires_at, tries_max, tag, campaign_id, placed_at)
            values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12)
            on conflict (id) do nothing
            """,
            order.Id, order.Organisation, JsonNamingPolicy.CamelCase.ConvertName(order.Kind.ToString()), order.Phone,
            order.AccountNumber, order.Payload, order.NotBefore.ToUniversalTime(), order.ExpiresAt.ToUniversalTime(),
            order.TriesMax, order.Tag, order.CampaignId, time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Takes orders of a tag back; a call that is under way goes on.</summary>
    /// <returns>How many will not be dialled any more.</returns>
    public async Task<int> WithdrawAsync(string organisation, string tag, string reason, CancellationToken cancel)
    {
        await using var command = Command("""
            update pbx.dial_orders set state = 'withdrawn', disposition = 'withdrawn', ended_at = $4, reason = $3
            where organisation = $1 and tag = $2 and state = 'waiting'
            """, organisation, tag, reason, time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>A payment came: nobody of the account is called about a debt any more.</summary>
    /// <returns>How many calls will not be made.</returns>
    public async Task<int> RemovePaidAsync(string organisation, string accountNumber, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var removed = new List<DialFinished>();
        await using (var command = Command("""
            update pbx.dial_orders set state = 'ended', disposition = 'paid', reason = 'paid', ended_at = $3
            where organisation = $1 and account_number = $2 and kind = 'debt' and state = 'waiting'
            returning id, phone, tries, tag, campaign_id
            """, organisation, accountNumber, now))
        {
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                removed.Add(new DialFinished(
                    reader.GetGuid(0), DialNames.Of(DialKind.Debt), organisation, reader.GetString(1), accountNumber,
                    DialNames.Of(Disposition.Paid), reader.GetInt32(2), IsFinal: true, now, CallId: null,
                    RecordingId: null, reader.Text(3), reader.Value<Guid>(4), Answer: null));
            }
        }

        foreach (var fact in removed)
        {
            await DialFacts.TellAsync(transaction, fact, cancel);
        }

        return removed.Count;
    }

    private NpgsqlCommand Command(string sql, params IReadOnlyList<object?> values)
    {
        var connection = (NpgsqlConnection?)transaction.Connection;
        var command = new NpgsqlCommand(sql, connection, (NpgsqlTransaction)transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(value is null
                ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown }
                : new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
