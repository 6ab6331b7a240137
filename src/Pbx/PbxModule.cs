using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Recording;

namespace Zhkh.Pbx;

/// <summary>The one place where the exchange is registered.</summary>
public static class PbxModule
{
    /// <summary>
    /// Registers <see cref="Exchange"/> and what screens use of it. The host registers the four desks, starts the
    /// exchange, and drains it before it stops.
    /// </summary>
    /// <param name="systemDatabase">The data source that acts as zhkh_system.</param>
    public static IServiceCollection AddPbx(
        this IServiceCollection services, PbxOptions options, Func<IServiceProvider, NpgsqlDataSource> systemDatabase)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => new Exchange(
            options,
            new TownPorts(
                provider.GetRequiredService<ISubscriberDesk>(), provider.GetRequiredService<IMeterDesk>(),
                provider.GetRequiredService<IOutageDesk>()),
            systemDatabase(provider), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => provider.GetRequiredService<Exchange>().Feed);
        services.AddSingleton(provider => provider.GetRequiredService<Exchange>().Switchboard);
        services.AddSingleton(provider => provider.GetRequiredService<Exchange>().Recordings);
        services.AddSingleton(provider => provider.GetRequiredService<Exchange>().Conversations);
        services.AddSingleton(provider =>
        {
            var exchange = provider.GetRequiredService<Exchange>();
            return new RobotDialer(
                systemDatabase(provider), provider.GetRequiredService<IDebtorDesk>(), exchange.Switchboard,
                exchange.Conversations, () => exchange.LinesNow, options.Dialer,
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RobotDialer>>());
        });
        services.AddSingleton(provider => new RecordingPurge(
            systemDatabase(provider), provider.GetRequiredService<RecordingStore>(),
            provider.GetRequiredService<ITicketCalls>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RecordingPurge>>()));
        services.AddSingleton(provider => new RecordingSweep(
            systemDatabase(provider), provider.GetRequiredService<RecordingStore>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RecordingOrders(systemDatabase(provider)));
        services.AddSingleton(provider => new RecordingUpkeep(
            systemDatabase(provider), provider.GetRequiredService<RecordingStore>(),
            provider.GetRequiredService<RecordingPurge>(), provider.GetRequiredService<RecordingOrders>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RecordingUpkeep>>()));
        services.AddScoped<RecordingAlarms>();
        services.AddScoped<RecordingBoard>();
        services.AddScoped<RecordingHolds>();
        services.AddScoped<RetentionRules>();
        services.AddScoped<DialOrders>();
        services.AddScoped<ContactLedger>();
        services.AddScoped<DialProfiles>();
        services.AddScoped<Campaigns>();
        services.AddScoped<CampaignBoard>();
        return services;
    }
}
