using Npgsql;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Access;

/// <summary>A person who works here, as stored; the password hash never leaves this folder.</summary>
internal sealed record Operator(
    Guid Id, string Login, string Name, Role Role, IReadOnlyList<string> Organisations, string? Extension,
    string Language, string PasswordHash, bool Disabled, bool IsDemo);

/// <summary>The people who may sign in.</summary>
internal sealed class Operators(Database database, TimeProvider time)
{
    public async Task<Operator?> FindAsync(string login, CancellationToken cancel)
    {
        await using var command = database.Access.CreateCommand("""
            select id, login, name, role, organisations, extension, language, password_hash,
                disabled_at is not null, is_demo
            from web.operators where login = lower($1)
            """);
        command.Parameters.AddWithValue(login);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new Operator(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), ParseRole(reader.GetString(3)),
                reader.GetFieldValue<string[]>(4), reader.IsDBNull(5) ? null : reader.GetString(5),
                reader.GetString(6), reader.GetString(7), reader.GetBoolean(8), reader.GetBoolean(9))
            : null;
    }

    /// <summary>Adds a person; an existing login keeps what it is.</summary>
    /// <returns>False when the login is taken.</returns>
    public async Task<bool> AddAsync(
        string login, string name, Role role, string[] organisations, string? extension, string password,
        CancellationToken cancel, bool isDemo = false)
    {
        await using var command = database.Access.CreateCommand("""
            insert into web.operators
                (id, login, name, role, organisations, extension, password_hash, created_at, is_demo)
            values ($1, lower($2), $3, $4, $5, $6, $7, $8, $9) on conflict (login) do nothing
            """);
        command.Parameters.AddWithValue(Guid.CreateVersion7());
        command.Parameters.AddWithValue(login);
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(NameOf(role));
        command.Parameters.AddWithValue(organisations);
        command.Parameters.AddWithValue(extension ?? (object)DBNull.Value);
        command.Parameters.AddWithValue(PasswordHash.Create(password));
        command.Parameters.AddWithValue(time.GetUtcNow());
        command.Parameters.AddWithValue(isDemo);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>A new password ends all sessions of the person, who is no demo user any more.</summary>
    /// <returns>False when nobody has this login.</returns>
    public async Task<bool> SetPasswordAsync(string login, string password, CancellationToken cancel)
    {
        await using var command = database.Access.CreateCommand("""
            with changed as (update web.operators set password_hash = $2, is_demo = false
                             where login = lower($1) returning id),
                 ended as (delete from web.sessions where operator_id in (select id from changed))
            select count(*) from changed
            """);
        command.Parameters.AddWithValue(login);
        command.Parameters.AddWithValue(PasswordHash.Create(password));
        return await command.ExecuteScalarAsync(cancel) is > 0L;
    }

    /// <summary>Shuts a person out at once: sessions end, open consoles are cut by the next check.</summary>
    public async Task<bool> DisableAsync(string login, CancellationToken cancel)
    {
        await using var command = database.Access.CreateCommand("""
            with changed as (update web.operators set disabled_at = $2 where login = lower($1) returning id),
                 ended as (delete from web.sessions where operator_id in (select id from changed))
            select count(*) from changed
            """);
        command.Parameters.AddWithValue(login);
        command.Parameters.AddWithValue(time.GetUtcNow());
        return await command.ExecuteScalarAsync(cancel) is > 0L;
    }

    /// <summary>The telephone on this person's desk; null = none today.</summary>
    public async Task SetExtensionAsync(Guid operatorId, string? extension, CancellationToken cancel)
    {
        await using var command = database.Access.CreateCommand(
            "update web.operators set extension = $2 where id = $1");
        command.Parameters.AddWithValue(operatorId);
        command.Parameters.AddWithValue(extension ?? (object)DBNull.Value);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>
    /// Who sits at a telephone: the person signed in last whose extension it is, else whoever it belongs to.
    /// </summary>
    public async Task<string?> NameAtAsync(string extension, CancellationToken cancel)
    {
        await using var command = database.Access.CreateCommand("""
            select o.name from web.operators o left join web.sessions s on s.operator_id = o.id
            where o.extension = $1 and o.disabled_at is null order by s.seen_at desc nulls last limit 1
            """);
        command.Parameters.AddWithValue(extension);
        return await command.ExecuteScalarAsync(cancel) as string;
    }

    /// <summary>Whose telephones these are; of several people the one seen last.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesByExtensionAsync(CancellationToken cancel)
    {
        await using var command = database.Access.CreateCommand("""
            select distinct on (o.extension) o.extension, o.name
            from web.operators o left join web.sessions s on s.operator_id = o.id
            where o.extension is not null and o.disabled_at is null order by o.extension, s.seen_at desc nulls last
            """);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            names.Add(reader.GetString(0), reader.GetString(1));
        }

        return names;
    }

    public static Role ParseRole(string role) => Enum.Parse<Role>(role, ignoreCase: true);

    private static string NameOf(Role role) => role.ToString().ToLowerInvariant();
}
