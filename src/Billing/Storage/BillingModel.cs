using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>How the classes lie in the tables that the migrations made.</summary>
internal static class BillingModel
{
    public static void Registry(ModelBuilder model)
    {
        var organisation = model.Table<Organisation>("organisations");
        organisation.HasKey(o => o.Code);
        organisation.Property(o => o.Code).HasColumnName("organisation");
        model.Table<House>("houses").HasKey(h => h.Id);
        model.Table<Premise>("premises").HasKey(p => p.Id);
        model.Table<Person>("people").HasKey(p => p.Id);
        model.Table<Occupancy>("occupancies").HasKey(o => new { o.PremiseId, o.PersonId });
        model.Table<Account>("accounts").HasKey(a => a.Id);
        model.Table<PersonPhone>("person_phones").HasKey(p => new { p.AccountId, p.Phone });
        model.Table<AccountWord>("account_words").HasKey(w => new { w.AccountId, w.Word, w.Kind });
        // No navigations: only so that EF inserts parents first.
        model.Entity<Premise>().HasOne<House>().WithMany().HasForeignKey(p => p.HouseId);
        model.Entity<Occupancy>().HasOne<Premise>().WithMany().HasForeignKey(o => o.PremiseId);
        model.Entity<Occupancy>().HasOne<Person>().WithMany().HasForeignKey(o => o.PersonId);
        model.Entity<Account>().HasOne<Premise>().WithMany().HasForeignKey(a => a.PremiseId);
        model.Entity<PersonPhone>().HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId);
        model.Entity<AccountWord>().HasOne<Account>().WithMany().HasForeignKey(w => w.AccountId);
    }

    /// <summary>Postings and entries are written by the <see cref="Ledger"/> in SQL and never tracked.</summary>
    public static void Money(ModelBuilder model) =>
        model.Table<Balance>("balances").HasKey(b => new { b.AccountId, b.Service });

    public static void Meters(ModelBuilder model)
    {
        model.Table<Meter>("meters").HasKey(m => m.Id);
        model.Table<MeterReading>("readings").HasKey(r => r.Id);
        model.Entity<MeterReading>().HasOne<Meter>().WithMany().HasForeignKey(r => r.MeterId);
    }

    public static void Outbox(ModelBuilder model)
    {
        var fact = model.Table<OutboxFact>("outbox");
        fact.HasKey(f => f.Id);
        fact.Property(f => f.Id).UseIdentityAlwaysColumn();
        fact.Property(f => f.Payload).HasColumnType("jsonb");
    }
}
