using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx;

/// <summary>The one place where the exchange is registered.</summary>
public static class PbxModule
{
    /// <summary>
    /// Registers <see cref="Exchange"/> and what screens use of it. The host registers the three desks, starts the
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
        services.AddScoped<DialOrders>();
        return services;
    }
}
