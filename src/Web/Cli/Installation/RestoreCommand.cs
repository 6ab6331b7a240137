using System.Formats.Tar;
using Microsoft.Extensions.Options;
using Npgsql;
using Zhkh.Web.Hosting;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Cli;

/// <summary>
/// <c>zhkh restore FILE.tar</c>: puts a backup back. A database that holds something is left alone unless told to.
/// </summary>
internal sealed class RestoreCommand : ICommand
{
    public string Name => "restore";

    public string Help =>
        $"  restore FILE.tar [--overwrite] {InstallationDatabase.Help}\n"
        + "                                       the host must not be running";

    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (BackupOptions.Parse(arguments) is not { } options)
        {
            await errors.WriteLineAsync(Help);
            return CommandLine.Usage;
        }

        try
        {
            await ReadAsync(options, cancel);
            await output.WriteLineAsync($"{options.File} is restored to {InstallationDatabase.FolderOf(options.Data)}");
            return CommandLine.Ok;
        }
        catch (Exception failure) when (failure is InstallationException or StartRefusedException
                                            or NpgsqlException or IOException
                                            or UnauthorizedAccessException or InvalidDataException)
        {
            await errors.WriteLineAsync($"restore: {failure.Message}");
            return CommandLine.Failed;
        }
    }

    private static async Task ReadAsync(BackupOptions options, CancellationToken cancel)
    {
        await using var file = File.OpenRead(options.File);
        var folder = Directory.CreateDirectory(InstallationDatabase.FolderOf(options.Data)).FullName;
        var data = new DataFolder(Options.Create(new WebOptions { Data = folder }));
        data.RefuseIfInUse();
        await using var database = await InstallationDatabase.OpenAsync(options.Database, options.Data, cancel);
        await DatabaseMaker.EnsureAsync(database.ConnectionString, cancel);
        await EmptyAsync(database.ConnectionString, data, options.Overwrite, cancel);
        var dump = Path.Combine(folder, BackupCommand.DumpName);
        try
        {
            await using (var tar = new TarReader(file))
            {
                while (await tar.GetNextEntryAsync(cancellationToken: cancel) is { } entry)
                {
                    await entry.ExtractToFileAsync(PlaceOf(folder, entry), overwrite: true, cancel);
                }
            }

            if (!File.Exists(dump))
            {
                throw new InvalidDataException($"{options.File} is no backup: there is no database in it");
            }

            await PostgresProgram.RunAsync("pg_restore", database.ConnectionString,
                ["--no-owner", "--exit-on-error", "--single-transaction",
                    $"--dbname={new NpgsqlConnectionStringBuilder(database.ConnectionString).Database}", dump], cancel);
        }
        finally
        {
            File.Delete(dump);
        }
    }

    // A tar made by somebody else must not write beside the folder, nor put a link where a file belongs.
    private static string PlaceOf(string folder, TarEntry entry)
    {
        var parts = entry.Name.Split('/');
        var isOurs = entry.EntryType == TarEntryType.RegularFile && !parts.Contains("..")
            && (parts.Length == 1
                ? entry.Name == BackupCommand.DumpName || BackupCommand.Files.Contains(entry.Name)
                : BackupCommand.Folders.Contains(parts[0]));
        if (!isOurs)
        {
            throw new InvalidDataException($"{entry.Name} does not belong into a backup");
        }

        var place = Path.Combine(folder, entry.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(place) ?? folder);
        return place;
    }

    private static async Task EmptyAsync(
        string connectionString, DataFolder data, bool overwrite, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        await using var look = new NpgsqlCommand("select exists (select from pg_namespace where nspname = 'web')",
            connection);
        if (await look.ExecuteScalarAsync(cancel) is true && !overwrite)
        {
            throw new InstallationException("The database is not empty: --overwrite forgets what is in it");
        }

        await Forgetting.RunAsync(connection, data, cancel);
        // A dump of one database does not carry the roles of its cluster.
        await using var roles = new NpgsqlCommand("""
            do $$ begin
                if not exists (select from pg_roles where rolname = 'zhkh_system') then create role zhkh_system; end if;
                if not exists (select from pg_roles where rolname = 'zhkh_web') then create role zhkh_web; end if;
            end $$;
            grant zhkh_system, zhkh_web to current_user
            """, connection);
        await roles.ExecuteNonQueryAsync(cancel);
    }
}
