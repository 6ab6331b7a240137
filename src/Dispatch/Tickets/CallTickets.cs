using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>What a ticket says of a call it came from.</summary>
/// <param name="Rating">1–5; null while nobody has said.</param>
public sealed record CallTicket(Guid CallId, Guid TicketId, int Number, int? Rating);

/// <summary>Which calls' tickets are looked for; null = no matter.</summary>
/// <param name="Words">Words of the ticket, its comments, the address or the name, as a person types them; a number
/// alone, with or without №, is the ticket's too.</param>
/// <param name="RatingMax">This mark or a lower one was given.</param>
public sealed record CallTicketFilter(string? Words, int? RatingMax);

/// <summary>From calls to their tickets and back. Row guards keep the asker inside their organisations.</summary>
public sealed class CallTickets(DispatchDb db)
{
    /// <summary>The newest calls that are found at once; older ones want better words.</summary>
    public const int FoundMax = 5000;

    /// <summary>Words of one search.</summary>
    public const int WordsMax = 10;

    /// <summary>Tickets of these calls.</summary>
    public async Task<ILookup<Guid, CallTicket>> OfCallsAsync(
        IReadOnlyCollection<Guid> callIds, CancellationToken cancel)
    {
        Guid[] ids = [.. callIds];
        var rows = await (from link in db.TicketCalls.AsNoTracking()
                          join ticket in db.Tickets.AsNoTracking() on link.TicketId equals ticket.Id
                          where ids.Contains(link.CallId)
                          orderby ticket.Number
                          select new CallTicket(link.CallId, ticket.Id, ticket.Number, ticket.Rating))
            .ToListAsync(cancel);
        return rows.ToLookup(row => row.CallId);
    }

    /// <summary>Calls whose tickets fit, those of the newest tickets first.</summary>
    public async Task<IReadOnlyList<Guid>> FindCallsAsync(CallTicketFilter filter, CancellationToken cancel)
    {
        if (filter.Words is not { } words)
        {
            return await RatedAsync(filter.RatingMax, cancel);
        }

        return QueryOf(words) is { } query
            ? await WithWordsAsync(query, NumberOf(words), filter.RatingMax, cancel)
            : [];
    }

    /// <summary>The words are found by index, which a row guard would hinder: the function keeps the guard.</summary>
    private async Task<IReadOnlyList<Guid>> WithWordsAsync(
        string query, int number, int? ratingMax, CancellationToken cancel) =>
        await db.Database.SqlQuery<Guid>($"""
            select call_id as "Value" from (
                select c.call_id, max(t.opened_at) as newest
                from (
                    select id from dispatch.tickets where number = {number}
                    union
                    select id from dispatch.tickets_with_words({query}) as id) found
                join dispatch.tickets t on t.id = found.id
                join dispatch.ticket_calls c on c.ticket_id = t.id
                where {ratingMax}::int is null or t.rating <= {ratingMax}
                group by c.call_id order by newest desc limit {FoundMax}) calls
            """).ToListAsync(cancel);

    private async Task<IReadOnlyList<Guid>> RatedAsync(int? ratingMax, CancellationToken cancel) =>
        await db.Database.SqlQuery<Guid>($"""
            select call_id as "Value" from (
                select c.call_id, max(t.opened_at) as newest
                from dispatch.tickets t join dispatch.ticket_calls c on c.ticket_id = t.id
                where {ratingMax}::int is null or t.rating <= {ratingMax}
                group by c.call_id order by newest desc limit {FoundMax}) calls
            """).ToListAsync(cancel);

    /// <summary>The ticket a number alone means; −1, which no ticket has, when it is none.</summary>
    private static int NumberOf(string typed) =>
        int.TryParse(typed.Trim().TrimStart('№', '#').Trim(), out var number) ? number : -1;

    /// <summary>Every word begins something that was written; null when nothing of it is a word.</summary>
    private static string? QueryOf(string typed)
    {
        var words = new string([.. typed.Select(c => char.IsLetterOrDigit(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(WordsMax).ToList();
        return words.Count == 0 ? null : string.Join(" & ", words.Select(word => word + ":*"));
    }
}
