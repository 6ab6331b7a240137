using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>An order to a crew as a ticket shows it.</summary>
public sealed record AssignmentRow(
    Guid Id, string Crew, string CrewName, AssignmentState State, DateTimeOffset OrderedAt, string OrderedBy,
    DateTimeOffset? NeedsUntil, DateTimeOffset? EndedAt, IReadOnlyList<StepRow> Steps,
    IReadOnlyList<PhotoRow> Photos, DateTimeOffset? EscalatesAt)
{
    /// <summary>The latest order of a ticket.</summary>
    internal static async Task<AssignmentRow?> OfTicketAsync(DispatchDb db, Guid ticketId, CancellationToken cancel)
    {
        var id = await db.Assignments.AsNoTracking().Where(a => a.TicketId == ticketId)
            .OrderByDescending(a => a.EndedAt == null).ThenByDescending(a => a.OrderedAt).ThenByDescending(a => a.Id)
            .Select(a => (Guid?)a.Id).FirstOrDefaultAsync(cancel);
        return id is { } latest ? await OfAsync(db, latest, cancel) : null;
    }

    internal static async Task<AssignmentRow?> OfAsync(DispatchDb db, Guid id, CancellationToken cancel)
    {
        var found = await db.Assignments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel);
        if (found is null)
        {
            return null;
        }

        var name = await db.Crews.AsNoTracking()
            .Where(c => c.Organisation == found.Organisation && c.Code == found.Crew).Select(c => c.Name)
            .SingleAsync(cancel);
        var steps = await db.AssignmentSteps.AsNoTracking().Where(s => s.AssignmentId == id).OrderBy(s => s.Id)
            .Select(s => new StepRow(s.At, s.ReceivedAt, s.Channel, s.What, s.Detail, s.By)).ToListAsync(cancel);
        // A photo of an earlier order shows the same leak.
        var photos = await db.AssignmentPhotos.AsNoTracking().Where(p => p.TicketId == found.TicketId)
            .OrderBy(p => p.Id).Select(p => new PhotoRow(p.Id, p.Kind, p.At, p.Width, p.Height)).ToListAsync(cancel);
        var climbs = await db.Escalations.AsNoTracking().Where(e => e.AssignmentId == id).Select(e => e.DueAt)
            .SingleOrDefaultAsync(cancel);
        return new AssignmentRow(found.Id, found.Crew, name, found.State, found.OrderedAt, found.OrderedBy,
            found.NeedsUntil, found.EndedAt, steps, photos, climbs);
    }
}

/// <summary>A line of an order's story.</summary>
/// <param name="ReceivedAt">Later than <paramref name="At"/> when the device was offline.</param>
public sealed record StepRow(
    DateTimeOffset At, DateTimeOffset ReceivedAt, StepChannel Channel, string What, string? Detail, string By);

/// <summary>A photo of the work.</summary>
public sealed record PhotoRow(Guid Id, PhotoKind Kind, DateTimeOffset At, int Width, int Height);
