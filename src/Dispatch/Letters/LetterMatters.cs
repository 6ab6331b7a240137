using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Gathers what a letter is about: a ticket with the outages declared from it, or an outage alone.</summary>
public sealed class LetterMatters(DispatchDb db, Rulebook rulebook, Municipalities municipalities)
{
    internal async Task<LetterMatter?> OfTicketAsync(Guid ticketId, CancellationToken cancel)
    {
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == ticketId, cancel);
        if (ticket is null)
        {
            return null;
        }

        var outages = await db.Outages.AsNoTracking().Where(o => o.TicketId == ticketId).OrderBy(o => o.Number)
            .ToListAsync(cancel);
        return await MakeAsync(ticket, outages, ticket.Organisation, cancel);
    }

    internal async Task<LetterMatter?> OfOutageAsync(Guid outageId, CancellationToken cancel)
    {
        var outage = await db.Outages.AsNoTracking().SingleOrDefaultAsync(o => o.Id == outageId, cancel);
        return outage switch
        {
            null => null,
            { TicketId: { } ticket } => await OfTicketAsync(ticket, cancel),
            _ => await MakeAsync(null, [outage], outage.Organisation, cancel),
        };
    }

    private async Task<LetterMatter> MakeAsync(
        Ticket? ticket, IReadOnlyList<Outage> outages, string organisation, CancellationToken cancel)
    {
        Guid[] ids = [.. outages.Select(o => o.Id)];
        var houses = await db.OutageHouses.AsNoTracking().Where(h => ids.Contains(h.OutageId))
            .Select(h => h.Address).Distinct().OrderBy(a => a).ToListAsync(cancel);
        if (houses.Count == 0 && ticket?.Address is { Length: > 0 } address)
        {
            houses.Add(address);
        }

        Guid[] subjects = ticket is null ? ids : [ticket.Id];
        var last = await db.Letters.AsNoTracking().Where(l => subjects.Contains(l.SubjectId))
            .OrderByDescending(l => l.Seq).FirstOrDefaultAsync(cancel);
        var reason = await db.OutageChanges.AsNoTracking()
            .Where(c => ids.Contains(c.OutageId) && c.Reason != null).OrderByDescending(c => c.Id)
            .Select(c => new { c.At, c.Reason }).FirstOrDefaultAsync(cancel);
        var ticketReason = ticket is null ? null : await db.TicketChanges.AsNoTracking()
            .Where(c => c.TicketId == ticket.Id && c.Why != null).OrderByDescending(c => c.Id)
            .Select(c => new { c.At, Reason = c.Why }).FirstOrDefaultAsync(cancel);
        var profile = await rulebook.ProfileAsync(organisation, cancel);
        var why = reason is null || ticketReason?.At > reason.At ? ticketReason?.Reason : reason.Reason;
        return new LetterMatter(ticket, outages, profile, await municipalities.OfAsync(organisation, cancel), houses,
            why, last);
    }
}

/// <summary>All a letter may say.</summary>
/// <param name="Reason">The latest reason anybody gave: why the term moved.</param>
/// <param name="LastLetter">The latest letter of this matter.</param>
internal sealed record LetterMatter(
    Ticket? Ticket, IReadOnlyList<Outage> Outages, OrganisationProfile Profile, Municipality Municipality,
    IReadOnlyList<string> Addresses, string? Reason, Letter? LastLetter)
{
    public Guid SubjectId => Ticket?.Id ?? Outages[0].Id;

    public string Organisation => Profile.Organisation;

    public int Number => Ticket?.Number ?? Outages[0].Number;

    public DateTimeOffset StartedAt =>
        Outages.Select(o => o.StartsAt).Concat(Ticket is null ? [] : [Ticket.OpenedAt]).Min();

    /// <summary>The outages' latest term, else the ticket's; unknown as soon as one outage has none.</summary>
    public DateTimeOffset? PlannedUntil
    {
        get
        {
            var open = Outages.Where(o => o.ClosedAt is null).ToList();
            return open.Count == 0 ? Ticket?.PlannedUntil
                : open.All(o => o.PlannedUntil is not null) ? open.Max(o => o.PlannedUntil) : null;
        }
    }

    /// <summary>Nothing of it goes on: every outage is closed and the ticket is done.</summary>
    public bool IsOver =>
        Outages.All(o => o.ClosedAt is not null) && (Ticket is null || Outages.Count > 0 || !IsTicketOpen);

    public DateTimeOffset? OverAt => Outages.Max(o => o.ClosedAt);

    private bool IsTicketOpen => Ticket is not null && TicketLifecycle.IsOpen(Ticket.Status);
}
