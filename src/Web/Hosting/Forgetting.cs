using Npgsql;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Hosting;

/// <summary>Empties an installation: all schemas, and what calls left in the data folder. The keys stay.</summary>
internal static class Forgetting
{
    /// <param name="connection">Open, as the owner.</param>
    /// <param name="data">Nobody works with it.</param>
    public static async Task RunAsync(NpgsqlConnection connection, DataFolder data, CancellationToken cancel)
    {
        foreach (var (schema, _) in ModuleMigrations.All.Reverse())
        {
            await using var drop = new NpgsqlCommand($"drop schema if exists {schema} cascade", connection);
            await drop.ExecuteNonQueryAsync(cancel);
        }

        data.Forget();
    }
}
