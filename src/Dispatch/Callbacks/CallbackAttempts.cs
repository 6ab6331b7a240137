using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Takes a callback in hand. Of two who press at once, one calls and one is told who does.</summary>
public sealed class CallbackAttempts(DispatchDb db, Rulebook rulebook, TimeProvider time)
{
    /// <summary>A person at a screen calls.</summary>
    public Task<AttemptBegun> BeginAttemptAsync(Guid id, string operatorName, CancellationToken cancel) =>
        BeginAttemptAsync(id, operatorName, automatic: false, cancel);

    /// <param name="operatorName">Whose phone rings first.</param>
    /// <param name="automatic">The exchange calls by itself.</param>
    public async Task<AttemptBegun> BeginAttemptAsync(
        Guid id, string operatorName, bool automatic, CancellationToken cancel)
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
            Automatic = automatic,
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

    /// <summary>Our own phone was not taken: no try at the resident, and the next one may be at once.</summary>
    public async Task GiveBackAsync(Guid id, Guid callId, DateTimeOffset at, CancellationToken cancel)
    {
        var callback = await db.Callbacks
            .FromSql($"select *, xmin from dispatch.callbacks where id = {id} for update").SingleOrDefaultAsync(cancel);
        var attempt = await db.CallbackAttempts.Where(a => a.CallbackId == id && a.Outcome == AttemptOutcome.Pending
                && (a.CallId == callId || (a.CallId == null && !a.Inbound)))
            .OrderBy(a => a.CallId == callId ? 0 : 1).ThenByDescending(a => a.Id).FirstOrDefaultAsync(cancel);
        if (callback is null || attempt is null)
        {
            return;
        }

        var ended = Microseconds.Truncate(at);
        (attempt.CallId, attempt.EndedAt, attempt.Outcome) = (callId, ended, AttemptOutcome.OwnPhoneSilent);
        var rules = await rulebook.CallbacksAsync(callback.Organisation, ended, cancel);
        if (callback.Status == CallbackStatus.Dialling && callback.Operator == attempt.Operator
            && callback.Move(CallbackMove.OwnPhoneSilent, attempt.Operator, null, ended, rules) is { } change)
        {
            db.CallbackChanges.Add(change);
            Outbox.Tell(db, callback.Organisation,
                new CallbackChanged(id, callback.Organisation, callback.Status, ended), ended);
        }

        await db.SaveChangesAsync(cancel);
    }

    private static AttemptBegun Refused(Callback callback, AttemptVerdict? because = null) => new(
        because ?? (CallbackLifecycle.IsOpen(callback.Status) ? AttemptVerdict.Taken : AttemptVerdict.Closed),
        null, callback.Phone, callback.AccountNumber, callback.Operator, callback.LeasedUntil, callback.Status);
}
