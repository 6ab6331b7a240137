using Microsoft.Extensions.Options;
using Npgsql;
using Zhkh.Pbx;
using Zhkh.Pbx.Recording;
using Zhkh.Web.Hosting;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Health;

/// <summary>The parts the product needs, each "ok" or in a few words what is wrong with it.</summary>
internal sealed class Readiness(
    Database database, Exchange exchange, DataFolder data, IOptions<WebOptions> options)
{
    public const string Ok = "ok";
    private static readonly string[] Languages = ["ru", "uk"];

    public async Task<IReadOnlyDictionary<string, string>> CheckAsync(CancellationToken cancel)
    {
        var parts = new Dictionary<string, string>
        {
            ["database"] = await DatabaseAsync(cancel),
            ["sip"] = exchange.BoundEndpoints.Count == 0 ? "does not listen"
                : exchange.TrunkBoard.IsCutOff ? "no trunk is usable" : Ok,
            ["prompts"] = Prompts(),
            ["disk"] = Disk(),
        };
        if (exchange.Menus.Fault is { } fault)
        {
            parts["menus"] = fault;   // named only when something is wrong: CONTRACT lists four parts
        }

        return parts;
    }

    private async Task<string> DatabaseAsync(CancellationToken cancel)
    {
        try
        {
            await using var command = database.Access.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancel);
            return Ok;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            return "does not answer";
        }
    }

    private string Prompts() => exchange.Prompts switch
    {
        var library when Languages.Except(library.Languages).ToList() is { Count: > 0 } silent =>
            $"nothing recorded in {string.Join(", ", silent)}",
        { Faults: { Count: > 0 } faults } => $"{faults.Count} faults, the first: {faults[0]}",
        _ => Ok,
    };

    private string Disk()
    {
        if (exchange.Recordings.Disk.Fault is { } fault)
        {
            return fault;
        }

        if (exchange.Recordings.Disk is { Level: DiskLevel.Critical } disk)
        {
            return $"only {disk.FreeBytes / (1024 * 1024)} MB free: calls go on, nothing new is recorded";
        }

        try
        {
            var megabytes = data.FreeBytes / (1024 * 1024);
            return megabytes >= options.Value.DiskFreeMinMegabytes ? Ok : $"only {megabytes} MB free";
        }
        catch (IOException failure)
        {
            return failure.Message;
        }
    }
}
