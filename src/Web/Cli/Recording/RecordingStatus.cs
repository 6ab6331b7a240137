using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Recording;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Cli;

/// <summary>How the recordings stand, for a person or a script.</summary>
/// <param name="HostRuns">A host works with the folder.</param>
/// <param name="RotationLeft">Files that still need an old key.</param>
internal sealed record RecordingState(
    bool HostRuns, IReadOnlyList<RecordingKeyState> Keys, int RotationLeft, int Files, long Bytes, long FreeBytes,
    IReadOnlyList<DueRecordings> Due, IReadOnlyList<RecordingOrder> Orders);

/// <summary><c>zhkh recording status</c>.</summary>
internal sealed class RecordingStatus(TimeProvider time)
{
    private const int OrdersShown = 5;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(RecordingCheck check) => JsonSerializer.Serialize(check, Json);

    public async Task<int> RunAsync(RecordingWords words, string data, TextWriter output, CancellationToken cancel)
    {
        await using var installation = await InstallationDatabase.OpenAsync(words.Database, words.Data, cancel);
        await using var database = new Database(installation.ConnectionString);
        var state = await ReadAsync(data, database, cancel);
        if (words.IsJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(state, Json));
            return CommandLine.Ok;
        }

        await output.WriteLineAsync(state.HostRuns ? "host runs" : "host is down");
        foreach (var key in state.Keys)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"key {key.Id} {key.MadeAt:yyyy-MM-dd} {(key.IsCurrent ? "current" : "old")}"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"files {state.Files} bytes {state.Bytes} free {state.FreeBytes} under an old key {state.RotationLeft}"));
        foreach (var due in state.Due)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"due {due.Organisation} {due.Class} {due.Count} since {due.Oldest:yyyy-MM-dd}"));
        }

        foreach (var order in state.Orders)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"order {order.At:u} {order.Verb} {order.By} {order.Succeeded switch
                {
                    null => "waiting", true => "done", false => "failed",
                }} {order.Detail}"));
        }

        return CommandLine.Ok;
    }

    private async Task<RecordingState> ReadAsync(string data, Database database, CancellationToken cancel)
    {
        var options = RecordingOptions.In(data);
        var shelf = new RecordingShelf(options, time, NullLogger.Instance);
        var (files, bytes) = shelf.Count();
        return new RecordingState(
            FolderLease.IsHostThere(data), shelf.Keys, shelf.CountOld(), files, bytes,
            new DriveInfo(Path.GetFullPath(options.KeyFile)).AvailableFreeSpace,
            await RecordingsDue.CountAsync(database.Jobs, time, cancel),
            await new RecordingOrders(database.Jobs).LastAsync(OrdersShown, cancel));
    }
}
