using System.Diagnostics;
using Npgsql;
using Zhkh.Testing;

namespace Zhkh.Bench;

/// <summary>A private PostgreSQL as the product runs it: durable, unlike the one of the tests.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zbench").FullName;
    private string _server = "";

    public string ConnectionString => $"{_server};Database=bench;Command Timeout=1800";

    public static async Task<BenchCluster> StartAsync()
    {
        var cluster = new BenchCluster();
        cluster._server = (await cluster.ScriptAsync(
                "start", Path.Combine(cluster._folder, "d"), Path.Combine(cluster._folder, "s")))
            .Replace(";Database=zhkh", "", StringComparison.Ordinal).Trim();
        await ExecuteAsync($"{cluster._server};Database=postgres", "create database bench");
        foreach (var module in new[] { "Web", "Pbx", "Dispatch", "Billing" })
        {
            var migrations = Repository.Path("src", module, "Storage", "Migrations");
            foreach (var file in Directory.EnumerateFiles(migrations, "*.sql").Order(StringComparer.Ordinal))
            {
                await ExecuteAsync(cluster.ConnectionString, await File.ReadAllTextAsync(file));
            }
        }

        NpgsqlConnection.ClearAllPools();
        return cluster;
    }

    /// <summary>Processor time of the server and its backends; a shared machine's clock says little.</summary>
    public TimeSpan ProcessorTime()
    {
        var postmaster = File.ReadLines(
            Directory.EnumerateFiles(_folder, "postmaster.pid", SearchOption.AllDirectories).Single()).First();
        var ticks = Ticks(postmaster, 11, 4);
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName))
        {
            if (process is not null && char.IsAsciiDigit(process[0]) && Fields(process) is [_, var parent, ..]
                && parent == postmaster)
            {
                ticks += Ticks(process, 11, 2);
            }
        }

        return TimeSpan.FromMilliseconds(ticks * 10);
    }

    private static long Ticks(string process, int first, int count) => Fields(process).Skip(first).Take(count)
        .Sum(f => long.Parse(f, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What follows the name in /proc/…/stat: state, parent … utime, stime, cutime, cstime.</summary>
    private static string[] Fields(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];   // gone meanwhile
        }
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 1800 };
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await ScriptAsync("stop", Path.Combine(_folder, "d"), "immediate");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> ScriptAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.Path("ops", "private-postgres.sh"), arguments)
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("No script");
        var output = await process.StandardOutput.ReadLineAsync() ?? "";
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"exit {process.ExitCode}");
    }
}
