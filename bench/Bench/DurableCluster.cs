using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Zhkh.Testing;

namespace Zhkh.Bench;

/// <summary>
/// A PostgreSQL of its own with the settings run.sh gives it: durable, so the figures are those of a user.
/// </summary>
internal sealed class DurableCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zbench").FullName;

    private DurableCluster() => ConnectionString =
        Script("start", Path.Combine(_folder, "d"), Path.Combine(_folder, "s")).Trim() + ";Command Timeout=600";

    public string ConnectionString { get; private set; }

    public NpgsqlDataSource Owner => field ??= NpgsqlDataSource.Create(ConnectionString);

    /// <summary>The loops of the host.</summary>
    public NpgsqlDataSource System =>
        field ??= NpgsqlDataSource.Create(ConnectionString + ";Options=-c role=zhkh_system");

    /// <summary>Started, and migrated when asked for.</summary>
    public static async Task<DurableCluster> StartAsync(bool migrated)
    {
        var cluster = new DurableCluster();
        await using (var server = NpgsqlDataSource.Create(
            cluster.ConnectionString.Replace("Database=zhkh", "Database=postgres", StringComparison.Ordinal)))
        {
            await using var create = server.CreateCommand("create database zhkh");
            await create.ExecuteNonQueryAsync();
        }

        var modules = migrated ? new[] { "Web", "Pbx", "Dispatch", "Billing" } : [];
        foreach (var file in modules.SelectMany(m => Directory.EnumerateFiles(
            Repository.Path("src", m, "Storage", "Migrations"), "*.sql").Order(StringComparer.Ordinal)))
        {
            await cluster.ExecuteAsync(await File.ReadAllTextAsync(file));
        }

        return cluster;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException(sql));
    }

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        await System.DisposeAsync();
        Script("stop", Path.Combine(_folder, "d"), "immediate");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The machine a figure was taken on, in one line.</summary>
    public static string Machine()
    {
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, load average {load} before the run");
    }

    /// <summary>Writes a page below docs/bench and shows it.</summary>
    public static async Task WriteAsync(string page, string text)
    {
        await File.WriteAllTextAsync(Repository.Path("docs", "bench", page), text);
        await Console.Out.WriteAsync(text);
    }

    private static string Script(params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.Path("ops", "private-postgres.sh"), arguments)
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("No shell");
        var output = process.StandardOutput.ReadLine() ?? "";
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException("PostgreSQL did not start");
    }
}
