using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>What the roads report of an order: how far the SMS came, what the robot's call brought.</summary>
public sealed class CrewNews(
    DispatchDb db, Assignments assignments, CrewActs acts, Escalations escalations, TimeProvider time)
{
    private const string Accepted = "accepted";
    private const string Declined = "declined";
    private const string Withdrawn = "withdrawn";

    /// <summary>An SMS got somewhere, or has given up: then the next road is taken at once.</summary>
    /// <param name="state">queued, sending, sent, delivered, failed, dead.</param>
    /// <param name="reply">The gateway's own words.</param>
    public async Task MessageAsync(
        Guid assignmentId, Guid messageId, string state, string? reply, DateTimeOffset at, CancellationToken cancel)
    {
        await NoteAsync(assignmentId, StepChannel.Sms, "sms", state, reply, $"sms:{messageId:N}:{state}", at, cancel);
        if (state is "failed" or "dead")
        {
            await escalations.MessageFailedAsync(assignmentId, cancel);
        }
    }

    /// <summary>A try of the robot's call is over.</summary>
    /// <param name="disposition">accepted, declined, noAnswer, busy … (DialFinished).</param>
    public async Task CallAsync(
        Guid assignmentId, Guid orderId, int attempt, string disposition, DateTimeOffset at, CancellationToken cancel)
    {
        var tap = $"call:{orderId:N}:{attempt}";
        if (disposition is Accepted or Declined)
        {
            var crew = await db.Assignments.AsNoTracking().Where(a => a.Id == assignmentId).Select(a => a.Crew)
                .SingleOrDefaultAsync(cancel);
            var move = disposition == Accepted ? AssignmentMove.Accept : AssignmentMove.Decline;
            var answer = await acts.TakeAsync(
                new CrewAct(assignmentId, move, StepChannel.Robot, crew ?? "robot", at, tap), cancel);
            if (answer.Verdict != CrewActVerdict.Refused)
            {
                return;
            }
        }

        // One that was taken back was taken back by us: nothing happened on the line.
        if (disposition != Withdrawn)
        {
            await NoteAsync(assignmentId, StepChannel.Robot, "robot", disposition, null, tap, at, cancel);
        }
    }

    private async Task NoteAsync(
        Guid assignmentId, StepChannel channel, string road, string state, string? detail, string tap,
        DateTimeOffset at, CancellationToken cancel)
    {
        var order = await db.Assignments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == assignmentId, cancel);
        if (order is null || state.Length == 0
            || await db.AssignmentSteps.AnyAsync(s => s.AssignmentId == assignmentId && s.ClientId == tap, cancel))
        {
            return;
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        db.AssignmentSteps.Add(new AssignmentStep
        {
            AssignmentId = order.Id,
            Organisation = order.Organisation,
            At = CrewActs.Settle(at, order.OrderedAt, now),
            ReceivedAt = now,
            Channel = channel,
            By = road,
            What = $"{road}{char.ToUpperInvariant(state[0])}{state[1..]}",
            Detail = detail,
            ClientId = tap,
        });
        assignments.Tell(order, now);
        await db.SaveChangesAsync(cancel);
    }
}
