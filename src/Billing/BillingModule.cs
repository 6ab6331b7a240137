using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Zhkh.Billing;

/// <summary>The only registration point of the module.</summary>
public static class BillingModule
{
    /// <summary>Everything is scoped and works inside the <see cref="DbTransaction"/> the host registered.</summary>
    public static IServiceCollection AddBilling(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped(provider =>
        {
            var transaction = provider.GetRequiredService<DbTransaction>();
            return BillingDb.In(transaction);
        });
        services.AddScoped<AccountDesk>();
        services.AddScoped<Accounts>();
        services.AddScoped<AccountSearch>();
        services.AddScoped<AccountWords>();
        services.AddScoped<OrganisationBoard>();
        services.AddScoped<Houses>();
        services.AddScoped<Ledger>();
        services.AddScoped<AccountLedger>();
        services.AddScoped<LedgerCheck>();
        services.AddScoped<Tariffs>();
        services.AddScoped<ChargeBoard>();
        services.AddScoped<Penalties>();
        services.AddScoped<MonthBoard>();
        services.AddScoped<MonthRuns>();
        services.AddScoped<MonthRunClock>();
        services.AddScoped<PeriodClose>();
        services.AddScoped<Recalculation>();
        services.AddScoped<AccountMonths>();
        services.AddScoped<MeterBoard>();
        services.AddScoped<ReadingIntake>();
        services.AddScoped<RegisterProfiles>();
        services.AddScoped<RegisterIntake>();
        services.AddScoped<RegisterBoard>();
        services.AddScoped<RegisterOrders>();
        services.AddScoped<RegisterWork>();
        services.AddScoped<PaymentIntake>();
        services.AddScoped<UnidentifiedPayments>();
        services.AddScoped<PostingReversals>();
        services.AddScoped<DebtAudience>();
        services.AddScoped<DebtMarks>();
        services.AddScoped<DemoTown>();
        return services;
    }
}
