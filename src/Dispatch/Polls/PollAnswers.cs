using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>What a try of the robot brought.</summary>
/// <param name="Disposition">rated, noAnswer, busy, optOut … (DialFinished).</param>
/// <param name="IsFinal">Nobody will be dialled for this poll again.</param>
/// <param name="RecordingId">Where the words are, when there are any.</param>
public sealed record PollAnswer(
    Guid PollId, string Disposition, bool IsFinal, int? Score, bool HasComment, Guid? CallId, Guid? RecordingId);

/// <summary>Takes in marks: onto the ticket, and a low one brings it back and tells the senior.</summary>
public sealed class PollAnswers(DispatchDb db, TicketMoves moves, TimeProvider time)
{
    private const string Robot = "robot";
    private const string OptOut = "optOut";

    /// <summary>The same answer may be told any number of times.</summary>
    public async Task TakeAsync(PollAnswer answer, CancellationToken cancel)
    {
        var ticketId = await db.Polls.AsNoTracking().Where(p => p.Id == answer.PollId)
            .Select(p => (Guid?)p.TicketId).SingleOrDefaultAsync(cancel);
        if (ticketId is not { } known || await moves.LockAsync(known, cancel) is not { } ticket)
        {
            return;
        }

        var poll = await db.Polls.FromSql($"""
            select *, xmin from dispatch.polls where id = {answer.PollId} for no key update
            """).SingleAsync(cancel);
        var now = Microseconds.Truncate(time.GetUtcNow());
        var isTaken = answer is { Score: { } score and >= 1 and <= 5 }
            ? await RateAsync(poll, ticket, answer, score, now, cancel)
            : await EndAsync(poll, answer, now, cancel);
        if (!isTaken)
        {
            return;
        }

        Outbox.Tell(db, poll.Organisation,
            new PollChanged(poll.Id, poll.TicketId, poll.Organisation, poll.State, now), now);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<bool> RateAsync(
        Poll poll, Ticket ticket, PollAnswer answer, int score, DateTimeOffset now, CancellationToken cancel)
    {
        if (!poll.Rate(answer, score, now))
        {
            return false;
        }

        ticket.Rate(score);
        await db.SaveChangesAsync(cancel);   // what follows asks the table how the poll stands
        if (answer.CallId is { } call)
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into dispatch.ticket_calls (ticket_id, call_id, organisation)
                values ({ticket.Id}, {call}, {ticket.Organisation}) on conflict do nothing
                """, cancel);
        }

        if (score <= poll.LowScore)
        {
            var said = score.ToString(CultureInfo.InvariantCulture);
            // Refused when a person was quicker and it is in work again: the senior still hears of the mark.
            await moves.MoveAsync(ticket, TicketMove.Reopen, null, Robot, $"score {said}", now, now, cancel);
            Attention.Raise(db, ticket, poll.AssignmentId, AttentionReason.LowScore, said, now);
        }

        return true;
    }

    private async Task<bool> EndAsync(Poll poll, PollAnswer answer, DateTimeOffset now, CancellationToken cancel)
    {
        if (answer.Disposition == OptOut)
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into dispatch.poll_opt_outs (organisation, phone, at)
                values ({poll.Organisation}, {poll.Phone}, {now}) on conflict do nothing
                """, cancel);
            return poll.Move(PollMove.Withdraw, OptOut, now);
        }

        return answer.IsFinal && poll.Move(PollMove.GiveUp, answer.Disposition, now);
    }
}
