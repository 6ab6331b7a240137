using System.Net.Mail;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Whom an organisation tells of accidents, and whether it does so by itself.</summary>
public sealed class Municipalities(DispatchDb db, TimeProvider time)
{
    public const int RecipientsMax = 20;
    private const int AddressLengthMax = 254;

    /// <summary>The setting, or the one of an organisation that never set any: nobody, and a person is asked.</summary>
    public async Task<Municipality> OfAsync(string organisation, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select recipients as "Recipients", mode as "Mode", responsible as "Responsible"
            from dispatch.municipalities where organisation = {organisation}
            """).ToListAsync(cancel);
        return rows.Count == 0
            ? new Municipality([], LetterMode.Ask, null)
            : new Municipality(rows[0].Recipients, CamelCase.Value<LetterMode>(rows[0].Mode), rows[0].Responsible);
    }

    public Task SetAsync(string organisation, Municipality municipality, string by, CancellationToken cancel)
    {
        string[] recipients = [.. municipality.Recipients];
        var mode = CamelCase.Name(municipality.Mode);
        return db.Database.ExecuteSqlAsync($"""
            insert into dispatch.municipalities (organisation, recipients, mode, responsible, changed_at, changed_by)
            values ({organisation}, {recipients}, {mode}, {municipality.Responsible}, {time.GetUtcNow()}, {by})
            on conflict (organisation) do update set recipients = excluded.recipients, mode = excluded.mode,
                responsible = excluded.responsible, changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """, cancel);
    }

    /// <summary>The first that is no mail address, or null. A name beside the address or a line end is none.</summary>
    public static string? FirstBad(IEnumerable<string> recipients) => recipients.FirstOrDefault(address =>
        address is not { Length: > 0 and <= AddressLengthMax } || !address.All(c => c > ' ' && c < '\x7f')
        || !MailAddress.TryCreate(address, out var parsed) || parsed.Address != address);

    private sealed record Row(string[] Recipients, string Mode, string? Responsible);
}

/// <summary>Whom to tell.</summary>
/// <param name="Responsible">Who answers for the repair: name, post, telephone, as the letter says it.</param>
public sealed record Municipality(IReadOnlyList<string> Recipients, LetterMode Mode, string? Responsible);

/// <summary>Who presses the button of the first letter.</summary>
public enum LetterMode
{
    /// <summary>A person, within the target; the clock shows it.</summary>
    Ask,

    /// <summary>Nobody: a critical ticket writes it by itself.</summary>
    Auto,
}
