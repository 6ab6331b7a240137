using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>
/// Takes a file in: reads it whole, judges every row, compares the bank's own totals. Nothing is posted. The same file
/// is the same register, however often and by however many it is brought.
/// </summary>
public sealed class RegisterIntake(BillingDb db, TimeProvider time)
{
    private const int ChunkRows = 5_000;

    /// <summary>What a person may name when the guess is refused.</summary>
    public static IReadOnlyList<string> Encodings => TextEncoding.Names;

    public async Task<RegisterReceipt> TakeAsync(RegisterUpload upload, CancellationToken cancel)
    {
        var organisation = await db.Organisations.AsNoTracking()
            .SingleOrDefaultAsync(o => o.Code == upload.Organisation, cancel);
        var profile = await new RegisterProfiles(db).FindAsync(upload.Organisation, upload.Profile, cancel);
        if (organisation is null || profile is null)
        {
            return new RegisterReceipt(RegisterVerdict.Unknown, null, false);
        }

        // Held to the end: who brings the same file meanwhile waits and gets the same register.
        await db.Database.ExecuteSqlAsync($"""
            select pg_advisory_xact_lock(hashtextextended({upload.Organisation + Convert.ToHexString(upload.Sha256)},
                0))
            """, cancel);
        if (await EarlierAsync(upload, profile, cancel) is { } earlier)
        {
            return new RegisterReceipt(RegisterVerdict.Taken, earlier, false);
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var id = Guid.CreateVersion7(now);
        await db.Database.ExecuteSqlAsync($"""
            insert into billing.registers (id, organisation, file_name, sha256, profile, profile_version, bank, status,
                currency, uploaded_at, uploaded_by)
            values ({id}, {upload.Organisation}, {upload.FileName}, {upload.Sha256}, {profile.Code},
                {profile.Version}, {profile.Bank}, 'rejected', {organisation.Currency}, {now}, {upload.By})
            """, cancel);
        await ReadAsync(id, upload, profile, organisation, organisation.LocalDay(now), cancel);
        return new RegisterReceipt(RegisterVerdict.Taken, id, true);
    }

    /// <summary>A rejected file may be tried with another profile; an accepted one is what it is.</summary>
    private async Task<Guid?> EarlierAsync(RegisterUpload upload, RegisterProfile profile, CancellationToken cancel) =>
        await db.Database.SqlQuery<Guid?>($"""
            select id as "Value" from billing.registers
            where organisation = {upload.Organisation} and sha256 = {upload.Sha256} and (status <> 'rejected'
                or (profile = {profile.Code} and profile_version = {profile.Version}
                    and {upload.Encoding}::text is null))
            order by status = 'rejected', id limit 1
            """).FirstOrDefaultAsync(cancel);

    private async Task ReadAsync(
        Guid id, RegisterUpload upload, RegisterProfile profile, Organisation organisation, DateOnly today,
        CancellationToken cancel)
    {
        var tally = new RegisterTally();
        var encoding = await EncodingAsync(upload, profile, tally, cancel);
        var reader = new RegisterReader(profile, organisation.TimeZone);
        if (encoding is not null)
        {
            var rows = new RegisterRows(db, id, organisation.Code, profile.Bank, today);
            await using var file = File.OpenRead(upload.Path);
            using var text = new StreamReader(file, TextEncoding.Strict(encoding), encoding == TextEncoding.Utf8);
            try
            {
                foreach (var chunk in reader.Read(text).Chunk(ChunkRows))
                {
                    await rows.AddAsync(chunk, tally, cancel);
                }
            }
            catch (DecoderFallbackException)
            {
                tally.Reject(new RegisterError(tally.LastLine + 1, RegisterFault.EncodingInvalid, encoding));
            }
        }

        tally.Close(reader);
        await CloseAsync(id, encoding, reader.Footer, tally, cancel);
    }

    private static async Task<string?> EncodingAsync(
        RegisterUpload upload, RegisterProfile profile, RegisterTally tally, CancellationToken cancel)
    {
        var named = upload.Encoding ?? (profile.Encoding == "auto" ? null : profile.Encoding);
        await using var file = File.OpenRead(upload.Path);
        var answer = await TextEncoding.GuessAsync(file, cancel);
        if (answer.Fault is { } fault && (named is null || fault == RegisterFault.NotText))
        {
            tally.Reject(new RegisterError(0, fault));
            return null;
        }

        return named ?? answer.Name;
    }

    private async Task CloseAsync(
        Guid id, string? encoding, RegisterFooter? footer, RegisterTally tally, CancellationToken cancel)
    {
        var errors = JsonSerializer.Serialize(tally.Errors, EventJson.Options);
        bool? matches = footer is null ? null : tally.FooterMatches;
        await db.Database.ExecuteSqlAsync($"""
            update billing.registers set status = {(tally.IsRejected ? "rejected" : "preview")},
                encoding = {encoding}, row_count = {tally.Rows}, amount_minor = {tally.AmountMinor},
                footer_rows = {footer?.Rows}, footer_minor = {footer?.AmountMinor}, footer_matches = {matches},
                known = {tally.Known}, unidentified = {tally.Unidentified}, repeated = {tally.Repeated},
                bad = {tally.Bad}, errors = {errors}::jsonb
            where id = {id}
            """, cancel);
    }
}
