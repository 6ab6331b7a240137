using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Zhkh.Billing;

/// <summary>The prices and norms of organisations: listed, ended by a successor, never rewritten.</summary>
public sealed class Tariffs(BillingDb db, TimeProvider time)
{
    public const int ListMax = 1000;

    /// <summary>All of an organisation, the newest first.</summary>
    public async Task<IReadOnlyList<Tariff>> ListAsync(string organisation, CancellationToken cancel) =>
        [.. (await RowsAsync(organisation, cancel)).OrderBy(t => t.Service).ThenByDescending(t => t.ValidFrom)];

    /// <summary>
    /// A price from a day on. The one in force until then ends the day before; one that begins later stays, and this
    /// one ends where it begins.
    /// </summary>
    public async Task<TariffOutcome> SetAsync(TariffOffered offered, string by, CancellationToken cancel)
    {
        if (offered.Price < 0 || decimal.Round(offered.Price, 6) != offered.Price || offered.Price > PriceMax
            || offered.Service == Service.Penalty)
        {
            return new TariffOutcome(TariffVerdict.BadPrice, null);
        }

        var known = (await RowsAsync(offered.Organisation, cancel)).Where(t => t.Service == offered.Service).ToList();
        if (known.Exists(t => t.ValidFrom == offered.ValidFrom))
        {
            return new TariffOutcome(TariffVerdict.Overlaps, null);
        }

        var before = known.Where(t => t.ValidFrom < offered.ValidFrom).MaxBy(t => t.ValidFrom);
        var after = known.Where(t => t.ValidFrom > offered.ValidFrom).MinBy(t => t.ValidFrom);
        var (usualBy, usualUnit) = UsualTariff.Of(offered.Service);
        var tariff = new Tariff(Guid.CreateVersion7(time.GetUtcNow()), offered.Organisation, offered.Service,
            offered.Price, offered.Unit ?? before?.Unit ?? usualUnit,
            offered.ChargedBy ?? before?.ChargedBy ?? usualBy, offered.ValidFrom, after?.ValidFrom, offered.Basis);
        try
        {
            await WriteAsync(before, tariff, by, cancel);
            return new TariffOutcome(TariffVerdict.Set, tariff);
        }
        catch (PostgresException refused) when (VerdictOf(refused.SqlState) is { } verdict)
        {
            return new TariffOutcome(verdict, null);
        }
    }

    /// <summary>Prices and norms on the days of a month.</summary>
    internal async Task<PriceList> OfMonthAsync(string organisation, DateOnly month, CancellationToken cancel)
    {
        var norms = await db.Database.SqlQuery<NormRow>($"""
            select service as "Service", per as "Per", value as "Value", unit as "Unit", valid_from as "ValidFrom",
                valid_to as "ValidTo"
            from billing.norms where organisation = {organisation}
            """).ToListAsync(cancel);
        return new PriceList(month, await RowsAsync(organisation, cancel), [.. norms.Select(n => n.ToNorm())]);
    }

    private const decimal PriceMax = 1_000_000;

    private async Task WriteAsync(Tariff? before, Tariff tariff, string by, CancellationToken cancel)
    {
        if (before is { ValidTo: null })
        {
            await db.Database.ExecuteSqlAsync(
                $"update billing.tariffs set valid_to = {tariff.ValidFrom} where id = {before.Id}", cancel);
        }

        await db.Database.ExecuteSqlAsync($"""
            insert into billing.tariffs (id, organisation, service, price, unit, charged_by, valid_from, valid_to,
                basis, recorded_at, recorded_by)
            values ({tariff.Id}, {tariff.Organisation}, {CamelCase.Name(tariff.Service)}, {tariff.Price},
                {tariff.Unit}, {CamelCase.Name(tariff.ChargedBy)}, {tariff.ValidFrom}, {tariff.ValidTo},
                {tariff.Basis}, {time.GetUtcNow()}, {by})
            """, cancel);
    }

    private static TariffVerdict? VerdictOf(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.UniqueViolation => TariffVerdict.Overlaps,
        PostgresErrorCodes.ObjectNotInPrerequisiteState => TariffVerdict.ClosedMonth,
        PostgresErrorCodes.CheckViolation => TariffVerdict.BadPrice,
        _ => null,
    };

    private async Task<List<Tariff>> RowsAsync(string organisation, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<TariffRow>($"""
            select id as "Id", organisation as "Organisation", service as "Service", price as "Price", unit as "Unit",
                charged_by as "ChargedBy", valid_from as "ValidFrom", valid_to as "ValidTo", basis as "Basis"
            from billing.tariffs where organisation = {organisation}
            order by valid_from desc limit {ListMax}
            """).ToListAsync(cancel);
        return [.. rows.Select(r => r.ToTariff())];
    }

    private sealed record TariffRow(
        Guid Id, string Organisation, string Service, decimal Price, string Unit, string ChargedBy,
        DateOnly ValidFrom, DateOnly? ValidTo, string Basis)
    {
        public Tariff ToTariff() => new(Id, Organisation, CamelCase.Value<Service>(Service), Price, Unit,
            CamelCase.Value<ChargedBy>(ChargedBy), ValidFrom, ValidTo, Basis);
    }

    private sealed record NormRow(
        string Service, string Per, decimal Value, string Unit, DateOnly ValidFrom, DateOnly? ValidTo)
    {
        public Norm ToNorm() => new(CamelCase.Value<Service>(Service), CamelCase.Value<NormPer>(Per), Value, Unit,
            ValidFrom, ValidTo);
    }
}

/// <summary>A price somebody wants in force.</summary>
/// <param name="Unit">Null = as before, else as usual for the service.</param>
public sealed record TariffOffered(
    string Organisation, Service Service, decimal Price, DateOnly ValidFrom, string Basis, string? Unit,
    ChargedBy? ChargedBy);

/// <summary>What became of it.</summary>
public sealed record TariffOutcome(TariffVerdict Verdict, Tariff? Tariff);

/// <summary>Refusals are answers.</summary>
public enum TariffVerdict
{
    Set,

    /// <summary>Another price is in force on one of its days.</summary>
    Overlaps,

    /// <summary>It would begin in a month that is closed.</summary>
    ClosedMonth,

    /// <summary>Negative, more than six decimals, a unit that is none, or no service that has a price.</summary>
    BadPrice,
}
