using Npgsql;
using Zhkh.Pbx.Numbers;

namespace Zhkh.Pbx.Storage;

/// <summary>Telephones as an administrator sees and changes them; their login is <see cref="PhoneBook"/>'s.</summary>
/// <param name="database">The data source that acts as zhkh_system.</param>
public sealed class PhoneDetails(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Phones of these organisations and those that serve all, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<PhoneRow>> ListAsync(
        IReadOnlyCollection<string> organisations, bool withDemo, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select extension, organisation, label, mac, reach, minutes_per_day, is_enabled, is_demo from pbx.phones
            where (organisation = '' or organisation = any ($1)) and ($2 or not is_demo)
            order by length(extension), extension
            """);
        command.Parameters.AddWithValue(organisations.ToArray());
        command.Parameters.AddWithValue(withDemo);
        var rows = new List<PhoneRow>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new PhoneRow(
                reader.GetString(0), reader.GetString(1), reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3), ClassOf(reader.GetString(4)),
                reader.IsDBNull(5) ? null : reader.GetInt32(5), reader.GetBoolean(6), reader.GetBoolean(7)));
        }

        return rows;
    }

    /// <summary>Adds a phone with this password's hash.</summary>
    public Task<PhoneWritten> AddAsync(PhoneRow phone, string ha1, CancellationToken cancel) => WriteAsync("""
        insert into pbx.phones
            (extension, organisation, label, mac, reach, minutes_per_day, is_enabled, changed_at, ha1, algorithm)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'MD5')
        """, phone, ha1, cancel);

    /// <summary>Changes everything but the number and the password.</summary>
    public Task<PhoneWritten> ChangeAsync(PhoneRow phone, CancellationToken cancel) => WriteAsync("""
        update pbx.phones set organisation = $2, label = $3, mac = $4, reach = $5, minutes_per_day = $6,
            is_enabled = $7, changed_at = $8
        where extension = $1
        """, phone, null, cancel);

    /// <summary>Another password; it is no demo phone any more.</summary>
    public async Task<bool> SetPasswordAsync(string extension, string ha1, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            update pbx.phones set ha1 = $2, algorithm = 'MD5', is_demo = false, changed_at = $3 where extension = $1
            """);
        command.Parameters.AddWithValue(extension);
        command.Parameters.AddWithValue(ha1);
        command.Parameters.AddWithValue(time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Removes a phone with its links.</summary>
    public async Task<bool> RemoveAsync(string extension, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("delete from pbx.phones where extension = $1");
        command.Parameters.AddWithValue(extension);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>What organisations allow their phones; one without a row allows what the exchange does.</summary>
    public async Task<IReadOnlyList<CallRights>> RightsAsync(
        IReadOnlyCollection<string> organisations, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select organisation, reach, minutes_per_day, home from pbx.call_rights
            where organisation = any ($1) order by organisation
            """);
        command.Parameters.AddWithValue(organisations.ToArray());
        var rights = new List<CallRights>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rights.Add(new CallRights(
                reader.GetString(0), ClassOf(reader.GetString(1)), reader.IsDBNull(2) ? null : reader.GetInt32(2),
                reader.GetString(3)));
        }

        return rights;
    }

    public async Task SetRightsAsync(CallRights rights, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            insert into pbx.call_rights (organisation, reach, minutes_per_day, home, changed_at)
            values ($1, $2, $3, $4, $5)
            on conflict (organisation) do update set reach = excluded.reach, home = excluded.home,
                minutes_per_day = excluded.minutes_per_day, changed_at = excluded.changed_at
            """);
        command.Parameters.AddWithValue(rights.Organisation);
        command.Parameters.AddWithValue(NameOf(rights.Reach));
        command.Parameters.AddWithValue(rights.MinutesPerDay ?? (object)DBNull.Value);
        command.Parameters.AddWithValue(rights.Home);
        command.Parameters.AddWithValue(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancel);
    }

    internal static DialClass ClassOf(string name) => Enum.Parse<DialClass>(name, ignoreCase: true);

    private static string NameOf(DialClass reach) => reach.ToString().ToLowerInvariant();

    private async Task<PhoneWritten> WriteAsync(string sql, PhoneRow phone, string? ha1, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue(phone.Extension);
        command.Parameters.AddWithValue(phone.Organisation);
        command.Parameters.AddWithValue(phone.Label);
        command.Parameters.AddWithValue(phone.Mac ?? (object)DBNull.Value);
        command.Parameters.AddWithValue(NameOf(phone.Reach));
        command.Parameters.AddWithValue(phone.MinutesPerDay ?? (object)DBNull.Value);
        command.Parameters.AddWithValue(phone.Enabled);
        command.Parameters.AddWithValue(time.GetUtcNow());
        if (ha1 is not null)
        {
            command.Parameters.AddWithValue(ha1);
        }

        try
        {
            return await command.ExecuteNonQueryAsync(cancel) == 1 ? PhoneWritten.Done : PhoneWritten.Unknown;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return taken.ConstraintName == "phones_mac_key" ? PhoneWritten.MacTaken : PhoneWritten.NumberTaken;
        }
    }
}
