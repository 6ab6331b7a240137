using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>
/// Writes to the local authority of an accident: first, when the term moves, when it is over. One occasion in one
/// version is one letter, whoever asks how often.
/// </summary>
public sealed class Letters(DispatchDb db, LetterMatters matters, LetterBoard board, TimeProvider time)
{
    public const int BodyMax = 8_000;
    private const string FirstVersion = "1";

    /// <summary>Null when the ticket is unknown to the asker.</summary>
    public async Task<LetterPreview?> PreviewAsync(Guid ticketId, CancellationToken cancel)
    {
        if (await matters.OfTicketAsync(ticketId, cancel) is not { } matter)
        {
            return null;
        }

        var text = LetterText.Of(matter, LetterOccasion.First, time.GetUtcNow());
        var first = await FirstAsync(matter.SubjectId, cancel);
        return new LetterPreview(matter.Municipality.Recipients, text.Title, text.Body, text.Missing, first);
    }

    /// <summary>A person sends the first letter; a second press finds the first one.</summary>
    /// <param name="recipients">Null = those of the organisation.</param>
    /// <param name="body">Null = as previewed.</param>
    public async Task<LetterAnswer> SendAsync(
        Guid ticketId, IReadOnlyList<string>? recipients, string? body, string by, CancellationToken cancel)
    {
        if (await matters.OfTicketAsync(ticketId, cancel) is not { } matter)
        {
            return new LetterAnswer(LetterVerdict.Unknown, null);
        }

        var to = recipients ?? matter.Municipality.Recipients;
        if (to.Count == 0)
        {
            return new LetterAnswer(LetterVerdict.NoRecipients, null);
        }

        var id = await WriteAsync(matter, LetterOccasion.First, FirstVersion, to, body, by, cancel);
        var letters = await board.OfSubjectAsync(matter.SubjectId, cancel);
        return id is null
            ? new LetterAnswer(LetterVerdict.Repeated, letters.First(l => l.Occasion == LetterOccasion.First))
            : new LetterAnswer(LetterVerdict.Written, letters.Single(l => l.Id == id));
    }

    /// <summary>A ticket was taken or changed: what the local authority is owed now is written.</summary>
    /// <param name="move">Null = it was taken.</param>
    public async Task FollowTicketAsync(Guid ticketId, TicketMove? move, string? by, CancellationToken cancel)
    {
        if (await matters.OfTicketAsync(ticketId, cancel) is not { Ticket: { } ticket } matter)
        {
            return;
        }

        var who = by ?? ticket.OpenedBy;
        switch (move)
        {
            case null or TicketMove.SetPriority when ticket.Priority == TicketPriority.Critical
                && matter.Municipality.Mode == LetterMode.Auto:
                await WriteAsync(matter, LetterOccasion.First, FirstVersion, matter.Municipality.Recipients, null, who,
                    cancel);
                break;
            case TicketMove.PlanTerm:
                await RepeatAsync(matter, LetterOccasion.TermChanged, $"ticket:{ticket.TermVersion}", who, cancel);
                break;
            case TicketMove.Complete or TicketMove.Reject or TicketMove.Reopen:
                var times = await db.TicketChanges.CountAsync(
                    c => c.TicketId == ticketId && c.Move == move, cancel);
                var occasion = move == TicketMove.Reopen ? LetterOccasion.TermChanged : LetterOccasion.Closed;
                await RepeatAsync(matter, occasion, $"ticket:{CamelCase.Name(move.Value)}:{times}", who, cancel);
                break;
        }
    }

    /// <summary>An outage was declared or changed: the same.</summary>
    public async Task FollowOutageAsync(Guid outageId, OutageStep step, CancellationToken cancel)
    {
        if (await matters.OfOutageAsync(outageId, cancel) is not { } matter)
        {
            return;
        }

        var outage = matter.Outages.Single(o => o.Id == outageId);
        var by = await db.OutageChanges.Where(c => c.OutageId == outageId).OrderByDescending(c => c.Id)
            .Select(c => c.By).FirstAsync(cancel);
        var version = $"outage:{outage.Number}:{outage.Version}";
        if (step == OutageStep.Declared && outage.NotifyMunicipality && matter.LastLetter is null)
        {
            await WriteAsync(matter, LetterOccasion.First, FirstVersion, matter.Municipality.Recipients, null, by,
                cancel);
            return;
        }

        if (step == OutageStep.Declared && matter.LastLetter?.At >= outage.DeclaredAt)
        {
            return;   // the last letter tells of it already
        }

        await RepeatAsync(
            matter, step == OutageStep.Closed ? LetterOccasion.Closed : LetterOccasion.TermChanged, version, by, cancel);
    }

    /// <summary>What became of a letter at one recipient, in the server's own words; told twice it is one line.</summary>
    /// <returns>The organisation, or null when there is no such letter.</returns>
    public async Task<string?> DeliveredAsync(
        Guid letterId, string address, string state, string? reply, DateTimeOffset at, CancellationToken cancel)
    {
        var when = Microseconds.Truncate(at.ToUniversalTime());
        var letter = await db.Letters.AsNoTracking().SingleOrDefaultAsync(l => l.Id == letterId, cancel);
        if (letter is null)
        {
            return null;
        }

        await db.Database.ExecuteSqlAsync($"""
            insert into dispatch.letter_deliveries (letter_id, address, organisation, state, reply, at)
            values ({letterId}, {address}, {letter.Organisation}, {state}, {reply}, {when}) on conflict do nothing
            """, cancel);
        await db.Database.ExecuteSqlAsync($"""
            update dispatch.letter_recipients set state = {state}, reply = {reply}, at = {when}
            where letter_id = {letterId} and address = {address} and at <= {when}
            """, cancel);
        if (state is "sent" or "delivered" && letter.TicketId is { } ticket)
        {
            await db.Database.ExecuteSqlAsync($"""
                update dispatch.ticket_deadlines set met_at = {when}
                where ticket_id = {ticket} and clock = {TicketClocks.NotifyMunicipality} and met_at is null
                """, cancel);
        }

        return letter.Organisation;
    }

    /// <summary>
    /// Only who was told at first is told more; of the end once, and not while a part of the matter goes on.
    /// </summary>
    private async Task RepeatAsync(
        LetterMatter matter, LetterOccasion occasion, string version, string by, CancellationToken cancel)
    {
        if (matter.LastLetter is not { } last
            || (occasion == LetterOccasion.Closed && (last.Occasion == LetterOccasion.Closed || !matter.IsOver)))
        {
            return;
        }

        var told = await db.LetterRecipients.Where(r => r.LetterId == last.Id).Select(r => r.Address)
            .ToListAsync(cancel);
        await WriteAsync(matter, occasion, version, told, null, by, cancel);
    }

    /// <returns>The letter, or null when this occasion has its letter or there is nobody to write to.</returns>
    private async Task<Guid?> WriteAsync(
        LetterMatter matter, LetterOccasion occasion, string version, IReadOnlyList<string> recipients, string? body,
        string by, CancellationToken cancel)
    {
        if (recipients.Count == 0)
        {
            return null;   // the clock of the letter runs on and shows it
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var text = LetterText.Of(matter, occasion, now);
        var id = Guid.CreateVersion7(now);
        var outage = matter.Ticket is null ? matter.Outages[0].Id : (Guid?)null;
        var isNew = await db.Database.ExecuteSqlAsync($"""
            insert into dispatch.letters (id, organisation, ticket_id, outage_id, subject_id, occasion, version, title,
                body, at, by)
            values ({id}, {matter.Organisation}, {matter.Ticket?.Id}, {outage}, {matter.SubjectId},
                {CamelCase.Name(occasion)}, {version}, {text.Title}, {body ?? text.Body}, {now}, {by})
            on conflict (subject_id, occasion, version) do nothing
            """, cancel) == 1;
        if (!isNew)
        {
            return null;
        }

        db.LetterRecipients.AddRange(recipients.Distinct(StringComparer.OrdinalIgnoreCase).Select(
            address => new LetterRecipient
            {
                LetterId = id,
                Address = address,
                Organisation = matter.Organisation,
                State = "queued",
                At = now,
            }));
        Outbox.Tell(db, matter.Organisation, new LetterWritten(id, matter.Organisation, matter.Ticket?.Id, now), now);
        await db.SaveChangesAsync(cancel);
        return id;
    }

    private Task<DateTimeOffset?> FirstAsync(Guid subjectId, CancellationToken cancel) => db.Letters
        .Where(l => l.SubjectId == subjectId && l.Occasion == LetterOccasion.First)
        .Select(l => (DateTimeOffset?)l.At).SingleOrDefaultAsync(cancel);
}

/// <summary>The answer to sending a letter.</summary>
public sealed record LetterAnswer(LetterVerdict Verdict, LetterRow? Letter);

/// <summary>Refusals are answers.</summary>
public enum LetterVerdict
{
    Written,

    /// <summary>It was written before.</summary>
    Repeated,
    NoRecipients,
    Unknown,
}
