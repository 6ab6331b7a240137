using Zhkh.Billing;
using Zhkh.Pbx.Dialer;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Debts;

/// <summary>
/// Debts as the ledger has them, for campaigns. The only place that reads Billing's tables for the dialer; Billing's own
/// audience takes its place as soon as it is there.
/// </summary>
internal sealed class DebtQuery(
    DatabaseSession session, OrganisationBoard organisations, CampaignBoard campaigns, TimeProvider time)
{
    private const string Debtors = """
        select a.number, b.debt, a.id,
            (select f.phone from billing.person_phones f where f.account_id = a.id
             order by f.source = 'contract' desc, f.since, f.phone limit 1),
            (select f.language from billing.person_phones f where f.account_id = a.id and f.language is not null
             order by f.phone limit 1),
            array(select sum(e.amount_minor)::bigint from billing.entries e
                  join billing.postings p on p.id = e.posting_id and p.kind = 'charge'
                  where e.account_id = a.id group by date_trunc('month', p.effective_on)
                  order by date_trunc('month', p.effective_on) desc)
        from billing.accounts a
        join (select account_id, sum(amount_minor)::bigint as debt from billing.balances
              where organisation = $1 group by account_id) b on b.account_id = a.id
        where a.organisation = $1 and a.closed_on is null and b.debt >= $2
        order by a.number
        """;

    public async Task<DebtorAudience> SelectAsync(
        string organisation, long debtFromMinor, int monthsFrom, CancellationToken cancel)
    {
        var known = (await organisations.AllAsync(cancel)).SingleOrDefault(o => o.Code == organisation)
            ?? throw new ArgumentException($"No organisation {organisation}", nameof(organisation));
        var promises = await campaigns.PromisesAsync(organisation, known.LocalDay(time.GetUtcNow()), cancel);
        var refusals = await campaigns.RefusalsAsync(organisation, cancel);
        var selected = new List<Debtor>();
        var excluded = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await using var command = session.Command(Debtors, organisation, Math.Max(1, debtFromMinor));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (account, debt) = (reader.GetString(0), reader.GetInt64(1));
            var months = MonthsOf(debt, reader.GetFieldValue<long[]>(5));
            if (months < monthsFrom)
            {
                continue;
            }

            var phone = reader.IsDBNull(3) ? null : reader.GetString(3);
            var stop = phone is null ? "noPhone"
                : promises.Contains(account) ? "promise"
                : refusals.Contains((phone, "")) ? "optOut"
                : refusals.Contains((phone, account)) ? "wrongPerson"
                : null;
            if (stop is null && phone is not null)
            {
                selected.Add(new Debtor(account, phone, debt, months,
                    reader.IsDBNull(4) ? known.Language : reader.GetString(4), known.TimeZone));
            }
            else if (stop is not null)
            {
                excluded[stop] = excluded.GetValueOrDefault(stop) + 1;
            }
        }

        return new DebtorAudience(
            selected, [.. excluded.Select(e => new Exclusion(e.Key, e.Value))], known.Currency);
    }

    public async Task<DebtCheck> StillOwesAsync(
        string organisation, string accountNumber, long selectedMinor, DateTimeOffset selectedAt,
        CancellationToken cancel)
    {
        await using var command = session.Command("""
            select coalesce((select sum(amount_minor) from billing.balances where account_id = a.id), 0)::bigint,
                exists (select from billing.entries e join billing.postings p on p.id = e.posting_id
                    where e.account_id = a.id and p.kind = 'payment' and p.posted_at > $3)
            from billing.accounts a
            where a.organisation = $1 and a.number = $2 and a.closed_on is null
            """, organisation, accountNumber, selectedAt.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
        {
            return new DebtCheck(false, 0, "closed");
        }

        var (owes, hasPaid) = (reader.GetInt64(0), reader.GetBoolean(1));
        return hasPaid || owes <= 0 || owes < selectedMinor
            ? new DebtCheck(false, owes, "paid") : new DebtCheck(true, owes, null);
    }

    /// <summary>Billing's way of counting: the latest monthly charges that make up the debt.</summary>
    private static int MonthsOf(long debt, IReadOnlyList<long> chargesNewestFirst)
    {
        var rest = debt;
        var months = chargesNewestFirst.TakeWhile(charge =>
        {
            var isNeeded = rest > 0;
            rest -= charge;
            return isNeeded;
        }).Count();
        return debt > chargesNewestFirst.Sum() ? months + 1 : months;
    }
}
