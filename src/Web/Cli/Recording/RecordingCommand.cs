using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Zhkh.Pbx.Recording;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Cli;

/// <summary>
/// <c>zhkh recording …</c>: the files of recordings and their key. Beside a running host a change is an order the host
/// takes within seconds; without one the command does it itself and keeps a host from starting meanwhile.
/// </summary>
internal sealed class RecordingCommand(TimeProvider time) : ICommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public string Name => "recording";

    public string Help =>
        $"""
          recording status [--json]            keys, files, disk, what is past its term, the last orders
          recording rotate-key                 a new key, all recordings under it, the old one destroyed
          recording purge [--dry-run]          what is past its term and not held goes now, or is counted
          recording verify [--json]            opens every file and checks every chunk of it
          recording repair                     cuts torn ends off; beside a running host those of finished days
          recording export ID FILE.wav         one recording, 8 kHz stereo, caller left
             all with {InstallationDatabase.Help}
        """;

    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (RecordingWords.Parse(arguments, out var fault) is not { } words)
        {
            await errors.WriteLineAsync(fault ?? Help);
            return CommandLine.Usage;
        }

        try
        {
            var data = InstallationDatabase.FolderOf(words.Data);
            if (!File.Exists(RecordingOptions.In(data).KeyFile))
            {
                throw new InstallationException(
                    $"There is no key of recordings in {data}: start ./run.sh once, or name another with --data");
            }

            return await DoAsync(words, data, output, errors, cancel);
        }
        catch (NpgsqlException failure)
        {
            await errors.WriteLineAsync(InstallationDatabase.Explain(failure));
        }
        catch (Exception refused) when (refused is InstallationException or InvalidDataException or IOException
                                            or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(refused.Message);
        }

        return CommandLine.Failed;
    }

    private Task<int> DoAsync(
        RecordingWords words, string data, TextWriter output, TextWriter errors, CancellationToken cancel) =>
        words.Verb switch
        {
            "status" => new RecordingStatus(time).RunAsync(words, data, output, cancel),
            "rotate-key" => RotateAsync(words, data, output, errors, cancel),
            "purge" => PurgeAsync(words, data, output, errors, cancel),
            "verify" => VerifyAsync(words, data, output, cancel),
            "repair" => RepairAsync(data, output, cancel),
            _ => ExportAsync(words, data, output, errors, cancel),
        };

    private async Task<int> RotateAsync(
        RecordingWords words, string data, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        using (var lease = FolderLease.TryTake(data))
        {
            if (lease is not null)
            {
                using var store = new RecordingStore(RecordingOptions.In(data), time, NullLogger.Instance);
                store.BeginRotation();   // null: one that was begun is brought to its end
                var done = await Task.Run(() => store.FinishRotation(cancel), cancel);
                await (done ? output : errors).WriteLineAsync(done
                    ? $"key {store.Keys[0].Id}"
                    : $"{store.RotationLeft} recordings could not be put under the new key: the old one stays");
                return done ? CommandLine.Ok : CommandLine.Failed;
            }
        }

        var order = await OrderAsync(RecordingVerb.RotateKey, words, data, errors, cancel);
        await (order.Succeeded == true ? output : errors).WriteLineAsync(
            order.Succeeded == true ? $"key {order.Detail}" : order.Detail);
        return order.Succeeded == true ? CommandLine.Ok : CommandLine.Failed;
    }

    private async Task<int> PurgeAsync(
        RecordingWords words, string data, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (words.IsDry)
        {
            await using var installation = await InstallationDatabase.OpenAsync(words.Database, words.Data, cancel);
            await using var database = new Database(installation.ConnectionString);
            foreach (var due in await RecordingsDue.CountAsync(database.Jobs, time, cancel))
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{due.Organisation} {due.Class} {due.Count} since {due.Oldest:yyyy-MM-dd}"));
            }

            return CommandLine.Ok;
        }

        using var lease = FolderLease.TryTake(data);
        if (lease is not null)
        {
            await using var installation = await InstallationDatabase.OpenAsync(words.Database, words.Data, cancel);
            await using var database = new Database(installation.ConnectionString);
            using var store = new RecordingStore(RecordingOptions.In(data), time, NullLogger.Instance);
            var purge = new RecordingPurge(
                database.Jobs, store, new TicketCallRows(database.Jobs), time, NullLogger<RecordingPurge>.Instance);
            var count = await purge.RunAsync("term", By, cancel);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"deleted {count}"));
            return CommandLine.Ok;
        }

        var order = await OrderAsync(RecordingVerb.Purge, words, data, errors, cancel);
        await (order.Succeeded == true ? output : errors).WriteLineAsync($"deleted {order.Detail}");
        return order.Succeeded == true ? CommandLine.Ok : CommandLine.Failed;
    }

    private async Task<int> VerifyAsync(
        RecordingWords words, string data, TextWriter output, CancellationToken cancel)
    {
        var shelf = Shelf(data);
        var check = await Task.Run(() => shelf.Check(cancel), cancel);
        if (words.IsJson)
        {
            await output.WriteLineAsync(RecordingStatus.Write(check));
        }
        else
        {
            foreach (var file in check.Damaged)
            {
                await output.WriteLineAsync($"damaged {file.Path}: {file.Why}");
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{check.Files} files, {check.Bytes} bytes, {check.Unfinished} without an end, "
                + $"{check.Damaged.Count} damaged"));
        }

        return check.Damaged.Count == 0 ? CommandLine.Ok : CommandLine.Failed;
    }

    private async Task<int> RepairAsync(string data, TextWriter output, CancellationToken cancel)
    {
        using var lease = FolderLease.TryTake(data);
        var mended = await Task.Run(() => Shelf(data).Mend(besideHost: lease is null), cancel);
        foreach (var one in mended)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{one.Id} {one.Duration.TotalSeconds:F2} s"));
        }

        return CommandLine.Ok;
    }

    private async Task<int> ExportAsync(
        RecordingWords words, string data, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        var part = words.File + ".part";
        var stream = Create(part);
        var isMoved = false;
        try
        {
            await using (stream)
            {
                if (!await Shelf(data).ExportAsync(words.Id, stream, cancel))
                {
                    await errors.WriteLineAsync($"There is no recording {words.Id} that a key of {data} opens");
                    return CommandLine.Failed;
                }
            }

            File.Move(part, words.File, overwrite: false);
            isMoved = true;
            await output.WriteLineAsync(words.File);
            return CommandLine.Ok;
        }
        finally
        {
            if (!isMoved)
            {
                File.Delete(part);
            }
        }
    }

    /// <summary>What was said is for whoever exports it alone; what another export writes is not ours.</summary>
    private static FileStream Create(string part)
    {
        if (File.Exists(part))
        {
            throw new InstallationException(
                $"{part} is there: another export writes it, or one was cut off. Delete it when none runs");
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(part, options);
    }

    /// <summary>Leaves an order with the running host and waits until it is done.</summary>
    private async Task<RecordingOrder> OrderAsync(
        RecordingVerb verb, RecordingWords words, string data, TextWriter errors, CancellationToken cancel)
    {
        await using var installation = await InstallationDatabase.OpenAsync(words.Database, words.Data, cancel);
        await using var database = new Database(installation.ConnectionString);
        var orders = new RecordingOrders(database.Jobs);
        var order = new RecordingOrder(Guid.CreateVersion7(time.GetUtcNow()), verb, By, time.GetUtcNow());
        await orders.AddAsync(order, cancel);
        await errors.WriteLineAsync("The host that runs was told; waiting for it (Ctrl+C leaves the order with it)");
        using var beat = new PeriodicTimer(LookEvery, time);
        while (await beat.WaitForNextTickAsync(cancel))
        {
            if (await orders.FindAsync(order.Id, cancel) is { DoneAt: not null } done)
            {
                return done;
            }

            if (!FolderLease.IsHostThere(data))
            {
                throw new InstallationException(
                    "The host stopped before it was done: it goes on at its next start, or run this again");
            }
        }

        throw new OperationCanceledException(cancel);
    }

    private static string By => "cli:" + Environment.UserName;

    private RecordingShelf Shelf(string data) => new(RecordingOptions.In(data), time, NullLogger.Instance);
}
