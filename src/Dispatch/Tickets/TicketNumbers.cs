using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>
/// Numbers are given when a person answers, so that they can be said before the ticket is saved. One row per
/// organisation is locked for as long as the host's transaction lasts: keep it short.
/// </summary>
public sealed class TicketNumbers(DispatchDb db, DispatchOptions options, TimeProvider time)
{
    /// <summary>The number kept for a call: the same however often it is asked for.</summary>
    public async Task<int> ReserveAsync(string organisation, Guid callId, CancellationToken cancel)
    {
        if (await ReservedAsync(organisation, callId, cancel) is { } known)
        {
            return known;
        }

        await LockAsync(organisation, cancel);
        if (await ReservedAsync(organisation, callId, cancel) is { } meanwhile)
        {
            return meanwhile;
        }

        var number = await NextAsync(organisation, cancel);
        await db.Database.ExecuteSqlAsync($"""
            insert into dispatch.ticket_numbers (organisation, call_id, number, reserved_at)
            values ({organisation}, {callId}, {number}, {time.GetUtcNow()})
            """, cancel);
        return number;
    }

    /// <summary>The number for a ticket: the one kept for its call if no ticket has it yet, else a new one.</summary>
    internal async Task<int> TakeAsync(
        string organisation, Guid? callId, int? said, Guid ticketId, CancellationToken cancel)
    {
        if (callId is not null || said is not null)
        {
            var kept = await db.Database.SqlQuery<int>($"""
                update dispatch.ticket_numbers set ticket_id = {ticketId}
                where organisation = {organisation} and ticket_id is null
                    and number = (select number from dispatch.ticket_numbers
                        where organisation = {organisation} and ticket_id is null
                            and (call_id = {callId} or number = {said})
                        order by number = {said} desc nulls last limit 1)
                returning number as "Value"
                """).ToListAsync(cancel);
            if (kept.Count == 1)
            {
                return kept[0];
            }
        }

        await LockAsync(organisation, cancel);
        return await NextAsync(organisation, cancel);
    }

    private async Task<int?> ReservedAsync(string organisation, Guid callId, CancellationToken cancel)
    {
        var numbers = await db.Database.SqlQuery<int>($"""
            select number as "Value" from dispatch.ticket_numbers
            where organisation = {organisation} and call_id = {callId}
            """).ToListAsync(cancel);
        return numbers.Count == 1 ? numbers[0] : null;
    }

    private async Task LockAsync(string organisation, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"""
            insert into dispatch.ticket_counters (organisation, last_number)
            values ({organisation}, {options.FirstTicketNumber - 1}) on conflict do nothing
            """, cancel);
        await db.Database.ExecuteSqlAsync($"""
            select from dispatch.ticket_counters where organisation = {organisation} for update
            """, cancel);
    }

    private async Task<int> NextAsync(string organisation, CancellationToken cancel)
    {
        var numbers = await db.Database.SqlQuery<int>($"""
            update dispatch.ticket_counters set last_number = last_number + 1
            where organisation = {organisation} returning last_number as "Value"
            """).ToListAsync(cancel);
        return numbers[0];
    }
}
