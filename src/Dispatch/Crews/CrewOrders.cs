using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>An SMS to a crew, ready to be queued.</summary>
/// <param name="Key">Names the message: the same rung of the same order is one message.</param>
public sealed record CrewSms(string Key, string Phone, string Text, bool IsUrgent);

/// <summary>A call to a crew, ready to be ordered.</summary>
/// <param name="Id">The same for the same rung of the same order.</param>
public sealed record CrewCall(Guid Id, string Phone, int TicketNumber, string Language, DateTimeOffset ExpiresAt);

/// <summary>Puts an order into the words of a road. The host sends them.</summary>
public sealed class CrewOrders(DispatchDb db, CrewLinks links, Rulebook rulebook, TimeProvider time)
{
    /// <summary>A crew that has not answered a call of this age is called no more for it.</summary>
    private static readonly TimeSpan CallLife = TimeSpan.FromMinutes(15);

    /// <summary>Null: the crew has answered meanwhile.</summary>
    /// <param name="pageAddress">Where <c>/c/{token}</c> is served, without a slash at its end.</param>
    public async Task<CrewSms?> SmsAsync(Guid assignmentId, int rung, string pageAddress, CancellationToken cancel)
    {
        if (await FindAsync(assignmentId, cancel) is not { Order.State: AssignmentState.Ordered } found)
        {
            return null;
        }

        var (order, ticket) = found;
        var hasSmartphone = await db.Crews.AsNoTracking()
            .Where(c => c.Organisation == order.Organisation && c.Code == order.Crew).Select(c => c.HasSmartphone)
            .SingleAsync(cancel);
        var link = hasSmartphone ? $"{pageAddress}/c/{await links.IssueAsync(order, cancel)}" : null;
        var profile = await rulebook.ProfileAsync(order.Organisation, cancel);
        return new CrewSms($"crew:{assignmentId:D}:{rung}", order.Phone,
            OrderSms.Compose(
                ticket.Number, ticket.Priority, ticket.Address, ticket.Text, link, rung > 0, profile.Language),
            ticket.Priority == TicketPriority.Critical);
    }

    /// <summary>Null: the crew has answered meanwhile.</summary>
    public async Task<CrewCall?> CallAsync(Guid assignmentId, int rung, CancellationToken cancel)
    {
        if (await FindAsync(assignmentId, cancel) is not { Order.State: AssignmentState.Ordered } found)
        {
            return null;
        }

        var profile = await rulebook.ProfileAsync(found.Order.Organisation, cancel);
        var id = new Guid(SHA256.HashData(Encoding.ASCII.GetBytes($"crew:{assignmentId:D}:{rung}")).AsSpan(0, 16));
        return new CrewCall(id, found.Order.Phone, found.Ticket.Number, profile.Language, time.GetUtcNow() + CallLife);
    }

    /// <summary>The crew had said yes and must not go any more.</summary>
    public async Task<CrewSms?> TakenBackAsync(Guid assignmentId, CancellationToken cancel)
    {
        if (await FindAsync(assignmentId, cancel) is not var (order, ticket))
        {
            return null;
        }

        var profile = await rulebook.ProfileAsync(order.Organisation, cancel);
        return new CrewSms($"crew:{assignmentId:D}:back", order.Phone,
            OrderSms.TakenBack(ticket.Number, profile.Language), IsUrgent: true);
    }

    private async Task<Found?> FindAsync(Guid assignmentId, CancellationToken cancel) => await (
        from a in db.Assignments.AsNoTracking()
        join t in db.Tickets.AsNoTracking() on a.TicketId equals t.Id
        where a.Id == assignmentId
        select new Found(a, t)).SingleOrDefaultAsync(cancel);

    private sealed record Found(Assignment Order, Ticket Ticket);
}
