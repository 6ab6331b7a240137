using System.Data.Common;
using Npgsql;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Storage;

/// <summary>
/// Telephones as an administrator sees and changes them, inside the host's transaction; their login is
/// <see cref="PhoneBook"/>'s.
/// </summary>
/// <param name="transaction">Of zhkh_system: a phone that serves all is nobody's row.</param>
public sealed class PhoneDetails(DbTransaction transaction, TimeProvider time)
{
    /// <summary>Phones of these organisations and those that serve all, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<PhoneRow>> ListAsync(
        IReadOnlyCollection<string> organisations, bool withDemo, CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select extension, organisation, label, mac, reach, minutes_per_day, is_enabled, is_demo from pbx.phones
            where (organisation = '' or organisation = any ($1)) and ($2 or not is_demo)
            order by length(extension), extension
            """, organisations.ToArray(), withDemo);
        return await command.ReadAsync(
            row => new PhoneRow(
                row.GetString(0), row.GetString(1), row.GetString(2), row.Text(3), ClassOf(row.GetString(4)),
                row.Value<int>(5), row.GetBoolean(6), row.GetBoolean(7)),
            cancel);
    }

    /// <summary>Adds a phone with this password's hash.</summary>
    public Task<PhoneWritten> AddAsync(PhoneRow phone, string ha1, CancellationToken cancel) => WriteAsync("""
        insert into pbx.phones
            (extension, organisation, label, mac, reach, minutes_per_day, is_enabled, changed_at, ha1, algorithm)
        values ($1, $2, $3, $4::text, $5, $6::int, $7, $8, $9, 'MD5')
        """, phone, ha1, cancel);

    /// <summary>Changes everything but the number and the password.</summary>
    public Task<PhoneWritten> ChangeAsync(PhoneRow phone, CancellationToken cancel) => WriteAsync("""
        update pbx.phones set organisation = $2, label = $3, mac = $4::text, reach = $5, minutes_per_day = $6::int,
            is_enabled = $7, changed_at = $8
        where extension = $1
        """, phone, null, cancel);

    /// <summary>Another password; it is no demo phone any more.</summary>
    public async Task<bool> SetPasswordAsync(string extension, string ha1, CancellationToken cancel) =>
        await transaction.RunAsync("""
            update pbx.phones set ha1 = $2, algorithm = 'MD5', is_demo = false, changed_at = $3 where extension = $1
            """, cancel, extension, ha1, time.GetUtcNow()) == 1;

    /// <summary>The code of its permanent line.</summary>
    /// <param name="pin">As <see cref="LinePin.IsFit"/> takes it; null: none.</param>
    /// <returns>False when there is no such phone.</returns>
    public async Task<bool> SetLinePinAsync(string extension, string? pin, CancellationToken cancel) =>
        await transaction.RunAsync(
            "update pbx.phones set line_pin = $2::text, changed_at = $3 where extension = $1", cancel, extension,
            pin is null ? null : LinePin.Hash(pin), time.GetUtcNow()) == 1;

    /// <summary>Removes a phone with its links; the demo does not bring it back at its next start.</summary>
    public async Task<bool> RemoveAsync(string extension, CancellationToken cancel) =>
        await transaction.RunAsync("""
            with gone as (delete from pbx.phones where extension = $1 returning extension)
            insert into pbx.phones_removed (extension, removed_at) select extension, $2 from gone
            on conflict (extension) do update set removed_at = excluded.removed_at
            """, cancel, extension, time.GetUtcNow()) == 1;

    /// <summary>What organisations allow their phones; one without a row allows what the exchange does.</summary>
    public async Task<IReadOnlyList<CallRights>> RightsAsync(
        IReadOnlyCollection<string> organisations, CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select organisation, reach, minutes_per_day, home from pbx.call_rights
            where organisation = any ($1) order by organisation
            """, [organisations.ToArray()]);
        return await command.ReadAsync(
            row => new CallRights(row.GetString(0), ClassOf(row.GetString(1)), row.Value<int>(2), row.GetString(3)),
            cancel);
    }

    public Task SetRightsAsync(CallRights rights, CancellationToken cancel) => transaction.RunAsync("""
        insert into pbx.call_rights (organisation, reach, minutes_per_day, home, changed_at)
        values ($1, $2, $3::int, $4, $5)
        on conflict (organisation) do update set reach = excluded.reach, home = excluded.home,
            minutes_per_day = excluded.minutes_per_day, changed_at = excluded.changed_at
        """, cancel, rights.Organisation, NameOf(rights.Reach), rights.MinutesPerDay, rights.Home, time.GetUtcNow());

    internal static DialClass ClassOf(string name) => Enum.Parse<DialClass>(name, ignoreCase: true);

    private static string NameOf(DialClass reach) => reach.ToString().ToLowerInvariant();

    private async Task<PhoneWritten> WriteAsync(string sql, PhoneRow phone, string? ha1, CancellationToken cancel)
    {
        List<object?> values =
        [
            phone.Extension, phone.Organisation, phone.Label, phone.Mac, NameOf(phone.Reach), phone.MinutesPerDay,
            phone.Enabled, time.GetUtcNow(),
        ];
        if (ha1 is not null)
        {
            values.Add(ha1);
        }

        try
        {
            return await transaction.RunAsync(sql, cancel, values) == 1 ? PhoneWritten.Done : PhoneWritten.Unknown;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return taken.ConstraintName == "phones_mac_key" ? PhoneWritten.MacTaken : PhoneWritten.NumberTaken;
        }
    }
}
