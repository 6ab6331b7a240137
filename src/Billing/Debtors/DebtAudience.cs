using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Zhkh.Billing;

/// <summary>Whom a campaign about debts may call, and, before each dial, whether that is still true.</summary>
public sealed class DebtAudience(BillingDb db, TimeProvider time)
{
    /// <summary>A payment made so few days ago may have more of its kind under way; own regulation.</summary>
    public const int PaidRecentlyDays = 3;

    /// <summary>For a whole organisation; a clerk waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Accounts of an organisation that owe at least so much for at least so many months, by number. Those that must
    /// not be called are among them, each with its reason, so that a preview can count them.
    /// </summary>
    /// <param name="debtFromMinor">Minor units; less than one is one.</param>
    /// <param name="monthsFrom">How many of the latest monthly charges the debt must cover.</param>
    public async Task<IReadOnlyList<Debtor>> SelectAsync(
        string organisation, long debtFromMinor, int monthsFrom, CancellationToken cancel)
    {
        if (await OrganisationAsync(organisation, cancel) is not { } found)
        {
            return [];
        }

        var today = found.LocalDay(time.GetUtcNow());
        var before = db.Database.GetCommandTimeout();
        db.Database.SetCommandTimeout(Patience);
        var rows = await db.Database.SqlQueryRaw<Row>(DebtorsSql.Audience,
            new NpgsqlParameter("organisation", organisation),
            new NpgsqlParameter("debt_from", Math.Max(debtFromMinor, 1)),
            new NpgsqlParameter("months_from", monthsFrom),
            new NpgsqlParameter("today", today),
            new NpgsqlParameter("midnight", MidnightOf(today, found))).ToListAsync(cancel);
        db.Database.SetCommandTimeout(before);
        return [.. rows.Select(r => r.ToDebtor(found, today))];
    }

    /// <summary>
    /// Asked right before a dial: is anything still owed, has anything come since, may this phone be rung?
    /// </summary>
    /// <param name="sinceSelection">When the audience was selected; any payment after it stops the call.</param>
    /// <param name="phone">The one about to be rung; null = any.</param>
    public async Task<StillOwes> StillOwesAsync(
        string organisation, string accountNumber, DateTimeOffset sinceSelection, string? phone,
        CancellationToken cancel)
    {
        if (await OrganisationAsync(organisation, cancel) is not { } found)
        {
            return new StillOwes(false, 0, null);
        }

        var today = found.LocalDay(time.GetUtcNow());
        var rows = await db.Database.SqlQueryRaw<PointRow>(DebtorsSql.Point,
            new NpgsqlParameter("organisation", organisation),
            new NpgsqlParameter("number", accountNumber),
            new NpgsqlParameter("since", sinceSelection.ToUniversalTime()),
            new NpgsqlParameter("phone", NpgsqlDbType.Text) { Value = (object?)phone ?? DBNull.Value },
            new NpgsqlParameter("today", today),
            new NpgsqlParameter("midnight", MidnightOf(today, found))).ToListAsync(cancel);
        if (rows is not [{ IsOpen: true, BalanceMinor: > 0 } row])
        {
            return new StillOwes(false, rows.Count == 0 ? 0 : rows[0].BalanceMinor, null);
        }

        var stop = row.Paid ? DebtStop.PaidRecently
            : Marked(row.Kinds) ?? (row.Arriving ? DebtStop.UnfinishedRegister : null);
        return new StillOwes(stop is null, row.BalanceMinor, stop);
    }

    private Task<Organisation?> OrganisationAsync(string organisation, CancellationToken cancel) =>
        db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Code == organisation, cancel);

    private static DateTimeOffset MidnightOf(DateOnly day, Organisation organisation)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(organisation.TimeZone);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>The first stop, in the order of the kinds, that one of these marks is.</summary>
    private static DebtStop? Marked(string[] kinds) => kinds.Length == 0
        ? null
        : StopOf(kinds.Select(CamelCase.Value<DebtMarkKind>).Min());

    private static DebtStop StopOf(DebtMarkKind kind) => kind switch
    {
        DebtMarkKind.Promise => DebtStop.PromiseActive,
        DebtMarkKind.InstalmentAgreement => DebtStop.InstalmentAgreement,
        DebtMarkKind.Dispute => DebtStop.Dispute,
        DebtMarkKind.Court => DebtStop.Court,
        DebtMarkKind.OptOut => DebtStop.OptOut,
        DebtMarkKind.WrongPerson => DebtStop.WrongPerson,
        DebtMarkKind.Deceased => DebtStop.Deceased,
        DebtMarkKind.SubsidyPending => DebtStop.SubsidyPending,
        DebtMarkKind.Moratorium => DebtStop.Moratorium,
    };

    private sealed record PointRow(long BalanceMinor, bool IsOpen, bool Paid, string[] Kinds, bool Arriving);

    private sealed record Row(
        Guid AccountId, string AccountNumber, long DebtMinor, int Months, string[] Known, int Willing,
        string[] Callable, string? Language, string[] Kinds, DateOnly? PaidOn, bool Arriving, bool Everybody)
    {
        public Debtor ToDebtor(Organisation organisation, DateOnly today)
        {
            var stop = Known.Length == 0 ? DebtStop.NoPhone
                : PaidOn > today.AddDays(-PaidRecentlyDays) ? DebtStop.PaidRecently
                : Marked(Kinds)
                    ?? (Willing == 0 ? DebtStop.OptOut
                    : Callable.Length == 0 ? DebtStop.WrongPerson
                    : Everybody ? DebtStop.Moratorium
                    : Arriving ? DebtStop.UnfinishedRegister
                    : (DebtStop?)null);
            return new Debtor(AccountId, AccountNumber, organisation.Code, DebtMinor, organisation.Currency, Months,
                stop is null ? Callable : [], Language ?? organisation.Language, stop);
        }
    }
}
