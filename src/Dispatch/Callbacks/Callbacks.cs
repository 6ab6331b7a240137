using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Takes in missed calls and closes callbacks when the person was talked with, in either direction.</summary>
public sealed class Callbacks(DispatchDb db, Rulebook rulebook, TimeProvider time)
{
    private const string Exchange = "exchange";
    private const int OpenRacesMax = 5;

    /// <summary>
    /// A missed call becomes a callback, or a note on the one that is open for its phone. The same call may be told
    /// any number of times, before or after the talk that answered it.
    /// </summary>
    public async Task<CallbackRequested> RequestAsync(MissedCall call, CancellationToken cancel)
    {
        var now = Microseconds.Truncate(time.GetUtcNow());
        var arrivedAt = Microseconds.Truncate(call.ArrivedAt);
        var rules = await rulebook.CallbacksAsync(call.Organisation, arrivedAt, cancel);
        for (var race = 0; race < OpenRacesMax; race++)
        {
            var repeated = await db.CallbackCalls.AsNoTracking()
                .Where(c => c.CallId == call.CallId).Select(c => (Guid?)c.CallbackId).SingleOrDefaultAsync(cancel);
            if (repeated is { } known)
            {
                return new CallbackRequested(known, CallbackRequest.Repeated);
            }

            var open = call.Phone is null ? null : await LockOpenAsync(call.Organisation, call.Phone, cancel);
            if (open is not null)
            {
                return await NoteAsync(open, call, arrivedAt, rules, now, cancel);
            }

            if (await OpenAsync(call, arrivedAt, rules, now, cancel) is { } opened)
            {
                return opened;
            }
        }

        throw new InvalidOperationException($"Callback for call {call.CallId} lost {OpenRacesMax} races in a row");
    }

    /// <summary>
    /// A dispatcher and a resident are talking. An attempt of ours keeps its callback for the length of a talk; a
    /// call of theirs takes their open callback in hand, so that nobody dials them meanwhile.
    /// </summary>
    /// <param name="callbackId">What an outbound call was made for; null otherwise.</param>
    /// <param name="operatorName">Who talks: a user's name or an extension.</param>
    public async Task TalkBeganAsync(
        string organisation, string? phone, Guid? callbackId, Guid callId, string operatorName, DateTimeOffset at,
        CancellationToken cancel)
    {
        var callback = await LockForTalkAsync(organisation, phone, callbackId, cancel);
        if (callback is null || callback.ArrivedAt > at)
        {
            return;
        }

        var rules = await rulebook.CallbacksAsync(organisation, at, cancel);
        var began = Microseconds.Truncate(at);
        var attempt = await AttemptAsync(callback.Id, callId, callbackId is not null, cancel);
        if (callbackId is not null)
        {
            if (attempt is { Outcome: AttemptOutcome.Pending } && callback.Status == CallbackStatus.Dialling)
            {
                (attempt.CallId, attempt.AnsweredAt) = (callId, began);
                callback.Talking(began, rules);
            }
        }
        else if (attempt is null
            && callback.Move(CallbackMove.InboundBegan, operatorName, null, began, rules) is { } change)
        {
            Tell(callback, change);
            db.CallbackAttempts.Add(NewAttempt(callback, operatorName, true, callId, began, began));
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>
    /// A call is over. Enough two-way talk closes the callback of its phone; too little gives it back.
    /// </summary>
    /// <param name="callbackId">What an outbound call was made for; null otherwise.</param>
    /// <param name="talkSeconds">Two-way talk of a person of ours and them; 0 when there was none.</param>
    public async Task CallEndedAsync(
        string organisation, string? phone, Guid? callbackId, Guid callId, bool inbound, DateTimeOffset endedAt,
        int talkSeconds, CancellationToken cancel)
    {
        var rules = await rulebook.CallbacksAsync(organisation, endedAt, cancel);
        var ended = Microseconds.Truncate(endedAt);
        var talked = talkSeconds >= rules.Talk.TotalSeconds;
        var began = ended - TimeSpan.FromSeconds(talkSeconds);
        if (talked && phone is not null)
        {
            await RememberTalkAsync(organisation, phone, callId, began, cancel);
        }

        var callback = await LockForTalkAsync(organisation, phone, callbackId, cancel);
        var attempt = callback is null
            ? null
            : await AttemptAsync(callback.Id, callId, callbackId is not null, cancel);
        if (callback is null || attempt is { Outcome: AttemptOutcome.Reached or AttemptOutcome.NotReached }
            || (attempt is null && (talkSeconds == 0 || callback.ArrivedAt > began)))
        {
            return;
        }

        if (attempt is null)
        {
            attempt = NewAttempt(callback, Exchange, inbound, callId, began, began);
            db.CallbackAttempts.Add(attempt);
        }

        (attempt.CallId, attempt.EndedAt, attempt.TalkSeconds) = (callId, ended, talkSeconds);
        attempt.Outcome = talked ? AttemptOutcome.Reached : AttemptOutcome.NotReached;
        await CloseOrReturnAsync(callback, attempt, talked, began, rules, cancel);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Gives a callback up, with a reason. False: unknown, closed or in a colleague's hands.</summary>
    public async Task<bool> DropAsync(Guid id, string by, string reason, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var callback = await LockAsync(id, cancel);
        if (callback is null)
        {
            return false;
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var rules = await rulebook.CallbacksAsync(callback.Organisation, now, cancel);
        if (callback.Move(CallbackMove.Drop, by, reason, now, rules) is not { } change)
        {
            return false;
        }

        Tell(callback, change);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    private async Task CloseOrReturnAsync(
        Callback callback, CallbackAttempt attempt, bool talked, DateTimeOffset began, CallbackRules rules,
        CancellationToken cancel)
    {
        var ended = attempt.EndedAt ?? began;
        if (!talked)
        {
            // An attempt whose lease ran out was given back already.
            if (callback.Status == CallbackStatus.Dialling && callback.Operator == attempt.Operator
                && callback.Move(CallbackMove.AttemptFailed, attempt.Operator, null, ended, rules) is { } failed)
            {
                Tell(callback, failed);
                await TellTriesAsync(callback, ended, rules, cancel);
            }

            return;
        }

        // Calls missed after this talk began are a new promise: its clocks run from the earliest of them.
        var later = await db.CallbackCalls.Where(c => c.CallbackId == callback.Id && c.ArrivedAt > began)
            .OrderBy(c => c.ArrivedAt).Select(c => (DateTimeOffset?)c.ArrivedAt).FirstOrDefaultAsync(cancel);
        if (later is { } stillWaiting)
        {
            if (callback.Status == CallbackStatus.Dialling
                && callback.Move(CallbackMove.AttemptFailed, attempt.Operator, "missed again", ended, rules)
                    is { } back)
            {
                Tell(callback, back);
            }

            callback.RunFrom(stillWaiting, rules);
            return;
        }

        var move = attempt.Inbound ? CallbackMove.InboundTalked : CallbackMove.AttemptReached;
        if (callback.Move(move, attempt.Operator, null, ended, rules) is { } closed)
        {
            Tell(callback, closed);
        }
    }

    private async Task TellTriesAsync(
        Callback callback, DateTimeOffset at, CallbackRules rules, CancellationToken cancel)
    {
        var before = await db.CallbackAttempts.CountAsync(
            a => a.CallbackId == callback.Id && !a.Inbound && a.Outcome == AttemptOutcome.NotReached, cancel);
        if (before + 1 == rules.TriesBeforeSupervisor)
        {
            Outbox.Tell(db, callback.Organisation,
                new CallbackTriesFailed(callback.Id, callback.Organisation, callback.Phone, before + 1, at), at);
        }
    }

    private async Task<CallbackRequested> NoteAsync(
        Callback open, MissedCall call, DateTimeOffset arrivedAt, CallbackRules rules, DateTimeOffset now,
        CancellationToken cancel)
    {
        if (await TalkedSinceAsync(call, arrivedAt, cancel))
        {
            // They were answered after this call and missed again after that: the open promise is of the later call.
            db.CallbackCalls.Add(CallOf(call, open.Id));
            await db.SaveChangesAsync(cancel);
            return new CallbackRequested(open.Id, CallbackRequest.AlreadyAnswered);
        }

        db.CallbackCalls.Add(CallOf(call, open.Id));
        open.MissedCalls++;
        open.AccountNumber ??= call.AccountNumber;
        if (arrivedAt < open.ArrivedAt)
        {
            open.RunFrom(arrivedAt, rules);
        }

        Outbox.Tell(db, open.Organisation, new CallbackChanged(open.Id, open.Organisation, open.Status, now), now);
        await db.SaveChangesAsync(cancel);
        return new CallbackRequested(open.Id, CallbackRequest.Noted);
    }

    private async Task<CallbackRequested?> OpenAsync(
        MissedCall call, DateTimeOffset arrivedAt, CallbackRules rules, DateTimeOffset now, CancellationToken cancel)
    {
        var callback = new Callback
        {
            Id = Guid.CreateVersion7(now),
            Organisation = call.Organisation,
            Phone = call.Phone,
            AccountNumber = call.AccountNumber,
        };
        callback.RunFrom(arrivedAt, rules);
        // A second transaction for the same phone waits here and then finds this one open.
        var inserted = await db.Database.ExecuteSqlAsync($"""
            insert into dispatch.callbacks (id, organisation, phone, account_number, arrived_at, own_due_at,
                legal_due_at, status, missed_calls, next_try_at, wake_at)
            values ({callback.Id}, {callback.Organisation}, {callback.Phone}, {callback.AccountNumber},
                {callback.ArrivedAt}, {callback.OwnDueAt}, {callback.LegalDueAt}, 'due', 1, {callback.NextTryAt},
                {callback.WakeAt})
            on conflict do nothing
            """, cancel);
        if (inserted == 0)
        {
            return null;
        }

        db.CallbackCalls.Add(CallOf(call, callback.Id));
        db.CallbackChanges.Add(CallbackChange.Of(callback, null, CallbackStatus.Due, Exchange, call.Outcome, now));
        var answered = await TalkedSinceAsync(call, arrivedAt, cancel);
        if (answered)
        {
            var saved = await LockAsync(callback.Id, cancel);
            if (saved?.Move(CallbackMove.InboundTalked, Exchange, "talked after this call", now, rules) is { } closed)
            {
                db.CallbackChanges.Add(closed);
            }
        }

        Outbox.Tell(db, call.Organisation, new CallbackChanged(callback.Id, call.Organisation,
            answered ? CallbackStatus.ResolvedByInbound : CallbackStatus.Due, now), now);
        await db.SaveChangesAsync(cancel);
        return new CallbackRequested(
            callback.Id, answered ? CallbackRequest.AlreadyAnswered : CallbackRequest.Opened);
    }

    private async Task<bool> TalkedSinceAsync(MissedCall call, DateTimeOffset arrivedAt, CancellationToken cancel) =>
        call.Phone is not null && await db.Talks.AnyAsync(
            t => t.Organisation == call.Organisation && t.Phone == call.Phone && t.BeganAt >= arrivedAt, cancel);

    private Task RememberTalkAsync(
        string organisation, string phone, Guid callId, DateTimeOffset began, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"""
            insert into dispatch.talks as t (organisation, phone, began_at, call_id)
            values ({organisation}, {phone}, {began}, {callId})
            on conflict (organisation, phone) do update set began_at = excluded.began_at, call_id = excluded.call_id
                where excluded.began_at > t.began_at
            """, cancel);

    private void Tell(Callback callback, CallbackChange change)
    {
        db.CallbackChanges.Add(change);
        Outbox.Tell(db, callback.Organisation,
            new CallbackChanged(callback.Id, callback.Organisation, callback.Status, change.At), change.At);
    }

    /// <summary>The attempt of a call; of a call made for the callback also the one that has no call yet.</summary>
    private Task<CallbackAttempt?> AttemptAsync(Guid callbackId, Guid callId, bool ours, CancellationToken cancel) =>
        db.CallbackAttempts.Where(a => a.CallbackId == callbackId
                && (a.CallId == callId || (ours && a.CallId == null && !a.Inbound && a.EndedAt == null)))
            .OrderBy(a => a.CallId == callId ? 0 : 1).ThenByDescending(a => a.Id).FirstOrDefaultAsync(cancel);

    private Task<Callback?> LockForTalkAsync(
        string organisation, string? phone, Guid? callbackId, CancellationToken cancel) =>
        callbackId is { } id ? LockAsync(id, cancel)
            : phone is null ? Task.FromResult<Callback?>(null)
            : LockOpenAsync(organisation, phone, cancel);

    private Task<Callback?> LockAsync(Guid id, CancellationToken cancel) => db.Callbacks
        .FromSql($"select *, xmin from dispatch.callbacks where id = {id} for update").SingleOrDefaultAsync(cancel);

    private Task<Callback?> LockOpenAsync(string organisation, string phone, CancellationToken cancel) => db.Callbacks
        .FromSql($"""
            select *, xmin from dispatch.callbacks where organisation = {organisation} and phone = {phone}
                and status in ('due', 'dialling', 'breached') for update
            """).SingleOrDefaultAsync(cancel);

    private static CallbackAttempt NewAttempt(
        Callback callback, string operatorName, bool inbound, Guid callId, DateTimeOffset began,
        DateTimeOffset? answered) => new()
    {
        Id = Guid.CreateVersion7(began),
        CallbackId = callback.Id,
        Organisation = callback.Organisation,
        Operator = operatorName,
        Inbound = inbound,
        CallId = callId,
        BeganAt = began,
        AnsweredAt = answered,
        Outcome = AttemptOutcome.Pending,
    };

    private static CallbackCall CallOf(MissedCall call, Guid callbackId) => new()
    {
        CallId = call.CallId,
        CallbackId = callbackId,
        Organisation = call.Organisation,
        ArrivedAt = Microseconds.Truncate(call.ArrivedAt),
        EndedAt = Microseconds.Truncate(call.EndedAt),
        Outcome = call.Outcome,
    };
}
