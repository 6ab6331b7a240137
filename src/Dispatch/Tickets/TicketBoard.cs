using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Reads of tickets. Row guards keep the asker inside their organisations.</summary>
public sealed class TicketBoard(DispatchDb db, LetterBoard letters)
{
    private const int OnCardMax = 10;
    private static readonly TicketStatus[] OpenStatuses =
        [.. Enum.GetValues<TicketStatus>().Where(TicketLifecycle.IsOpen)];

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<TicketRow>> ListAsync(TicketFilter filter, CancellationToken cancel)
    {
        var tickets = db.Tickets.AsNoTracking();
        if (filter.After is { } after)
        {
            tickets = tickets.Where(t => t.Id.CompareTo(after) < 0);
        }

        if (filter.Open is { } open)
        {
            tickets = tickets.Where(t => OpenStatuses.Contains(t.Status) == open);
        }

        if (filter.Status is { } status)
        {
            tickets = tickets.Where(t => t.Status == status);
        }

        tickets = filter.Phone is { } phone ? tickets.Where(t => t.Phone == phone) : tickets;
        tickets = filter.AccountNumber is { } account ? tickets.Where(t => t.AccountNumber == account) : tickets;
        tickets = filter.OpenedLogin is { } login ? tickets.Where(t => t.OpenedLogin == login) : tickets;
        var page = await tickets.OrderByDescending(t => t.Id)
            .Take(Math.Clamp(filter.Limit, 1, TicketFilter.LimitMax)).ToListAsync(cancel);
        Guid[] ids = [.. page.Select(t => t.Id)];
        var deadlines = (await DeadlinesAsync(ids, cancel)).ToLookup(d => d.TicketId);
        var calls = (await CallsAsync(ids, cancel)).ToLookup(c => c.TicketId);
        var changes = (await ChangesAsync(ids, cancel)).ToLookup(c => c.TicketId, ToRow);
        return [.. page.Select(t => new TicketRow(t.Id, t.Organisation, t.Number, t.Status, t.OpenedAt, t.Address,
            t.AccountNumber, t.Phone, t.Person, t.Text, t.Category, t.Priority, [.. deadlines[t.Id].Select(ToRow)],
            t.Crew, [.. calls[t.Id].Select(c => c.CallId)], t.Rating, [.. changes[t.Id]]))];
    }

    public async Task<TicketDetails?> GetAsync(Guid id, CancellationToken cancel)
    {
        var t = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancel);
        if (t is null)
        {
            return null;
        }

        var changes = (await ChangesAsync([id], cancel)).Select(ToRow).ToList();
        var comments = await db.TicketComments.AsNoTracking().Where(c => c.TicketId == id).OrderBy(c => c.Id)
            .Select(c => new CommentRow(c.Id, c.At, c.By, c.Text)).ToListAsync(cancel);
        var deadlines = await DeadlinesAsync([id], cancel);
        var calls = await CallsAsync([id], cancel);
        return new TicketDetails(t.Id, t.Organisation, t.Number, t.Status, t.OpenedAt, t.OpenedBy, t.Address,
            t.AccountNumber, t.Phone, t.Person, t.Text, t.Category, t.Priority, [.. deadlines.Select(ToRow)], t.Crew,
            [.. calls.Select(c => c.CallId)], t.CallbackId, t.Rating, changes, comments,
            TicketLifecycle.Allowed(t.Status))
        {
            Assignment = await AssignmentRow.OfTicketAsync(db, id, cancel),
            Poll = await PollRow.OfTicketAsync(db, id, cancel),
            PlannedUntil = t.PlannedUntil,
            ToldBy = t.ToldBy,
            Letters = await letters.OfSubjectAsync(id, cancel),
            OutageIds = await db.Outages.Where(o => o.TicketId == id).OrderBy(o => o.Number).Select(o => o.Id)
                .ToListAsync(cancel),
        };
    }

    /// <summary>Whose a ticket is; null when there is none the asker may see.</summary>
    public Task<string?> OrganisationOfAsync(Guid id, CancellationToken cancel) => db.Tickets
        .Where(t => t.Id == id).Select(t => (string?)t.Organisation).SingleOrDefaultAsync(cancel);

    /// <summary>Calls linked to a ticket.</summary>
    public async Task<IReadOnlyList<Guid>> CallIdsAsync(Guid id, CancellationToken cancel) =>
        [.. (await CallsAsync([id], cancel)).Select(c => c.CallId)];

    /// <summary>A ticket by the number people know it by; null when there is none the asker may see.</summary>
    public Task<Guid?> IdOfNumberAsync(string organisation, long number, CancellationToken cancel) => db.Tickets
        .Where(t => t.Organisation == organisation && t.Number == number).Select(t => (Guid?)t.Id)
        .SingleOrDefaultAsync(cancel);

    /// <summary>Open tickets of a caller: by their accounts or their phone, newest first.</summary>
    public async Task<IReadOnlyList<OpenTicket>> OpenForAsync(
        string? phone, IReadOnlyCollection<string> accountNumbers, CancellationToken cancel)
    {
        string[] numbers = [.. accountNumbers];
        return await db.Tickets.AsNoTracking()
            .Where(t => OpenStatuses.Contains(t.Status)
                && ((phone != null && t.Phone == phone)
                    || (t.AccountNumber != null && numbers.Contains(t.AccountNumber))))
            .OrderByDescending(t => t.Id).Take(OnCardMax)
            .Select(t => new OpenTicket(t.Id, t.Organisation, t.Number, t.Status, t.OpenedAt, t.Text, t.Address))
            .ToListAsync(cancel);
    }

    /// <summary>The tickets of each of these calls.</summary>
    public async Task<ILookup<Guid, Guid>> OfCallsAsync(Guid[] callIds, CancellationToken cancel) =>
        (await db.TicketCalls.AsNoTracking().Where(c => callIds.Contains(c.CallId)).ToListAsync(cancel))
        .ToLookup(c => c.CallId, c => c.TicketId);

    private Task<List<TicketDeadline>> DeadlinesAsync(Guid[] ids, CancellationToken cancel) =>
        db.TicketDeadlines.AsNoTracking().Where(d => ids.Contains(d.TicketId)).OrderBy(d => d.DueAt)
            .ThenBy(d => d.Clock).ToListAsync(cancel);

    private Task<List<TicketChange>> ChangesAsync(Guid[] ids, CancellationToken cancel) =>
        db.TicketChanges.AsNoTracking().Where(c => ids.Contains(c.TicketId)).OrderBy(c => c.Id).ToListAsync(cancel);

    private Task<List<TicketCall>> CallsAsync(Guid[] ids, CancellationToken cancel) =>
        db.TicketCalls.AsNoTracking().Where(c => ids.Contains(c.TicketId)).OrderBy(c => c.CallId).ToListAsync(cancel);

    private static ChangeRow ToRow(TicketChange c) =>
        new(c.At, c.By, c.Move, c.FromStatus, c.ToStatus, c.Why, c.Detail);

    private static DeadlineRow ToRow(TicketDeadline d) => new(d.Clock, d.DueAt, d.Clause, d.MetAt);
}
