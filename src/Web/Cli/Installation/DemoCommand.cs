using Microsoft.Extensions.Options;
using Npgsql;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Cli;

/// <summary><c>zhkh demo reset</c>: forgets everything; the next start builds the demo town anew.</summary>
internal sealed class DemoCommand : ICommand
{
    public string Name => "demo";

    public string Help =>
        $"  demo reset {InstallationDatabase.Help}\n"
        + "                                       forget everything; the host must not be running";

    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (BackupOptions.Parse(arguments) is not { File: "reset", Overwrite: false } options)
        {
            await errors.WriteLineAsync(Help);
            return CommandLine.Usage;
        }

        try
        {
            var data = new DataFolder(Options.Create(
                new WebOptions { Data = InstallationDatabase.FolderOf(options.Data) }));
            data.RefuseIfInUse();
            await using var database = await InstallationDatabase.OpenAsync(options.Database, options.Data, cancel);
            await using var connection = new NpgsqlConnection(database.ConnectionString);
            await connection.OpenAsync(cancel);
            await Forgetting.RunAsync(connection, data, cancel);
            await output.WriteLineAsync("Everything is forgotten; ./run.sh builds the demo town anew");
            return CommandLine.Ok;
        }
        catch (Exception failure) when (failure is InstallationException or StartRefusedException
                                            or NpgsqlException or IOException)
        {
            await errors.WriteLineAsync($"demo reset: {failure.Message}");
            return CommandLine.Failed;
        }
    }
}
