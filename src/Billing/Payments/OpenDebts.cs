using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>
/// What accounts owe now, service by service, held for the rest of the transaction: two payments of one account are
/// split one after the other. Locks in the order of ids, so takers wait instead of blocking each other for good.
/// </summary>
internal sealed class OpenDebts
{
    private readonly Dictionary<Guid, List<(Service Service, long Minor)>> _owed = [];
    private readonly Dictionary<Guid, string> _numbers = [];

    private OpenDebts()
    {
    }

    public static async Task<OpenDebts> HoldAsync(
        BillingDb db, IEnumerable<Guid> accounts, CancellationToken cancel)
    {
        Guid[] ids = [.. accounts.Distinct().Order()];
        var held = await db.Database.SqlQuery<HeldAccount>($"""
            select id as "Id", number as "Number" from billing.accounts where id = any ({ids})
            order by id for no key update
            """).ToListAsync(cancel);
        var rows = await db.Database.SqlQuery<Owed>($"""
            select account_id as "AccountId", service as "Service", amount_minor as "Minor"
            from billing.balances where account_id = any ({ids})
            """).ToListAsync(cancel);
        var debts = new OpenDebts();
        foreach (var account in held)
        {
            debts._owed[account.Id] = [];
            debts._numbers[account.Id] = account.Number;
        }

        foreach (var row in rows)
        {
            debts._owed[row.AccountId].Add((CamelCase.Value<Service>(row.Service), row.Minor));
        }

        return debts;
    }

    public string NumberOf(Guid account) => _numbers[account];

    public bool Knows(Guid account) => _numbers.ContainsKey(account);

    /// <summary>The lines of a payment; what it pays off is no longer owed to the next one.</summary>
    public List<EntryLine> Pay(Guid account, Money amount)
    {
        var owed = _owed[account];
        var lines = new List<EntryLine>();
        foreach (var (service, part) in PaymentSplit.Of(amount, owed))
        {
            var index = owed.FindIndex(o => o.Service == service);
            if (index < 0)
            {
                owed.Add((service, -part.Minor));
            }
            else
            {
                owed[index] = (service, owed[index].Minor - part.Minor);
            }

            lines.Add(EntryLine.Resident(account, service, -part));
        }

        return lines;
    }

    private sealed record HeldAccount(Guid Id, string Number);

    private sealed record Owed(Guid AccountId, string Service, long Minor);
}
