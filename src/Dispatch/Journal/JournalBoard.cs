using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>
/// Reads the journal page by page, the newest request first. A page asks a fixed number of questions, so the whole
/// journal is read in memory of one page. Row guards keep the asker inside their organisations.
/// </summary>
public sealed class JournalBoard(DispatchDb db, TimeProvider time)
{
    public async Task<IReadOnlyList<JournalRow>> PageAsync(JournalFilter filter, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var tickets = await Filtered(filter, now).OrderByDescending(t => t.Id)
            .Take(Math.Clamp(filter.Limit, 1, JournalFilter.LimitMax)).ToListAsync(cancel);
        Guid[] ids = [.. tickets.Select(t => t.Id)];
        if (ids.Length == 0)
        {
            return [];
        }

        var deadlines = (await db.TicketDeadlines.AsNoTracking().Where(d => ids.Contains(d.TicketId))
            .OrderBy(d => d.DueAt).ThenBy(d => d.Clock).ToListAsync(cancel)).ToLookup(d => d.TicketId);
        var changes = (await db.TicketChanges.AsNoTracking().Where(c => ids.Contains(c.TicketId)).OrderBy(c => c.Id)
            .ToListAsync(cancel)).ToLookup(c => c.TicketId);
        var calls = (await db.TicketCalls.AsNoTracking().Where(c => ids.Contains(c.TicketId)).OrderBy(c => c.CallId)
            .Select(c => new { c.TicketId, c.CallId }).ToListAsync(cancel)).ToLookup(c => c.TicketId, c => c.CallId);
        var letters = (await db.Letters.AsNoTracking()
            .Where(l => l.TicketId != null && ids.Contains(l.TicketId.Value) && l.Occasion == LetterOccasion.First)
            .Join(db.LetterRecipients, l => l.Id, r => r.LetterId, (l, r) => new LetterTo(l.TicketId, l.At, r.Address))
            .ToListAsync(cancel)).ToLookup(l => l.TicketId);
        return [.. tickets.Select(t => Row(
            t, [.. deadlines[t.Id]], [.. changes[t.Id]], [.. calls[t.Id]], [.. letters[t.Id]], now))];
    }

    private IQueryable<Ticket> Filtered(JournalFilter filter, DateTimeOffset now)
    {
        var tickets = db.Tickets.AsNoTracking();
        tickets = filter.After is { } after ? tickets.Where(t => t.Id.CompareTo(after) < 0) : tickets;
        tickets = filter.Organisation is { } own ? tickets.Where(t => t.Organisation == own) : tickets;
        tickets = filter.From is { } from ? tickets.Where(t => t.OpenedAt >= from) : tickets;
        tickets = filter.To is { } to ? tickets.Where(t => t.OpenedAt < to) : tickets;
        tickets = filter.Status is { } status ? tickets.Where(t => t.Status == status) : tickets;
        if (filter.House is { } house)
        {
            string[] accounts = [.. house.AccountNumbers];
            var flats = house.Address + ",";
            tickets = tickets.Where(t =>
                (t.AccountNumber != null && accounts.Contains(t.AccountNumber))
                || t.Address == house.Address || (t.Address != null && t.Address.StartsWith(flats)));
        }

        return filter.Term switch
        {
            JournalTerm.Overdue => tickets.Where(t => db.TicketDeadlines.Any(d => d.TicketId == t.Id
                && (d.MetAt == null ? d.DueAt < now : d.MetAt > d.DueAt))),
            JournalTerm.Due => tickets.Where(t =>
                db.TicketDeadlines.Any(d => d.TicketId == t.Id && d.MetAt == null)
                && !db.TicketDeadlines.Any(d => d.TicketId == t.Id
                    && (d.MetAt == null ? d.DueAt < now : d.MetAt > d.DueAt))),
            JournalTerm.Met => tickets.Where(t => !db.TicketDeadlines.Any(d => d.TicketId == t.Id
                && (d.MetAt == null || d.MetAt > d.DueAt))),
            null => tickets,
        };
    }

    private static JournalRow Row(
        Ticket t, IReadOnlyList<TicketDeadline> deadlines, IReadOnlyList<TicketChange> changes,
        IReadOnlyList<Guid> calls, IReadOnlyList<LetterTo> letters, DateTimeOffset now)
    {
        DateTimeOffset? Last(TicketMove move) => changes.LastOrDefault(c => c.Move == move)?.At;
        var terms = changes.Where(c => c.Move == TicketMove.PlanTerm).ToList();
        return new JournalRow(
            t.Id, t.Organisation, t.Number, t.OpenedAt,
            calls.Count > 0 || t.CallbackId is not null ? "phone" : "desk", t.Phone, t.Person, t.Address,
            t.AccountNumber, t.OpenedBy, t.Category, t.Priority, t.Priority != TicketPriority.Normal, t.Text, t.Status,
            [.. deadlines.Select(d => new DeadlineRow(d.Clock, d.DueAt, d.Clause, d.MetAt))], TermOf(deadlines, now),
            t.PlannedUntil, t.ToldBy, t.ToldBy is null ? null : terms[^1].At, t.Crew, Last(TicketMove.Assign),
            Last(TicketMove.Start), Last(TicketMove.Localise), Last(TicketMove.Complete), Last(TicketMove.Close),
            changes.LastOrDefault(c => c.Move is TicketMove.Complete or TicketMove.Reject)?.Why,
            [.. terms.Skip(1).Select(c => c.Why is null ? $"{c.Detail}" : $"{c.Detail}: {c.Why}")],
            letters.Count == 0 ? null : letters.Min(l => l.At), [.. letters.Select(l => l.Address).Order()],
            t.Rating, changes.Count(c => c.Move == TicketMove.Reopen), calls);
    }

    private static JournalTerm TermOf(IReadOnlyList<TicketDeadline> deadlines, DateTimeOffset now) =>
        deadlines.Any(d => (d.MetAt ?? now) > d.DueAt) ? JournalTerm.Overdue
        : deadlines.Any(d => d.MetAt is null) ? JournalTerm.Due : JournalTerm.Met;

    private sealed record LetterTo(Guid? TicketId, DateTimeOffset At, string Address);
}
