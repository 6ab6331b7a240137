using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Keeps the list of crews and who of them is on shift.</summary>
public sealed class Crews(DispatchDb db, TimeProvider time)
{
    /// <summary>Writes a crew down unless its code is there already; true when it was not.</summary>
    public async Task<bool> AddAsync(Crew crew, CancellationToken cancel)
    {
        if (await FindAsync(crew.Organisation, crew.Code, cancel) is not null)
        {
            return false;
        }

        db.Crews.Add(crew);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>A crew comes to work or goes home; what it has in hand stays in its hands.</summary>
    /// <returns>False when the asker does not know such a crew.</returns>
    public async Task<bool> SetShiftAsync(
        string organisation, string code, bool isOn, string by, CancellationToken cancel)
    {
        var crew = await db.Crews.FromSql($"""
            select * from dispatch.crews where organisation = {organisation} and code = {code} for update
            """).SingleOrDefaultAsync(cancel);
        if (crew is null)
        {
            return false;
        }

        if (crew.IsOnShift == isOn)
        {
            return true;
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        (crew.IsOnShift, crew.ShiftChangedAt) = (isOn, now);
        db.CrewShifts.Add(new CrewShift
        {
            Organisation = organisation,
            Crew = code,
            IsOn = isOn,
            At = now,
            By = by,
        });
        Outbox.Tell(db, organisation, new CrewShiftChanged(organisation, code, isOn, now), now);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    internal Task<Crew?> FindAsync(string organisation, string? code, CancellationToken cancel) =>
        db.Crews.AsNoTracking().SingleOrDefaultAsync(c => c.Organisation == organisation && c.Code == code, cancel);
}
