using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>The module's tables, inside the transaction the host opened.</summary>
public sealed class BillingDb(DbContextOptions<BillingDb> options) : DbContext(options)
{
    internal const string Schema = "billing";

    internal DbSet<Organisation> Organisations => Set<Organisation>();

    internal DbSet<House> Houses => Set<House>();

    internal DbSet<Premise> Premises => Set<Premise>();

    internal DbSet<Person> People => Set<Person>();

    internal DbSet<Occupancy> Occupancies => Set<Occupancy>();

    internal DbSet<Account> Accounts => Set<Account>();

    internal DbSet<PersonPhone> PersonPhones => Set<PersonPhone>();

    internal DbSet<AccountWord> AccountWords => Set<AccountWord>();

    internal DbSet<Balance> Balances => Set<Balance>();

    internal DbSet<Meter> Meters => Set<Meter>();

    internal DbSet<MeterReading> Readings => Set<MeterReading>();

    internal DbSet<OutboxFact> Outbox => Set<OutboxFact>();

    /// <summary>A context that works inside the host's transaction; the host commits.</summary>
    internal static BillingDb In(DbTransaction transaction)
    {
        var connection = transaction.Connection
            ?? throw new InvalidOperationException("The host's transaction is already over");
        var db = new BillingDb(new DbContextOptionsBuilder<BillingDb>().UseNpgsql(connection).Options);
        db.Database.UseTransaction(transaction);
        return db;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        CamelCased<OrganisationKind>(conventions);
        CamelCased<OccupancyKind>(conventions);
        CamelCased<PhoneSource>(conventions);
        CamelCased<AccountWordKind>(conventions);
        CamelCased<Service>(conventions);
        CamelCased<MeterScope>(conventions);
        CamelCased<ReadingSource>(conventions);
        CamelCased<ReadingStatus>(conventions);
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.HasDefaultSchema(Schema);
        BillingModel.Registry(model);
        BillingModel.Money(model);
        BillingModel.Meters(model);
        BillingModel.Outbox(model);
    }

    private static void CamelCased<T>(ModelConfigurationBuilder conventions) where T : struct, Enum =>
        conventions.Properties<T>().HaveConversion<CamelCaseEnum<T>>();
}
