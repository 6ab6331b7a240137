using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Reads of outages. Row guards keep the asker inside their organisations.</summary>
public sealed class OutageBoard(DispatchDb db, OutageRules rules, TimeProvider time)
{
    public const int LimitMax = 200;
    private const int AtHouseMax = 10;

    /// <summary>Current and planned ones by their start, closed ones the latest first.</summary>
    /// <param name="after">Id of the last one shown, of closed ones.</param>
    public async Task<IReadOnlyList<OutageRow>> ListAsync(
        OutageState? state, string? organisation, Guid? after, int limit, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var found = db.Outages.AsNoTracking();
        found = organisation is null ? found : found.Where(o => o.Organisation == organisation);
        found = state switch
        {
            OutageState.Planned => found.Where(o => o.ClosedAt == null && o.StartsAt > now),
            OutageState.Current => found.Where(o => o.ClosedAt == null && o.StartsAt <= now),
            OutageState.Closed => found.Where(o => o.ClosedAt != null),
            null => found,
        };
        if (after is { } last)
        {
            found = found.Where(o => o.Id.CompareTo(last) < 0);
        }

        var rows = await found.OrderByDescending(o => o.Id).Take(Math.Clamp(limit, 1, LimitMax)).ToListAsync(cancel);
        return await RowsAsync(rows, now, cancel);
    }

    public async Task<OutageRow?> GetAsync(Guid id, CancellationToken cancel)
    {
        var rows = await db.Outages.AsNoTracking().Where(o => o.Id == id).ToListAsync(cancel);
        return (await RowsAsync(rows, time.GetUtcNow(), cancel)).SingleOrDefault();
    }

    /// <summary>
    /// What is off at these houses now or will be soon, the soonest first: what the robot says and the card shows.
    /// </summary>
    public async Task<IReadOnlyList<OutageAtHouse>> AtHousesAsync(
        string organisation, IReadOnlyCollection<Guid> houses, CancellationToken cancel)
    {
        Guid[] ids = [.. houses];
        var now = time.GetUtcNow();
        var rows = await db.Database.SqlQuery<AtHouseRow>($"""
            select o.id as "Id", o.number as "Number", h.house_id as "HouseId", o.kind as "Kind", o.cause as "Cause",
                o.services as "Services", o.starts_at as "StartsAt", o.planned_until as "PlannedUntil",
                (select count(*)::int from dispatch.outage_hearings g where g.outage_id = o.id) as "Heard"
            from dispatch.outage_houses h
            join dispatch.outages o on o.id = h.outage_id and o.closed_at is null
            where h.house_id = any ({ids}) and h.organisation = {organisation}
            order by o.starts_at, o.number limit {AtHouseMax}
            """).ToListAsync(cancel);
        if (rows.Count == 0)
        {
            return [];
        }

        var horizon = now + await rules.AnnounceBeforeAsync(organisation, now, cancel);
        return [.. rows.Where(r => r.StartsAt <= horizon).Select(r => r.ToAnswer())];
    }

    private async Task<IReadOnlyList<OutageRow>> RowsAsync(
        List<Outage> outages, DateTimeOffset now, CancellationToken cancel)
    {
        Guid[] ids = [.. outages.Select(o => o.Id)];
        var houses = (await db.OutageHouses.AsNoTracking().Where(h => ids.Contains(h.OutageId))
            .OrderBy(h => h.Address).ToListAsync(cancel)).ToLookup(h => h.OutageId);
        var deadlines = (await db.OutageDeadlines.AsNoTracking().Where(d => ids.Contains(d.OutageId))
            .OrderBy(d => d.DueAt).ThenBy(d => d.Service).ToListAsync(cancel)).ToLookup(d => d.OutageId);
        var changes = (await db.OutageChanges.AsNoTracking().Where(c => ids.Contains(c.OutageId))
            .OrderBy(c => c.Id).ToListAsync(cancel)).ToLookup(c => c.OutageId);
        var counts = (await db.Database.SqlQuery<CountRow>($"""
            select o.id as "Id",
                (select count(*)::int from dispatch.outage_hearings h where h.outage_id = o.id) as "Heard",
                (select count(*)::int from dispatch.outage_wishes w where w.outage_id = o.id) as "WantCall"
            from dispatch.outages o where o.id = any ({ids})
            """).ToListAsync(cancel)).ToDictionary(c => c.Id);
        return [.. outages.Select(o => new OutageRow(
            o.Id, o.Number, o.Organisation, o.Kind, StateOf(o, now), o.Utilities,
            [.. houses[o.Id].Select(h => new OutageHouse(h.HouseId, h.Address))], o.StartsAt, o.PlannedUntil,
            o.ClosedAt, o.Cause, o.TicketId, o.NotifyMunicipality, o.IsShortNotice, o.DeclaredAt, o.DeclaredBy,
            counts[o.Id].Heard, counts[o.Id].WantCall,
            [.. deadlines[o.Id].Select(d => new OutageDeadlineRow(
                CamelCase.Value<Utility>(d.Service), d.DueAt, d.Clause, d.Source))],
            [.. changes[o.Id].Select(c => new OutageChangeRow(
                c.At, c.By, c.What, c.PlannedUntil, c.ClosedAt, c.Reason))]))];
    }

    private static OutageState StateOf(Outage outage, DateTimeOffset now) =>
        outage.ClosedAt is not null ? OutageState.Closed
        : outage.StartsAt > now ? OutageState.Planned : OutageState.Current;

    private sealed record CountRow(Guid Id, int Heard, int WantCall);

    private sealed record AtHouseRow(
        Guid Id, int Number, Guid HouseId, string Kind, string Cause, string[] Services, DateTimeOffset StartsAt,
        DateTimeOffset? PlannedUntil, int Heard)
    {
        public OutageAtHouse ToAnswer() => new(
            Id, Number, HouseId, CamelCase.Value<OutageKind>(Kind), CamelCase.Value<OutageCause>(Cause),
            [.. Services.Select(CamelCase.Value<Utility>)], StartsAt, PlannedUntil, Heard);
    }
}
