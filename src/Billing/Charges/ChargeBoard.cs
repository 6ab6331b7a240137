using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>The lines of an account's bill, each with what a pocket calculator needs.</summary>
public sealed class ChargeBoard(BillingDb db)
{
    /// <summary>Those for a month, reversed ones too, in the order they were made.</summary>
    public async Task<IReadOnlyList<ChargeRow>> OfAsync(
        string accountNumber, DateOnly month, string language, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select c.id as "Id", c.service as "Service", c.month as "Month", c.method as "Method",
                c.consumed as "Consumed", c.credited as "Credited", c.people as "People", c.area as "Area",
                c.norm as "Norm", c.days as "Days", c.month_days as "MonthDays", c.quantity as "Quantity",
                c.unit as "Unit", c.price as "Price", c.coefficient as "Coefficient",
                c.amount_minor as "AmountMinor", c.rounded_away as "RoundedAway", c.posting_id as "PostingId",
                p.posted_at as "At", p.currency as "Currency",
                exists (select from billing.postings r where r.reverses = p.id) as "Reversed"
            from billing.accounts a
            join billing.charges c on c.account_id = a.id and c.month = {LocalCalendar.FirstOfMonth(month)}
            join billing.postings p on p.id = c.posting_id
            where a.number = {accountNumber} order by c.id
            """).ToListAsync(cancel);
        return [.. rows.Select(r => r.ToAnswer(language))];
    }

    private sealed record Row(
        long Id, string Service, DateOnly Month, string Method, decimal Consumed, decimal Credited, int? People,
        decimal? Area, decimal? Norm, int Days, int MonthDays, decimal Quantity, string Unit, decimal Price,
        decimal Coefficient, long AmountMinor, decimal RoundedAway, Guid PostingId, DateTimeOffset At, string Currency,
        bool Reversed)
    {
        public ChargeRow ToAnswer(string language)
        {
            var charge = new Charge(CamelCase.Value<Service>(Service), CamelCase.Value<ChargeMethod>(Method), Consumed,
                Credited, People, Area, Norm, Days, MonthDays, Quantity, Unit, Price, Coefficient, AmountMinor,
                RoundedAway, null, null);
            return new ChargeRow(Id, charge.Service, Month, charge.Method, Quantity, Unit, Price, Coefficient,
                AmountMinor, new ChargeFormula(language, Currency).Of(charge), RoundedAway, PostingId, Reversed, At);
        }
    }
}

/// <summary>A line of a bill.</summary>
/// <param name="Amount">Minor units.</param>
/// <param name="RoundedAway">Minor units the exact product has more than the amount.</param>
public sealed record ChargeRow(
    long Id, Service Service, DateOnly Month, ChargeMethod Method, decimal Quantity, string Unit, decimal Tariff,
    decimal Coefficient, long Amount, string Formula, decimal RoundedAway, Guid PostingId, bool Reversed,
    DateTimeOffset At);
