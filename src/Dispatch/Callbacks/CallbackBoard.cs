using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Reads of callbacks. Row guards keep the asker inside their organisations.</summary>
public sealed class CallbackBoard(DispatchDb db)
{
    public const int PageMax = 200;

    /// <summary>Open ones, the least time first.</summary>
    public async Task<IReadOnlyList<CallbackRow>> OpenAsync(int limit, CancellationToken cancel) => await RowsAsync(
        db.Callbacks.Where(c => c.Status == CallbackStatus.Due || c.Status == CallbackStatus.Dialling
                || c.Status == CallbackStatus.Breached)
            .OrderBy(c => c.LegalDueAt).ThenBy(c => c.Id).Take(Math.Clamp(limit, 1, PageMax)), cancel);

    /// <summary>All, newest first; <paramref name="after"/> is the id of the last one shown.</summary>
    public async Task<IReadOnlyList<CallbackRow>> ListAsync(
        Guid? after, int limit, string? phone, CallbackStatus? status, CancellationToken cancel)
    {
        var callbacks = db.Callbacks.AsQueryable();
        if (after is { } id)
        {
            callbacks = callbacks.Where(c => c.Id.CompareTo(id) < 0);
        }

        if (phone is not null)
        {
            callbacks = callbacks.Where(c => c.Phone == phone);
        }

        if (status is { } wanted)
        {
            callbacks = callbacks.Where(c => c.Status == wanted);
        }

        return await RowsAsync(
            callbacks.OrderByDescending(c => c.Id).Take(Math.Clamp(limit, 1, PageMax)), cancel);
    }

    public async Task<CallbackRow?> GetAsync(Guid id, CancellationToken cancel) =>
        (await RowsAsync(db.Callbacks.Where(c => c.Id == id), cancel)).SingleOrDefault();

    /// <summary>Which callback each of these missed calls became.</summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> OfCallsAsync(Guid[] callIds, CancellationToken cancel) =>
        await db.CallbackCalls.AsNoTracking().Where(c => callIds.Contains(c.CallId))
            .ToDictionaryAsync(c => c.CallId, c => c.CallbackId, cancel);

    /// <summary>
    /// Whole percent of the callbacks since a moment that were over before their legal time (ПП РФ 416, п. 13); null
    /// when none is due. One dropped within its time does not count, nor one whose time still runs; one dropped after
    /// it is late. Only all of them are a hundred.
    /// </summary>
    public async Task<int?> CalledBackInTimePercentAsync(DateTimeOffset since, CancellationToken cancel)
    {
        var decided = db.Callbacks.Where(c => c.ArrivedAt >= since
            && (c.BreachedAt != null || c.Status == CallbackStatus.Reached
                || c.Status == CallbackStatus.ResolvedByInbound));
        var all = await decided.CountAsync(cancel);
        return all == 0 ? null : 100 * await decided.CountAsync(c => c.BreachedAt == null, cancel) / all;
    }

    private async Task<IReadOnlyList<CallbackRow>> RowsAsync(IQueryable<Callback> which, CancellationToken cancel)
    {
        var callbacks = await which.AsNoTracking().ToListAsync(cancel);
        Guid[] ids = [.. callbacks.Select(c => c.Id)];
        var attempts = await db.CallbackAttempts.AsNoTracking().Where(a => ids.Contains(a.CallbackId))
            .OrderBy(a => a.BeganAt).ThenBy(a => a.Id).ToListAsync(cancel);
        var calls = await db.CallbackCalls.AsNoTracking().Where(c => ids.Contains(c.CallbackId))
            .OrderBy(c => c.ArrivedAt).ToListAsync(cancel);
        var attemptsOf = attempts.ToLookup(a => a.CallbackId);
        var callsOf = calls.ToLookup(c => c.CallbackId);
        return [.. callbacks.Select(c => new CallbackRow(c.Id, c.Organisation, c.Phone, c.AccountNumber, c.ArrivedAt,
            c.OwnDueAt, c.LegalDueAt, c.Status,
            [.. attemptsOf[c.Id].Select(a => new AttemptRow(a.Id, a.Operator, a.Inbound, a.CallId, a.BeganAt,
                a.AnsweredAt, a.EndedAt, a.Outcome, a.TalkSeconds, a.Automatic))],
            c.MissedCalls, [.. callsOf[c.Id].Select(m => m.CallId)], c.NextTryAt, c.Operator, c.Phone is not null,
            c.BreachedAt, c.ClosedAt, c.DroppedBecause))];
    }
}
