using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Pbx.Storage;

/// <summary>What a link opens.</summary>
/// <param name="Sealed">As it was given to <see cref="PhoneLinks.MakeAsync"/>.</param>
public sealed record PhoneLink(string Extension, string Label, string? Mac, string Organisation, string Sealed);

/// <summary>
/// Links to the settings of telephones, inside the host's transaction: one a phone, for an hour, for some openings.
/// </summary>
/// <param name="transaction">Of zhkh_system: who opens a link is nobody.</param>
public sealed class PhoneLinks(DbTransaction transaction, TimeProvider time)
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
        await transaction.RunAsync("""
            with old as (delete from pbx.phone_links where expires_at < $6 and extension <> $2)
            insert into pbx.phone_links (token_hash, extension, organisation, sealed, made_by, made_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (extension) do update set token_hash = excluded.token_hash, sealed = excluded.sealed,
                organisation = excluded.organisation, made_by = excluded.made_by, made_at = excluded.made_at,
                expires_at = excluded.expires_at, opened = 0
            """, cancel, HashOf(token), extension, organisation, sealedText, by, now, now + Life);
        return now + Life;
    }

    /// <summary>
    /// What this token is for; counts the opening when it is <paramref name="counted"/>. Null when there is no such
    /// link, or none any more: nobody is told which.
    /// </summary>
    public async Task<PhoneLink?> OpenAsync(
        string token, Func<PhoneLink, bool> counted, CancellationToken cancel)
    {
        await using var find = transaction.Command("""
            select p.extension, p.label, p.mac, p.organisation, l.sealed
            from pbx.phone_links l join pbx.phones p using (extension)
            where l.token_hash = $1 and l.expires_at > $2 and l.opened < $3 and p.is_enabled
            """, HashOf(token), time.GetUtcNow(), OpeningsMax);
        var link = (await find.ReadAsync(
            row => new PhoneLink(row.GetString(0), row.GetString(1), row.Text(2), row.GetString(3), row.GetString(4)),
            cancel)).SingleOrDefault();
        return link is null || !counted(link) || await CountAsync(token, cancel) ? link : null;
    }

    /// <summary>False when the last opening was taken a moment ago.</summary>
    private async Task<bool> CountAsync(string token, CancellationToken cancel) => await transaction.RunAsync(
        "update pbx.phone_links set opened = opened + 1 where token_hash = $1 and opened < $2", cancel, HashOf(token),
        OpeningsMax) == 1;

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
