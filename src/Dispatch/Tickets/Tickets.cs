using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Opens tickets, moves them, and writes down what is said about them.</summary>
public sealed class Tickets(
    DispatchDb db, TicketNumbers numbers, TicketBoard board, Classifier classifier, Rulebook rulebook,
    TicketMoves moves, Assignments assignments, TimeProvider time)
{
    private const int CommentMax = 4000;

    /// <summary>The ticket that was opened under this key by the very same words, in whatever organisation.</summary>
    public async Task<TicketDetails?> RepeatedAsync(
        IReadOnlyCollection<string> organisations, string key, string asked, CancellationToken cancel)
    {
        string[] own = [.. organisations];
        var hash = TicketOpening.HashOf(asked);
        var known = await db.Database.SqlQuery<Guid>($"""
            select ticket_id as "Value" from dispatch.ticket_keys
            where organisation = any ({own}) and key = {key} and input_hash = {hash}
            """).ToListAsync(cancel);
        return known.Count == 0 ? null : await board.GetAsync(known[0], cancel);
    }

    /// <summary>Opens a ticket once per key (a double click is one ticket and one answer).</summary>
    public async Task<TicketOpened> OpenAsync(TicketOpening opening, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(opening.Key);
        if (string.IsNullOrWhiteSpace(opening.Text) || opening.Text.Length > TicketOpening.TextMax)
        {
            return new TicketOpened(TicketOpenVerdict.BadText, null);
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var id = Guid.CreateVersion7(now);
        var hash = opening.InputHash();
        // The second of two clicks waits here for the first one's commit.
        var isFirst = await db.Database.ExecuteSqlAsync($"""
            insert into dispatch.ticket_keys (organisation, key, input_hash, ticket_id)
            values ({opening.Organisation}, {opening.Key}, {hash}, {id}) on conflict do nothing
            """, cancel) == 1;
        if (!isFirst)
        {
            return await EarlierAsync(opening, hash, cancel);
        }

        var ticket = await MakeAsync(opening, id, now, cancel);
        db.Tickets.Add(ticket);
        db.TicketChanges.Add(ticket.Opened());
        db.TicketDeadlines.AddRange(
            await rulebook.DeadlinesAsync(id, ticket.Organisation, ticket.Category, now, cancel));
        if (ticket.Priority == TicketPriority.Critical)
        {
            db.TicketDeadlines.Add(await rulebook.LetterDeadlineAsync(id, ticket.Organisation, now, cancel));
        }

        if (opening.CallId is { } call)
        {
            db.TicketCalls.Add(new TicketCall { TicketId = id, CallId = call, Organisation = ticket.Organisation });
        }

        Outbox.Tell(db, ticket.Organisation, new TicketTaken(id, ticket.Organisation, ticket.Number, ticket.Category,
            ticket.Priority, ticket.AccountNumber, ticket.Address, opening.CallId, now), now);
        await db.SaveChangesAsync(cancel);
        return new TicketOpened(TicketOpenVerdict.Opened, await board.GetAsync(id, cancel));
    }

    /// <summary>Moves a ticket by the table; the journal line is written by the same act.</summary>
    /// <param name="crew">Whose hands, for <see cref="TicketMove.Assign"/>.</param>
    public async Task<TicketMoveAnswer> MoveAsync(
        Guid id, TicketMove move, string? crew, string by, string? why, CancellationToken cancel)
    {
        var ticket = await moves.LockAsync(id, cancel);
        if (ticket is null)
        {
            return new TicketMoveAnswer(TicketMoveVerdict.Unknown, null, []);
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        // A crew of the list is always told: there is no way to put its name on a ticket in silence.
        var isMoved = move == TicketMove.Assign && await assignments.OrderAsync(ticket, crew, by, why, now, cancel)
            || await moves.MoveAsync(ticket, move, crew, by, why, now, now, cancel)
            && await assignments.FollowAsync(ticket, move, by, now, cancel);
        if (!isMoved)
        {
            return new TicketMoveAnswer(
                TicketMoveVerdict.Refused, ticket.Status, TicketLifecycle.Allowed(ticket.Status));
        }

        await db.SaveChangesAsync(cancel);
        return new TicketMoveAnswer(TicketMoveVerdict.Moved, ticket.Status, TicketLifecycle.Allowed(ticket.Status));
    }

    /// <summary>False when the ticket is unknown to the asker.</summary>
    public async Task<bool> CommentAsync(Guid id, string by, string text, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, CommentMax, nameof(text));
        var organisation = await OrganisationOfAsync(id, cancel);
        if (organisation is null)
        {
            return false;
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        db.TicketComments.Add(new TicketComment
        {
            Id = Guid.CreateVersion7(now),
            TicketId = id,
            Organisation = organisation,
            At = now,
            By = by,
            Text = text,
        });
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Another call about the same ticket. False when the ticket is unknown to the asker.</summary>
    public async Task<bool> AttachCallAsync(Guid id, Guid callId, CancellationToken cancel)
    {
        var organisation = await OrganisationOfAsync(id, cancel);
        if (organisation is null)
        {
            return false;
        }

        await db.Database.ExecuteSqlAsync($"""
            insert into dispatch.ticket_calls (ticket_id, call_id, organisation)
            values ({id}, {callId}, {organisation}) on conflict do nothing
            """, cancel);
        return true;
    }

    private async Task<Ticket> MakeAsync(
        TicketOpening opening, Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        var read = await classifier.ReadAsync(opening.Text, cancel);
        return new Ticket
        {
            Id = id,
            Organisation = opening.Organisation,
            Number = await numbers.TakeAsync(opening.Organisation, opening.CallId, opening.Number, id, cancel),
            OpenedAt = now,
            OpenedBy = opening.By,
            OpenedLogin = opening.Login,
            AccountNumber = opening.AccountNumber,
            Address = opening.Address,
            Phone = opening.Phone,
            Person = opening.Person,
            Text = opening.Text,
            Category = opening.Category ?? read.Category,
            Priority = opening.Priority ?? read.Priority,
            CallbackId = opening.CallbackId,
        };
    }

    private async Task<TicketOpened> EarlierAsync(TicketOpening opening, byte[] hash, CancellationToken cancel)
    {
        var earlier = await db.Database.SqlQuery<KeyRow>($"""
            select ticket_id as "TicketId", input_hash as "InputHash" from dispatch.ticket_keys
            where organisation = {opening.Organisation} and key = {opening.Key}
            """).SingleAsync(cancel);
        return earlier.InputHash.AsSpan().SequenceEqual(hash)
            ? new TicketOpened(TicketOpenVerdict.Repeated, await board.GetAsync(earlier.TicketId, cancel))
            : new TicketOpened(TicketOpenVerdict.KeyReused, null);
    }

    private Task<string?> OrganisationOfAsync(Guid id, CancellationToken cancel) => db.Tickets
        .Where(t => t.Id == id).Select(t => (string?)t.Organisation).SingleOrDefaultAsync(cancel);

    private sealed record KeyRow(Guid TicketId, byte[] InputHash);
}
