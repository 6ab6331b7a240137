using Zhkh.Pbx.Dialer;
using Zhkh.Web.Debts;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>Whom a campaign may call, and whether that is still true before the dial; Billing's tables answer.</summary>
internal sealed class DebtorDesk(SystemWork work) : IDebtorDesk
{
    public Task<DebtorAudience> SelectAsync(
        string organisation, long debtFromMinor, int monthsFrom, CancellationToken cancel) =>
        work.RunAsync(
            DatabasePool.Jobs,
            services => services.GetRequiredService<DebtQuery>()
                .SelectAsync(organisation, debtFromMinor, monthsFrom, cancel),
            cancel);

    public Task<DebtCheck> StillOwesAsync(
        string organisation, string accountNumber, long selectedMinor, DateTimeOffset selectedAt,
        CancellationToken cancel) =>
        work.RunAsync(
            DatabasePool.Jobs,
            services => services.GetRequiredService<DebtQuery>()
                .StillOwesAsync(organisation, accountNumber, selectedMinor, selectedAt, cancel),
            cancel);
}
