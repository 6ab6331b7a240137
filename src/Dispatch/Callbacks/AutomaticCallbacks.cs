using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Which callbacks the exchange makes by itself, and since when after the call.</summary>
public sealed class AutomaticCallbacks(DispatchDb db, Rulebook rulebook, TimeProvider time)
{
    /// <summary>More than this many dispatchers do not become free in one second.</summary>
    public const int DueMax = 20;

    public async Task<CallbackSettings> SettingsAsync(string organisation, CancellationToken cancel) =>
        (await db.Database.SqlQuery<CallbackSettings>($"""
            select organisation as "Organisation", is_automatic as "IsAutomatic", from_seconds as "FromSeconds"
            from dispatch.callback_settings where organisation = {organisation}
            """).ToListAsync(cancel)).SingleOrDefault() ?? CallbackSettings.Unset(organisation);

    public Task SetAsync(CallbackSettings settings, string by, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return db.Database.ExecuteSqlAsync($"""
            insert into dispatch.callback_settings (organisation, is_automatic, from_seconds, changed_at, changed_by)
            values ({settings.Organisation}, {settings.IsAutomatic}, {settings.FromSeconds}, {now}, {by})
            on conflict (organisation) do update set is_automatic = excluded.is_automatic,
                from_seconds = excluded.from_seconds, changed_at = excluded.changed_at,
                changed_by = excluded.changed_by
            """, cancel);
    }

    /// <summary>
    /// Those whose moment has come and whose limit has not, the least time first. In nobody's hands, a number to call,
    /// and not tried in vain so often that a person must decide.
    /// </summary>
    public async Task<IReadOnlyList<DueCallback>> DueAsync(CancellationToken cancel)
    {
        var now = Microseconds.Truncate(time.GetUtcNow());
        var due = await db.Database.SqlQuery<Candidate>($"""
            select c.id as "Id", c.organisation as "Organisation", c.phone as "Phone",
                c.account_number as "AccountNumber",
                (select count(*)::int from dispatch.callback_attempts a
                    where a.callback_id = c.id and not a.inbound and a.outcome = 'notReached') as "Failed"
            from dispatch.callbacks c
            join dispatch.callback_settings s on s.organisation = c.organisation and s.is_automatic
            where c.status = 'due' and c.phone is not null and c.next_try_at <= {now} and c.legal_due_at > {now}
                and c.arrived_at + s.from_seconds * interval '1 second' <= {now}
            order by c.legal_due_at, c.id limit {DueMax}
            """).ToListAsync(cancel);
        var allowed = new List<DueCallback>();
        foreach (var callback in due)
        {
            var rules = await rulebook.CallbacksAsync(callback.Organisation, now, cancel);
            if (callback.Failed < rules.TriesBeforeSupervisor)
            {
                allowed.Add(new DueCallback(
                    callback.Id, callback.Organisation, callback.Phone, callback.AccountNumber));
            }
        }

        return allowed;
    }

    private sealed record Candidate(Guid Id, string Organisation, string Phone, string? AccountNumber, int Failed);
}
