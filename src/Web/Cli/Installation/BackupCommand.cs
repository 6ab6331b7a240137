using System.Formats.Tar;
using System.Globalization;
using Npgsql;

namespace Zhkh.Web.Cli;

/// <summary>
/// <c>zhkh backup FILE.tar</c>: the database and every file that cannot be made again, while the host works. The file
/// holds the keys that open the recordings, so it is readable by its owner only.
/// </summary>
internal sealed class BackupCommand : ICommand
{
    /// <summary>What of the data folder is kept; the cluster itself travels as a dump.</summary>
    public static readonly string[] Folders = ["keys", "recordings", "journal", "photos", "uploads"];

    public static readonly string[] Files = ["peers.json", "bans.json"];

    public const string DumpName = "database.dump";

    public string Name => "backup";

    public string Help =>
        $"  backup FILE.tar {InstallationDatabase.Help}\n"
        + "                                       database, recordings, keys and journal in one file";

    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (BackupOptions.Parse(arguments) is not { Overwrite: false } options)
        {
            await errors.WriteLineAsync(Help);
            return CommandLine.Usage;
        }

        try
        {
            var bytes = await WriteAsync(options, cancel);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{options.File} {bytes}"));
            return CommandLine.Ok;
        }
        catch (Exception failure) when (failure is InstallationException or NpgsqlException or IOException
                                            or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"backup: {failure.Message}");
            return CommandLine.Failed;
        }
    }

    private static async Task<long> WriteAsync(BackupOptions options, CancellationToken cancel)
    {
        await using var database = await InstallationDatabase.OpenAsync(options.Database, options.Data, cancel);
        var part = options.File + ".part";
        var dump = options.File + ".dump";
        try
        {
            // The rows first: a file that is younger than the dump is only one nobody asks for yet.
            await using (File.Create(dump, 1, FileOptions.None))
            {
                Protect(dump);
            }

            await PostgresProgram.RunAsync(
                "pg_dump", database.ConnectionString, ["--format=custom", $"--file={dump}"], cancel);
            var data = InstallationDatabase.FolderOf(options.Data);
            var keys = KeysOf(data);
            await using (var tar = new TarWriter(File.Create(part)))
            {
                Protect(part);
                await tar.WriteEntryAsync(dump, DumpName, cancel);
                await AddFilesAsync(tar, data, cancel);
            }

            if (!keys.AsSpan().SequenceEqual(KeysOf(data)))
            {
                throw new IOException("the key of the recordings was changed meanwhile: run it again");
            }

            File.Move(part, options.File, overwrite: true);
            return new FileInfo(options.File).Length;
        }
        finally
        {
            File.Delete(dump);
            File.Delete(part);
        }
    }

    /// <summary>A backup whose recordings need a key that is not in it would be worth nothing.</summary>
    private static byte[] KeysOf(string data) =>
        Path.Combine(data, "keys", "recording.key") is var file && File.Exists(file) ? File.ReadAllBytes(file) : [];

    private static async Task AddFilesAsync(TarWriter tar, string data, CancellationToken cancel)
    {
        var files = Folders.Select(folder => Path.Combine(data, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Files.Select(file => Path.Combine(data, file)).Where(File.Exists));
        foreach (var file in files.Where(f => Path.GetFileName(f) != "lock"))
        {
            if (!File.Exists(file))
            {
                continue;   // past its term meanwhile
            }

            // Read through to its end as it is now: a recording grows while it is copied.
            await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var now = new MemoryStream();
            await content.CopyToAsync(now, cancel);
            now.Position = 0;
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, Path.GetRelativePath(data, file)) { DataStream = now },
                cancel);
        }
    }

    private static void Protect(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
