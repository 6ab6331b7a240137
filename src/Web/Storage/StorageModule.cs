using Microsoft.Extensions.Options;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Storage;

/// <summary>Registration of the folder.</summary>
internal static class StorageModule
{
    public static void AddStorage(this IServiceCollection services)
    {
        services.AddSingleton(provider => new Database(
            provider.GetRequiredService<IOptions<WebOptions>>().Value.Database is { Length: > 0 } connection
                ? connection
                : throw new StartRefusedException(
                    "No database: ./run.sh starts a private PostgreSQL, --database names a server of your own")));
        services.AddSingleton<Migrator>();
        services.AddSingleton<SystemWork>();
        services.AddSingleton<CircuitBreaker>();
        services.AddScoped<DatabaseSession>();
        services.AddScoped(provider => provider.GetRequiredService<DatabaseSession>().Transaction);
    }
}
