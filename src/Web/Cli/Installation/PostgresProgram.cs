using System.Diagnostics;
using Npgsql;

namespace Zhkh.Web.Cli;

/// <summary>pg_dump and pg_restore, of the newest PostgreSQL on this machine.</summary>
internal static class PostgresProgram
{
    /// <summary>Runs one on a database; its own words are the reason when it fails.</summary>
    /// <exception cref="InstallationException">It is missing or failed.</exception>
    public static async Task RunAsync(
        string name, string connectionString, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var at = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(Find(name), [.. arguments, "--no-password"]) { RedirectStandardError = true };
        // By environment: a password on a command line is read by everybody on the machine.
        start.Environment["PGHOST"] = at.Host;
        start.Environment["PGPORT"] = at.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = at.Username;
        start.Environment["PGDATABASE"] = at.Database;
        if (at.Password is { Length: > 0 } password)
        {
            start.Environment["PGPASSWORD"] = password;
        }

        using var process = Process.Start(start) ?? throw new InstallationException($"{name} does not start");
        var said = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
        {
            throw new InstallationException($"{name} failed: {said.Trim()}");
        }
    }

    private static string Find(string name)
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return versions.OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)
                .Select(folder => Path.Combine(folder, "bin")).Concat(paths)
                .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InstallationException($"{name} is missing: apt-get install postgresql-client");
    }
}
