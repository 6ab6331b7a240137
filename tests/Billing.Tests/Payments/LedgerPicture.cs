using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Billing.Tests;

/// <summary>
/// The state of the money as one hash, read with the owner's SQL and none of the product's: which operations are
/// payments of which accounts with what amounts on which days, by service; what every account owes; what the
/// organisation's books hold.
/// </summary>
public static class LedgerPicture
{
    public static async Task<string> HashAsync(Town town) => await HashOfAsync(town, """
        select m.bank || '|' || m.operation_id || '|' || coalesce(a.number, '-') || '|' || m.amount_minor || '|'
            || p.effective_on || '|' || coalesce(m.queue, '') || '|'
            || (select string_agg(e.book || ':' || coalesce(e.service, '') || ':' || e.amount_minor, ','
                    order by e.book, e.service, e.amount_minor) from billing.entries e where e.posting_id = p.id)
        from billing.payments m join billing.postings p on p.id = m.posting_id
        left join billing.accounts a on a.id = m.account_id
        union all
        select a.number || '=' || b.service || '=' || b.amount_minor
        from billing.balances b join billing.accounts a on a.id = b.account_id
        union all
        select e.organisation || '~' || e.book || '~' || sum(e.amount_minor) || '~' || count(*)
        from billing.entries e where e.book <> 'resident' group by e.organisation, e.book
        """);

    /// <summary>The same without the split over services, which depends on what was owed when a payment came.</summary>
    public static async Task<string> TotalsHashAsync(Town town) => await HashOfAsync(town, """
        select m.bank || '|' || m.operation_id || '|' || coalesce(a.number, '-') || '|' || m.amount_minor || '|'
            || p.effective_on
        from billing.payments m join billing.postings p on p.id = m.posting_id
        left join billing.accounts a on a.id = m.account_id
        union all
        select a.number || '=' || sum(b.amount_minor)
        from billing.balances b join billing.accounts a on a.id = b.account_id group by a.number
        union all
        select e.book || '~' || sum(e.amount_minor) from billing.entries e where e.book <> 'resident' group by e.book
        """);

    /// <summary>Nothing was made of nothing: every posting, every month and the whole ledger add up to zero.</summary>
    public static async Task AddsUpAsync(Town town)
    {
        Assert.Equal(0L, await town.Database.ScalarAsync<long>("""
            select count(*) from (select posting_id from billing.entries group by posting_id
                having sum(amount_minor) <> 0 or count(*) < 2) as broken
            """));
        Assert.Equal(0m, await town.Database.ScalarAsync<decimal>("select sum(amount_minor) from billing.entries"));
        Assert.Equal(0L, await town.Database.ScalarAsync<long>("""
            select count(*) from (select date_trunc('month', p.effective_on), sum(e.amount_minor)
                from billing.entries e join billing.postings p on p.id = e.posting_id group by 1
                having sum(e.amount_minor) <> 0) as months
            """));
        Assert.Equal(0L, await town.Database.ScalarAsync<long>("""
            select count(*) from billing.balances b full join (
                select account_id, service, sum(amount_minor) as minor from billing.entries
                where book = 'resident' group by account_id, service) l
                on l.account_id = b.account_id and l.service = b.service
            where b.amount_minor is distinct from l.minor
            """));
        Assert.Equal(0L, await town.Database.ScalarAsync<long>("""
            select count(*) from billing.payments m where not exists (
                select from billing.postings p where p.id = m.posting_id)
            """));
    }

    private static async Task<string> HashOfAsync(Town town, string sql)
    {
        var text = await town.Database.ScalarAsync<string>(string.Create(CultureInfo.InvariantCulture,
            $"select coalesce(string_agg(line, E'\\n' order by line), '') from ({sql}) as all_lines(line)"));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
