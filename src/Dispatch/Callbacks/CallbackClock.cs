using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>
/// Looks at callbacks whose moment has come: rings their stages, marks breaches, takes back leases. Any number of
/// these may run; each row is claimed by one.
/// </summary>
public sealed class CallbackClock(DispatchDb db, Rulebook rulebook, TimeProvider time)
{
    public const int ClaimMax = 100;
    private const string Clock = "clock";

    /// <summary>One round in the host's transaction.</summary>
    /// <returns>How many were looked at; <see cref="ClaimMax"/> = come again at once.</returns>
    public async Task<int> TickAsync(CancellationToken cancel)
    {
        var now = Microseconds.Truncate(time.GetUtcNow());
        var due = await db.Callbacks.FromSql($"""
            select *, xmin from dispatch.callbacks where wake_at <= {now}
            order by wake_at limit {ClaimMax} for update skip locked
            """).ToListAsync(cancel);
        foreach (var callback in due)
        {
            var rules = await rulebook.CallbacksAsync(callback.Organisation, now, cancel);
            if (callback.Status == CallbackStatus.Dialling)
            {
                await TakeBackAsync(callback, now, rules, cancel);
            }

            if (callback.Status == CallbackStatus.Due)
            {
                Ring(callback, now, rules);
            }
        }

        await db.SaveChangesAsync(cancel);
        return due.Count;
    }

    private async Task TakeBackAsync(
        Callback callback, DateTimeOffset now, CallbackRules rules, CancellationToken cancel)
    {
        var attempts = await db.CallbackAttempts
            .Where(a => a.CallbackId == callback.Id && a.Outcome == AttemptOutcome.Pending).ToListAsync(cancel);
        foreach (var attempt in attempts)
        {
            (attempt.Outcome, attempt.EndedAt) = (AttemptOutcome.LeaseExpired, now);
        }

        if (callback.Move(CallbackMove.LeaseExpired, Clock, null, now, rules) is { } change)
        {
            Tell(callback, change);
        }
    }

    /// <summary>After a pause several stages may have passed: only the last of them sounds.</summary>
    private void Ring(Callback callback, DateTimeOffset now, CallbackRules rules)
    {
        var passed = CallbackPlan.Pending(callback, rules)
            .Where(s => s.At <= now).Select(s => s.Stage).ToArray();
        if (passed.Length == 0)
        {
            return;
        }

        var loudest = passed.Max();
        var firstBreach = callback.BreachedAt is null;
        callback.Raised(passed.Aggregate((all, stage) => all | stage), rules);
        if (loudest == CallbackStages.LegalDue
            && callback.Move(CallbackMove.LegalDuePassed, Clock, null, now, rules) is { } breach)
        {
            Tell(callback, breach);
            if (!firstBreach)
            {
                return;
            }
        }

        Outbox.Tell(db, callback.Organisation, new CallbackFellDue(callback.Id, callback.Organisation, callback.Phone,
            callback.AccountNumber, loudest, callback.OwnDueAt, callback.LegalDueAt, now), now);
    }

    private void Tell(Callback callback, CallbackChange change)
    {
        db.CallbackChanges.Add(change);
        Outbox.Tell(db, callback.Organisation,
            new CallbackChanged(callback.Id, callback.Organisation, callback.Status, change.At), change.At);
    }
}
