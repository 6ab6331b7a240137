using System.Text.Json;
using Zhkh.Billing;
using Zhkh.Pbx.Dialer;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>Whom a campaign may call, and whether that is still true before the dial; Billing answers.</summary>
internal sealed class DebtorDesk(SystemWork work) : IDebtorDesk
{
    public Task<DebtorAudience> SelectAsync(
        string organisation, long debtFromMinor, int monthsFrom, CancellationToken cancel) =>
        work.RunAsync(DatabasePool.Jobs, async services =>
        {
            var known = (await services.GetRequiredService<OrganisationBoard>().AllAsync(cancel))
                .Single(o => o.Code == organisation);
            var debtors = await services.GetRequiredService<DebtAudience>()
                .SelectAsync(organisation, debtFromMinor, monthsFrom, cancel);
            return new DebtorAudience(
                [.. debtors.Where(d => d.Stop is null).Select(d => new Pbx.Dialer.Debtor(
                    d.AccountNumber, d.Phones[0], d.DebtMinor, d.Months, d.Language, known.TimeZone))],
                [.. debtors.Where(d => d.Stop is not null).GroupBy(d => NameOf(d.Stop)).OrderBy(g => g.Key)
                    .Select(g => new Exclusion(g.Key, g.Count()))],
                known.Currency);
        }, cancel);

    public Task<DebtCheck> StillOwesAsync(
        string organisation, string accountNumber, string phone, long selectedMinor, DateTimeOffset selectedAt,
        CancellationToken cancel) =>
        work.RunAsync(DatabasePool.Jobs, async services =>
        {
            var now = await services.GetRequiredService<DebtAudience>()
                .StillOwesAsync(organisation, accountNumber, selectedAt, phone, cancel);
            return now.Owes && now.BalanceMinor >= selectedMinor
                ? new DebtCheck(true, now.BalanceMinor, null)
                : new DebtCheck(false, now.BalanceMinor, now.Owes ? NameOf(null) : NameOf(now.Stop));
        }, cancel);

    // A payment of any size, and nothing owed any more, are one word to the dialer: paid.
    private static string NameOf(DebtStop? stop) => stop is null or DebtStop.PaidRecently
        ? "paid" : JsonNamingPolicy.CamelCase.ConvertName(stop.Value.ToString());
}
