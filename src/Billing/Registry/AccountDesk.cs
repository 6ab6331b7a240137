using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>What the robot asks while a caller waits: one query each.</summary>
public sealed class AccountDesk(BillingDb db, TimeProvider time)
{
    /// <summary>More accounts than this on one phone is an office, not a resident: a person has to ask.</summary>
    public const int AccountsMax = 9;

    /// <summary>Open accounts known for a phone (E.164), by number; empty when unknown.</summary>
    public async Task<IReadOnlyList<AccountOnPhone>> ByPhoneAsync(string phone, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select a.organisation as "Organisation", a.number as "Number",
                coalesce(f.language, o.language) as "Language", o.currency as "Currency", o.time_zone as "TimeZone",
                coalesce((select sum(b.amount_minor) from billing.balances b where b.account_id = a.id), 0)::bigint
                    as "BalanceMinor"
            from billing.person_phones f
            join billing.accounts a on a.id = f.account_id and a.closed_on is null
            join billing.organisations o on o.organisation = a.organisation
            where f.phone = {phone}
            order by a.number limit {AccountsMax}
            """).ToListAsync(cancel);
        return [.. rows.Select(ToAnswer)];
    }

    /// <summary>One open account, or null: unknown, or kept under this number by several organisations.</summary>
    public async Task<AccountOnPhone?> ByNumberAsync(string number, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select a.organisation as "Organisation", a.number as "Number",
                o.language as "Language", o.currency as "Currency", o.time_zone as "TimeZone",
                coalesce((select sum(b.amount_minor) from billing.balances b where b.account_id = a.id), 0)::bigint
                    as "BalanceMinor"
            from billing.accounts a
            join billing.organisations o on o.organisation = a.organisation
            where a.number = {number} and a.closed_on is null limit 2
            """).ToListAsync(cancel);
        return rows.Count == 1 ? ToAnswer(rows[0]) : null;
    }

    private AccountOnPhone ToAnswer(Row row) => new(row.Organisation, row.Number, row.Language, row.BalanceMinor,
        row.Currency, LocalCalendar.FirstOfMonth(LocalCalendar.Day(time.GetUtcNow(), row.TimeZone)));

    private sealed record Row(
        string Organisation, string Number, string Language, string Currency, string TimeZone, long BalanceMinor);
}
