using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Zhkh.Pbx.Storage;

/// <summary>What a link opens.</summary>
/// <param name="Sealed">As it was given to <see cref="PhoneLinks.MakeAsync"/>.</param>
public sealed record PhoneLink(string Extension, string Label, string? Mac, string Organisation, string Sealed);

/// <summary>Links to the settings of telephones: one a phone, for an hour, for some openings.</summary>
/// <param name="database">The data source that acts as zhkh_system.</param>
public sealed class PhoneLinks(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Long enough to walk to the desk.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>A phone asks for its file at each of its starts, and some ask twice.</summary>
    public const int OpeningsMax = 10;

    /// <summary>Makes the phone's link; the one before opens nothing any more.</summary>
    /// <returns>When it ends.</returns>
    public async Task<DateTimeOffset> MakeAsync(
        string token, string extension, string organisation, string sealedText, string by, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand("""
            with old as (delete from pbx.phone_links where expires_at < $6 and extension <> $2)
            insert into pbx.phone_links (token_hash, extension, organisation, sealed, made_by, made_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (extension) do update set token_hash = excluded.token_hash, sealed = excluded.sealed,
                organisation = excluded.organisation, made_by = excluded.made_by, made_at = excluded.made_at,
                expires_at = excluded.expires_at, opened = 0
            """);
        command.Parameters.AddWithValue(HashOf(token));
        command.Parameters.AddWithValue(extension);
        command.Parameters.AddWithValue(organisation);
        command.Parameters.AddWithValue(sealedText);
        command.Parameters.AddWithValue(by);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now + Life);
        await command.ExecuteNonQueryAsync(cancel);
        return now + Life;
    }

    /// <summary>
    /// What this token is for; counts the opening when it is <paramref name="counted"/>. Null when there is no such
    /// link, or none any more: nobody is told which.
    /// </summary>
    public async Task<PhoneLink?> OpenAsync(
        string token, Func<PhoneLink, bool> counted, CancellationToken cancel)
    {
        await using var find = database.CreateCommand("""
            select p.extension, p.label, p.mac, p.organisation, l.sealed
            from pbx.phone_links l join pbx.phones p using (extension)
            where l.token_hash = $1 and l.expires_at > $2 and l.opened < $3 and p.is_enabled
            """);
        find.Parameters.AddWithValue(HashOf(token));
        find.Parameters.AddWithValue(time.GetUtcNow());
        find.Parameters.AddWithValue(OpeningsMax);
        PhoneLink? link = null;
        await using (var reader = await find.ExecuteReaderAsync(cancel))
        {
            if (await reader.ReadAsync(cancel))
            {
                link = new PhoneLink(
                    reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2),
                    reader.GetString(3), reader.GetString(4));
            }
        }

        return link is null || !counted(link) || await CountAsync(token, cancel) ? link : null;
    }

    /// <summary>False when the last opening was taken a moment ago.</summary>
    private async Task<bool> CountAsync(string token, CancellationToken cancel)
    {
        await using var count = database.CreateCommand(
            "update pbx.phone_links set opened = opened + 1 where token_hash = $1 and opened < $2");
        count.Parameters.AddWithValue(HashOf(token));
        count.Parameters.AddWithValue(OpeningsMax);
        return await count.ExecuteNonQueryAsync(cancel) == 1;
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
