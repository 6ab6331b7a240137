using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Zhkh.Billing;

/// <summary>
/// The demo town: two organisations, the fixed residents of the contract, and a generated rest. Deterministic for a
/// seed and a month. Runs as the system role inside the host's transaction.
/// </summary>
public sealed class DemoTown(BillingDb db, TimeProvider time)
{
    private const int FirstAccountPrivolsk = 4_410_001;
    private const int FirstAccountKhmelnytske = 5_510_001;

    /// <summary>Builds the town unless it stands already.</summary>
    public async Task<DemoTownReport> BuildAsync(DemoTownOptions options, CancellationToken cancel)
    {
        var created = !await db.Organisations.AnyAsync(cancel);
        if (created)
        {
            await FoundAsync(options, cancel);
        }

        var postings = await db.Database
            .SqlQuery<int>($"""select count(*)::int as "Value" from billing.postings""").SingleAsync(cancel);
        return new DemoTownReport(created, await db.Houses.CountAsync(cancel), await db.Accounts.CountAsync(cancel),
            await db.People.CountAsync(cancel), await db.Meters.CountAsync(cancel), postings);
    }

    private async Task FoundAsync(DemoTownOptions options, CancellationToken cancel)
    {
        db.Organisations.AddRange(DemoOrganisations.Privolsk, DemoOrganisations.Khmelnytske);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        await DemoOrganisations.OpenWindowsAsync(db, cancel);
        var now = Microseconds.Truncate(time.GetUtcNow());
        var dice = new Dice(options.Seed);
        var rows = new TownRows();
        Plan(DemoOrganisations.Privolsk, DemoNames.Privolsk)
            .Lay(options.HousesPrivolsk, FixedResidents.Privolsk, FirstAccountPrivolsk, "+7937200");
        Plan(DemoOrganisations.Khmelnytske, DemoNames.Khmelnytske)
            .Lay(options.HousesKhmelnytske, FixedResidents.Khmelnytske, FirstAccountKhmelnytske, "+380671");
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await new TownCopy(connection, rows, now, cancel).WriteAsync();
        await DemoTariffs.SetAsync(db, cancel);

        TownPlan Plan(Organisation organisation, DemoNames names) =>
            new(rows, organisation, names, dice, organisation.LocalDay(now), options);
    }
}
