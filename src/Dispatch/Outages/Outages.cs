using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Declares outages, moves their term, closes and reopens them.</summary>
public sealed class Outages(DispatchDb db, OutageRules rules, OutageBoard board, TimeProvider time)
{
    /// <summary>A clock of another machine may be this far ahead of ours when it says "closed now".</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(2);

    /// <summary>Declares an outage once per key (a double click is one outage and one answer).</summary>
    public async Task<OutageAnswer> DeclareAsync(OutageDeclaration asked, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(asked.Key);
        if (await RefusalAsync(asked, cancel) is { } refusal)
        {
            return new OutageAnswer(refusal, null);
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var id = Guid.CreateVersion7(now);
        var hash = asked.InputHash();
        // The second of two clicks waits here for the first one's commit.
        var isFirst = await db.Database.ExecuteSqlAsync($"""
            insert into dispatch.outage_keys (organisation, key, input_hash, outage_id)
            values ({asked.Organisation}, {asked.Key}, {hash}, {id}) on conflict do nothing
            """, cancel) == 1;
        if (!isFirst)
        {
            return await EarlierAsync(asked, hash, cancel);
        }

        var outage = await MakeAsync(asked, id, now, cancel);
        db.Outages.Add(outage);
        db.OutageHouses.AddRange(asked.Houses.Select(h => new OutageParts.House
        {
            OutageId = id,
            HouseId = h.Id,
            Organisation = asked.Organisation,
            Address = h.Address,
        }));
        db.OutageDeadlines.AddRange(
            await rules.DeadlinesAsync(outage, [.. asked.Houses.Select(h => h.Id)], cancel));
        await TellAsync(outage, OutageStep.Declared, asked.By, null, now, cancel);
        return new OutageAnswer(OutageVerdict.Done, await board.GetAsync(id, cancel));
    }

    /// <summary>When the outage of this key begins; null when the key is new.</summary>
    public async Task<DateTimeOffset?> StartOfAsync(string organisation, string key, CancellationToken cancel) =>
        (await db.Database.SqlQuery<DateTimeOffset>($"""
            select o.starts_at as "Value" from dispatch.outage_keys k join dispatch.outages o on o.id = k.outage_id
            where k.organisation = {organisation} and k.key = {key}
            """).ToListAsync(cancel)) is [var start] ? start : null;

    /// <summary>Another term, or none (being clarified), with the reason people ask for.</summary>
    public async Task<OutageAnswer> MoveTermAsync(
        Guid id, DateTimeOffset? plannedUntil, string reason, string by, CancellationToken cancel)
    {
        if (await LockAsync(id, cancel) is not { } outage)
        {
            return new OutageAnswer(OutageVerdict.Unknown, null);
        }

        var until = plannedUntil is { } at ? Microseconds.Truncate(at.ToUniversalTime()) : (DateTimeOffset?)null;
        if (outage.ClosedAt is not null)
        {
            return new OutageAnswer(OutageVerdict.Refused, await board.GetAsync(id, cancel));
        }

        if (until <= outage.StartsAt)
        {
            return new OutageAnswer(OutageVerdict.BadTerm, null);
        }

        if (until == outage.PlannedUntil)
        {
            return new OutageAnswer(OutageVerdict.Repeated, await board.GetAsync(id, cancel));
        }

        outage.PlannedUntil = until;
        return await ChangedAsync(outage, OutageStep.TermMoved, by, reason, cancel);
    }

    /// <summary>It is over. One that had not begun is called off: closed at its beginning.</summary>
    public async Task<OutageAnswer> CloseAsync(
        Guid id, DateTimeOffset? closedAt, string by, CancellationToken cancel)
    {
        if (await LockAsync(id, cancel) is not { } outage)
        {
            return new OutageAnswer(OutageVerdict.Unknown, null);
        }

        if (outage.ClosedAt is not null)
        {
            return new OutageAnswer(OutageVerdict.Repeated, await board.GetAsync(id, cancel));
        }

        var now = time.GetUtcNow();
        var at = Microseconds.Truncate((closedAt ?? now).ToUniversalTime());
        if (closedAt is not null && (at < outage.StartsAt || at > now + AheadMax))
        {
            return new OutageAnswer(OutageVerdict.BadTerm, null);
        }

        outage.ClosedAt = at > outage.StartsAt ? at : outage.StartsAt;
        return await ChangedAsync(outage, OutageStep.Closed, by, null, cancel);
    }

    /// <summary>It was not over after all: whoever is still to be called is called when it really is.</summary>
    public async Task<OutageAnswer> ReopenAsync(Guid id, string reason, string by, CancellationToken cancel)
    {
        if (await LockAsync(id, cancel) is not { } outage)
        {
            return new OutageAnswer(OutageVerdict.Unknown, null);
        }

        if (outage.ClosedAt is null)
        {
            return new OutageAnswer(OutageVerdict.Refused, await board.GetAsync(id, cancel));
        }

        outage.ClosedAt = null;
        // Orders placed for the closing are withdrawn by the effect of the fact; the next closing places new ones.
        await db.Database.ExecuteSqlAsync(
            $"update dispatch.outage_wishes set order_id = gen_random_uuid() where outage_id = {id}", cancel);
        return await ChangedAsync(outage, OutageStep.Reopened, by, reason, cancel);
    }

    private async Task<OutageVerdict?> RefusalAsync(OutageDeclaration asked, CancellationToken cancel)
    {
        if (asked.Houses.Count is 0 or > OutageDeclaration.HousesMax
            || asked.Services.Count is 0 or > OutageDeclaration.ServicesMax
            || asked.Services.Distinct().Count() != asked.Services.Count
            || asked.Houses.DistinctBy(h => h.Id).Count() != asked.Houses.Count)
        {
            return OutageVerdict.BadScope;
        }

        if (asked.PlannedUntil <= asked.StartsAt)
        {
            return OutageVerdict.BadTerm;
        }

        return asked.TicketId is { } ticket && !await db.Tickets.AnyAsync(
            t => t.Id == ticket && t.Organisation == asked.Organisation, cancel) ? OutageVerdict.UnknownTicket : null;
    }

    private async Task<OutageAnswer> EarlierAsync(OutageDeclaration asked, byte[] hash, CancellationToken cancel)
    {
        var earlier = await db.Database.SqlQuery<KeyRow>($"""
            select outage_id as "OutageId", input_hash as "InputHash" from dispatch.outage_keys
            where organisation = {asked.Organisation} and key = {asked.Key}
            """).SingleAsync(cancel);
        return earlier.InputHash.AsSpan().SequenceEqual(hash)
            ? new OutageAnswer(OutageVerdict.Repeated, await board.GetAsync(earlier.OutageId, cancel))
            : new OutageAnswer(OutageVerdict.KeyReused, null);
    }

    private async Task<Outage> MakeAsync(
        OutageDeclaration asked, Guid id, DateTimeOffset now, CancellationToken cancel) => new()
    {
        Id = id,
        Organisation = asked.Organisation,
        Number = await NextNumberAsync(asked.Organisation, cancel),
        Kind = asked.Kind,
        Services = [.. asked.Services.Select(CamelCase.Name)],
        Cause = asked.Cause,
        StartsAt = Microseconds.Truncate(asked.StartsAt.ToUniversalTime()),
        PlannedUntil = asked.PlannedUntil is { } until ? Microseconds.Truncate(until.ToUniversalTime()) : null,
        TicketId = asked.TicketId,
        NotifyMunicipality = asked.NotifyMunicipality,
        IsShortNotice = asked.Kind == OutageKind.Planned
            && await rules.IsShortNoticeAsync(asked.Organisation, now, asked.StartsAt, cancel),
        DeclaredAt = now,
        DeclaredBy = asked.By,
    };

    private Task<Outage?> LockAsync(Guid id, CancellationToken cancel) =>
        db.Outages.FromSql($"select * from dispatch.outages where id = {id} for update").SingleOrDefaultAsync(cancel);

    private async Task<OutageAnswer> ChangedAsync(
        Outage outage, OutageStep what, string by, string? reason, CancellationToken cancel)
    {
        outage.Version++;
        await TellAsync(outage, what, by, reason, Microseconds.Truncate(time.GetUtcNow()), cancel);
        return new OutageAnswer(OutageVerdict.Done, await board.GetAsync(outage.Id, cancel));
    }

    private async Task TellAsync(
        Outage outage, OutageStep what, string by, string? reason, DateTimeOffset now, CancellationToken cancel)
    {
        db.OutageChanges.Add(new OutageParts.Change
        {
            OutageId = outage.Id,
            Organisation = outage.Organisation,
            At = now,
            By = by,
            What = what,
            PlannedUntil = outage.PlannedUntil,
            ClosedAt = outage.ClosedAt,
            Reason = reason,
        });
        Outbox.Tell(db, outage.Organisation, new OutageChanged(
            outage.Id, outage.Organisation, outage.Number, what, outage.Version, outage.TicketId, now), now);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<int> NextNumberAsync(string organisation, CancellationToken cancel) =>
        (await db.Database.SqlQuery<int>($"""
            insert into dispatch.outage_counters (organisation, last_number) values ({organisation}, 1)
            on conflict (organisation) do update set last_number = outage_counters.last_number + 1
            returning last_number as "Value"
            """).ToListAsync(cancel))[0];

    private sealed record KeyRow(Guid OutageId, byte[] InputHash);
}
