using Microsoft.Extensions.Options;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Access;

/// <summary>
/// Who is signed in. Asked on every request, so ending a session or disabling a person works at once.
/// </summary>
internal sealed class Sessions(Database database, TimeProvider time, IOptions<WebOptions> options)
{
    public async Task StartAsync(
        SessionToken token, Guid operatorId, string address, string agent, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var command = database.Access.CreateCommand("""
            insert into web.sessions (token_hash, operator_id, created_at, seen_at, expires_at, address, agent)
            values ($1, $2, $3, $3, $4, $5, left($6, 200))
            """);
        command.Parameters.AddWithValue(token.Key);
        command.Parameters.AddWithValue(operatorId);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now + options.Value.SessionLifetime);
        command.Parameters.AddWithValue(address);
        command.Parameters.AddWithValue(agent);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The person of a token, or null when it is unknown, ended, too old or the person is disabled.</summary>
    public async Task<SignedIn?> FindAsync(SessionToken token, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var key = token.Key;
        // One write a minute and session is enough to measure hours of idleness.
        await using var command = database.Access.CreateCommand("""
            with seen as (update web.sessions set seen_at = $2
                          where token_hash = $1 and seen_at between $3 and $2 - interval '1 minute' and expires_at > $2)
            select o.id, o.login, o.name, o.role, o.organisations, o.extension, o.language
            from web.sessions s join web.operators o on o.id = s.operator_id
            where s.token_hash = $1 and s.expires_at > $2 and s.seen_at >= $3 and o.disabled_at is null
            """);
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now - options.Value.SessionIdle);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new SignedIn(reader.GetGuid(0), reader.GetString(1), reader.GetString(2),
                Operators.ParseRole(reader.GetString(3)), reader.GetFieldValue<string[]>(4),
                reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetString(6), key)
            : null;
    }

    public async Task EndAsync(byte[] key, CancellationToken cancel)
    {
        await using var command = database.Access.CreateCommand("delete from web.sessions where token_hash = $1");
        command.Parameters.AddWithValue(key);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Which of these sessions still stand: for connections that make no requests.</summary>
    public async Task<IReadOnlyList<byte[]>> AliveAsync(IReadOnlyCollection<byte[]> keys, CancellationToken cancel)
    {
        await using var command = database.Access.CreateCommand("""
            select s.token_hash from web.sessions s join web.operators o on o.id = s.operator_id
            where s.token_hash = any ($1) and s.expires_at > $2 and o.disabled_at is null
            """);
        command.Parameters.AddWithValue(keys.ToArray());
        command.Parameters.AddWithValue(time.GetUtcNow());
        var alive = new List<byte[]>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            alive.Add(reader.GetFieldValue<byte[]>(0));
        }

        return alive;
    }

    /// <summary>Removes what has run out; called by the housekeeping loop.</summary>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var command = database.Access.CreateCommand(
            "delete from web.sessions where expires_at <= $1 or seen_at < $2");
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now - options.Value.SessionIdle);
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
