using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Takes a callback in hand. Of two who press at once, one calls and one is told who does.</summary>
public sealed class CallbackAttempts(DispatchDb db, Rulebook rulebook, TimeProvider time)
{
    public async Task<AttemptBegun> BeginAttemptAsync(Guid id, string operatorName, CancellationToken cancel)
    {
        var callback = await db.Callbacks.SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (callback is null)
        {
            return new AttemptBegun(AttemptVerdict.Unknown, null, null, null, null, null, null);
        }

        if (callback.Phone is null && CallbackLifecycle.IsOpen(callback.Status))
        {
            return Refused(callback, AttemptVerdict.NotCallable);
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var rules = await rulebook.CallbacksAsync(callback.Organisation, now, cancel);
        if (callback.Move(CallbackMove.BeginAttempt, operatorName, null, now, rules) is not { } change)
        {
            return Refused(callback);
        }

        var attempt = new CallbackAttempt
        {
            Id = Guid.CreateVersion7(now),
            CallbackId = id,
            Organisation = callback.Organisation,
            Operator = operatorName,
            Inbound = false,
            BeganAt = now,
            Outcome = AttemptOutcome.Pending,
        };
        db.CallbackChanges.Add(change);
        db.CallbackAttempts.Add(attempt);
        Outbox.Tell(db, callback.Organisation,
            new CallbackChanged(id, callback.Organisation, callback.Status, now), now);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The row version moved on: a colleague, a late report or the clock was quicker. EF undid to its savepoint.
            db.ChangeTracker.Clear();
            return Refused(await db.Callbacks.AsNoTracking().SingleAsync(c => c.Id == id, cancel));
        }

        return new AttemptBegun(AttemptVerdict.Begun, attempt.Id, callback.Phone, callback.AccountNumber,
            operatorName, callback.LeasedUntil, callback.Status);
    }

    /// <summary>The exchange has begun to dial: from here on the attempt and the call know each other.</summary>
    public Task DialledAsync(Guid attemptId, Guid callId, CancellationToken cancel) => db.CallbackAttempts
        .Where(a => a.Id == attemptId && a.CallId == null)
        .ExecuteUpdateAsync(set => set.SetProperty(a => a.CallId, callId), cancel);

    private static AttemptBegun Refused(Callback callback, AttemptVerdict? because = null) => new(
        because ?? (CallbackLifecycle.IsOpen(callback.Status) ? AttemptVerdict.Taken : AttemptVerdict.Closed),
        null, callback.Phone, callback.AccountNumber, callback.Operator, callback.LeasedUntil, callback.Status);
}
