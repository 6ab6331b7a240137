using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Reads of crews. Row guards keep the asker inside their organisations.</summary>
public sealed class CrewBoard(DispatchDb db)
{
    /// <summary>
    /// On shift first, then the trade that fits the ticket, then whoever has the least in hand: Enter takes the top.
    /// </summary>
    /// <param name="organisation">Null = every organisation the asker may see.</param>
    /// <param name="ticketId">The ticket a crew is looked for; its organisation counts then.</param>
    public async Task<IReadOnlyList<CrewRow>> ListAsync(
        string? organisation, Guid? ticketId, CancellationToken cancel)
    {
        var ticket = ticketId is { } id
            ? await db.Tickets.AsNoTracking().Where(t => t.Id == id)
                .Select(t => new { t.Organisation, t.Category }).SingleOrDefaultAsync(cancel)
            : null;
        var wanted = ticket?.Organisation ?? organisation;
        var crews = await db.Crews.AsNoTracking()
            .Where(c => wanted == null || c.Organisation == wanted).ToListAsync(cancel);
        var open = await db.Assignments.AsNoTracking()
            .Where(a => a.EndedAt == null && (wanted == null || a.Organisation == wanted))
            .GroupBy(a => new { a.Organisation, a.Crew }).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => (g.Key.Organisation, g.Key.Crew), g => g.Count, cancel);
        var trades = ticket is null ? null : await TradesAsync(ticket.Category, cancel);
        var rows = crews.Select(c => new CrewRow(c.Organisation, c.Code, c.Name, c.Trades, c.Phone, c.HasSmartphone,
            c.IsOnShift, c.ShiftChangedAt, open.GetValueOrDefault((c.Organisation, c.Code)),
            trades is null ? null : trades.Count == 0 || c.Trades.Any(trades.Contains), c.Members, c.Note));
        return
        [
            .. rows.OrderByDescending(c => c.OnShift).ThenByDescending(c => c.Fits ?? false)
                .ThenBy(c => c.OpenTickets).ThenBy(c => c.Organisation, StringComparer.Ordinal)
                .ThenBy(c => c.Code, StringComparer.Ordinal),
        ];
    }

    public async Task<CrewRow?> GetAsync(string organisation, string code, CancellationToken cancel) =>
        (await ListAsync(organisation, null, cancel)).SingleOrDefault(c => c.Code == code);

    /// <summary>The crews a console user speaks for.</summary>
    public async Task<IReadOnlyList<CrewRow>> OfLoginAsync(string login, CancellationToken cancel)
    {
        var own = await db.Crews.AsNoTracking().Where(c => c.Login == login)
            .Select(c => new { c.Organisation, c.Code }).ToListAsync(cancel);
        return [.. (await ListAsync(null, null, cancel))
            .Where(c => own.Any(o => o.Organisation == c.Organisation && o.Code == c.Code))];
    }

    private Task<List<string>> TradesAsync(string category, CancellationToken cancel) => db.Database
        .SqlQuery<string>($"select trade as \"Value\" from dispatch.trade_categories where category = {category}")
        .ToListAsync(cancel);
}
