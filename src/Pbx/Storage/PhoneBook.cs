using Npgsql;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Storage;

/// <summary>The telephones that may register, as the database keeps them: numbers and password hashes.</summary>
/// <param name="database">The data source that acts as zhkh_system.</param>
public sealed class PhoneBook(NpgsqlDataSource database, TimeProvider time)
{
    private const string Md5 = "MD5";

    /// <summary>All phones, in the order of their numbers.</summary>
    /// <param name="withDemo">Those of the demo town too: their passwords are known to everybody.</param>
    public async Task<IReadOnlyList<Extension>> AllAsync(bool withDemo, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select p.extension, p.organisation, p.ha1, p.algorithm, p.is_enabled, p.reach, p.minutes_per_day,
                r.reach, r.minutes_per_day, r.home, p.answers_itself, p.line_pin
            from pbx.phones p left join pbx.call_rights r using (organisation)
            where $1 or not p.is_demo order by p.extension
            """);
        command.Parameters.AddWithValue(withDemo);
        var phones = new List<Extension>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            phones.Add(new Extension(
                reader.GetString(0), reader.GetString(1), reader.GetString(2),
                reader.GetString(3) == Md5 ? DigestAlgorithm.Md5 : DigestAlgorithm.Sha256, reader.GetBoolean(4))
            {
                AnswersItself = reader.GetBoolean(10),
                LinePin = reader.IsDBNull(11) ? null : reader.GetString(11),
                Rights = RightsOf(reader),
            });
        }

        return phones;
    }

    /// <summary>The narrower of what the phone and what its organisation may.</summary>
    private static DialRights RightsOf(NpgsqlDataReader reader)
    {
        var own = PhoneDetails.ClassOf(reader.GetString(5));
        var most = reader.IsDBNull(7) ? own : PhoneDetails.ClassOf(reader.GetString(7));
        var reach = own < most ? own : most;
        int? minutes = reader.IsDBNull(6) ? null : reader.GetInt32(6);
        if (!reader.IsDBNull(8))
        {
            minutes = Math.Min(minutes ?? int.MaxValue, reader.GetInt32(8));
        }

        return new DialRights(reach, minutes, reader.IsDBNull(9) ? "" : reader.GetString(9));
    }

    /// <summary>Adds phones; numbers that are there already stay as they are.</summary>
    /// <param name="isDemo">Of the demo town: what somebody removed does not come back.</param>
    /// <returns>How many were added.</returns>
    public async Task<int> AddAsync(IReadOnlyCollection<Extension> phones, bool isDemo, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            insert into pbx.phones (extension, organisation, ha1, algorithm, is_enabled, is_demo, changed_at)
            select p.extension, p.organisation, p.ha1, p.algorithm, p.is_enabled, $6, $7
            from unnest($1, $2, $3, $4, $5) as p(extension, organisation, ha1, algorithm, is_enabled)
            where not $6 or not exists (select from pbx.phones_removed r where r.extension = p.extension)
            on conflict (extension) do nothing
            """);
        command.Parameters.AddWithValue(phones.Select(p => p.User).ToArray());
        command.Parameters.AddWithValue(phones.Select(p => p.Organisation).ToArray());
        command.Parameters.AddWithValue(phones.Select(p => p.Ha1).ToArray());
        command.Parameters.AddWithValue(phones.Select(p => NameOf(p.Algorithm)).ToArray());
        command.Parameters.AddWithValue(phones.Select(p => p.Enabled).ToArray());
        command.Parameters.AddWithValue(isDemo);
        command.Parameters.AddWithValue(time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Gives a phone another password, or shuts it; it is no demo phone any more.</summary>
    /// <returns>False when there is no such phone.</returns>
    public async Task<bool> ChangeAsync(Extension phone, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            update pbx.phones set organisation = $2, ha1 = $3, algorithm = $4, is_enabled = $5, is_demo = false,
                changed_at = $6
            where extension = $1
            """);
        command.Parameters.AddWithValue(phone.User);
        command.Parameters.AddWithValue(phone.Organisation);
        command.Parameters.AddWithValue(phone.Ha1);
        command.Parameters.AddWithValue(NameOf(phone.Algorithm));
        command.Parameters.AddWithValue(phone.Enabled);
        command.Parameters.AddWithValue(time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Says whether a phone can answer by itself what its owner asked for.</summary>
    /// <returns>False when there is no such phone.</returns>
    public async Task<bool> SetAnswersItselfAsync(string extension, bool answersItself, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "update pbx.phones set answers_itself = $2, changed_at = $3 where extension = $1");
        command.Parameters.AddWithValue(extension);
        command.Parameters.AddWithValue(answersItself);
        command.Parameters.AddWithValue(time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    private static string NameOf(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Md5 ? Md5 : "SHA-256";
}
