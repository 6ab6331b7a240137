using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Zhkh.Web.Cli;

/// <summary>
/// The database a command works on: the one named, or the private cluster of a data folder. A cluster that nobody runs
/// is started for the command and stopped behind it.
/// </summary>
internal sealed class InstallationDatabase : IAsyncDisposable
{
    public const string Help = "[--data DIR | --database CONNECTION]";
    private const int FolderHashDigits = 12;

    private readonly string? _startedFor;

    private InstallationDatabase(string connectionString, string? startedFor) =>
        (ConnectionString, _startedFor) = (connectionString, startedFor);

    /// <summary>As the owner.</summary>
    public string ConnectionString { get; }

    /// <param name="database">As typed; else ZHKH__DATABASE; else the cluster of the folder.</param>
    /// <param name="data">The data folder; else ZHKH__DATA; else ./data.</param>
    /// <exception cref="InstallationException">There is neither.</exception>
    public static async Task<InstallationDatabase> OpenAsync(string? database, string? data, CancellationToken cancel)
    {
        var named = database ?? Environment.GetEnvironmentVariable("ZHKH__DATABASE");
        if (named is { Length: > 0 })
        {
            return new InstallationDatabase(named, null);
        }

        var folder = FolderOf(data);
        var sockets = SocketFolder(folder);
        var connection = $"Host={sockets};Username=zhkh;Database=zhkh";
        if (await AnswersAsync(connection, cancel))
        {
            return new InstallationDatabase(connection, null);
        }

        if (!Directory.Exists(folder))
        {
            throw new InstallationException($"There is no data folder {folder}: start ./run.sh once, or name another");
        }

        await ScriptAsync(["start", folder, sockets], cancel);
        return new InstallationDatabase(connection, folder);
    }

    public static string FolderOf(string? data) =>
        Path.GetFullPath(data ?? Environment.GetEnvironmentVariable("ZHKH__DATA") ?? "data");

    /// <summary>What went wrong, and what to do about it.</summary>
    public static string Explain(NpgsqlException failure) => failure switch
    {
        PostgresException
        {
            SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName
                or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.UndefinedObject,
        } => "The database has no tables yet: start ./run.sh once",
        PostgresException refused => $"The database refused: {refused.MessageText}",
        _ => $"The database does not answer: {failure.Message}",
    };

    public async ValueTask DisposeAsync()
    {
        if (_startedFor is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await ScriptAsync(["stop", _startedFor], CancellationToken.None);
        }
    }

    // The same name as in run.sh: a socket's path must be short, whatever the folder's is.
    private static string SocketFolder(string folder)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)));
        return "/tmp/zhkh-" + hash[..FolderHashDigits];
    }

    private static async Task<bool> AnswersAsync(string connectionString, CancellationToken cancel)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Timeout=3;Pooling=false");
            await connection.OpenAsync(cancel);
            return true;
        }
        catch (PostgresException)
        {
            return true;   // it answers, if only with a refusal
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task ScriptAsync(IReadOnlyList<string> words, CancellationToken cancel)
    {
        var script = Repository("ops", "private-postgres.sh");
        using var process = Process.Start(new ProcessStartInfo(script, words)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        }) ?? throw new InstallationException($"{script} does not start");
        var said = process.StandardError.ReadToEndAsync(cancel);
        await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
        {
            throw new InstallationException((await said).Trim());
        }
    }

    private static string Repository(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine([folder.FullName, .. parts]);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new InstallationException($"{Path.Combine(parts)} is not beside this program: name --database");
    }
}
