using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Recording;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>
/// A process that deletes, or wraps keys anew, is killed (SIGKILL) somewhere in the middle: again and again, and then
/// the next one finishes. What was done is known by the files, not by the clock.
/// </summary>
public sealed class KilledUpkeepTests
{
    private const string WorkVariable = "ZHKH_TEST_UPKEEP_CHILD";
    private const string FolderVariable = "ZHKH_TEST_UPKEEP_FOLDER";
    private const string DatabaseVariable = "ZHKH_TEST_UPKEEP_DATABASE";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_purge_killed_at_any_moment_leaves_neither_file_nor_row_behind()
    {
        const int Due = 900;
        const int Young = 100;
        await using var town = await RetentionTown.BuildAsync(Now);
        await town.RecordAsync(
        [
            .. Enumerable.Range(0, Due)
                .Select(i => town.Make(Now.AddMonths(-4).AddMinutes(-i), RecordingClass.Poll)),
        ]);
        var young = Enumerable.Range(0, Young).Select(i => town.Make(Now.AddHours(-i), RecordingClass.Poll)).ToList();
        await town.RecordAsync(young);
        var all = town.Files();
        var random = new Random(4);
        for (var kill = 0; kill < 6; kill++)
        {
            var left = town.Files().Count;
            var until = left - random.Next(1, 130);
            using var child = Begin("purge", town.Folder.Root, town.Database.ConnectionString);
            await AwaitAsync(() => town.Files().Count <= until || child.HasExited);
            child.Kill();
            child.WaitForExit();
            await CheckAsync(town, all);
        }

        Assert.InRange(town.Files().Count, Young + 1, all.Count - 6);   // killed in the middle, each time
        await town.Purge.RunAsync("term", "calendar", CancellationToken.None);
        Assert.Equal(young.Select(r => r.Id).Order(), town.Files().Order());
        Assert.Equal(young.Select(r => r.Id).Order(), (await town.RowsAsync()).Order());
        Assert.Equal(Due, (await town.LoggedAsync()).Count);
        Assert.Equal((0, 0), await town.Sweep.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_rotation_killed_at_any_moment_leaves_every_recording_readable()
    {
        using var folder = new RecordingFolder();
        IReadOnlyList<Guid> ids;
        using (var store = folder.Store())
        {
            ids = KeyRotationTests.Make(store, 300);
        }

        var sample = folder.File(ids[^1]);
        var random = new Random(5);
        for (var kill = 0; kill < 8; kill++)
        {
            var watched = ids[random.Next(ids.Count)];
            var old = SealedHeader.KeyIdOf(folder.File(watched));
            using var child = Begin("rotate", folder.Root, "");
            var path = folder.File(watched);
            await AwaitAsync(() => (SealedHeader.KeyIdOf(path) is { } id && id != old) || child.HasExited);
            Assert.False(child.HasExited);
            child.Kill();
            child.WaitForExit();
            using var store = new RecordingStore(folder.Options, TimeProvider.System, NullLogger.Instance);
            foreach (var id in ids)
            {
                Assert.Equal(TimeSpan.FromSeconds(0.4), store.TryOpen(id)?.Duration);
            }
        }

        using var last = folder.Store();
        Assert.True(last.FinishRotation(CancellationToken.None));
        var current = Convert.ToUInt64(last.Keys.Single().Id, 16);
        Assert.All(ids, id => Assert.Equal(current, SealedHeader.KeyIdOf(folder.File(id))));
        Assert.Equal(20 * 160, (await RecordingFolder.WavAsync(last, ids[0])).Frames);
        Assert.True(File.Exists(sample));
    }

    // The child's whole life: runs instead of the tests when the variable is set.
    [ModuleInitializer]
    internal static void LiveAsChild()
    {
        if (Environment.GetEnvironmentVariable(WorkVariable) is not { Length: > 0 } work)
        {
            return;
        }

        var root = Environment.GetEnvironmentVariable(FolderVariable)!;
        var options = new RecordingOptions
        {
            Folder = Path.Combine(root, "calls"), KeyFile = Path.Combine(root, "keys", "recording.key"),
        };
        var time = new ManualTime(Now);
        var store = new RecordingStore(options, time, NullLogger.Instance);
        if (work == "rotate")
        {
            while (true)
            {
                store.BeginRotation();
                store.FinishRotation(CancellationToken.None);
            }
        }

        var database = NpgsqlDataSource.Create(
            Environment.GetEnvironmentVariable(DatabaseVariable) + ";Options=-c role=zhkh_system");
        var purge = new RecordingPurge(database, store, new NoTickets(), time, NullLogger<RecordingPurge>.Instance);
        while (true)
        {
            purge.RunAsync("term", "calendar", CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    /// <summary>Gone means: intended or logged. Logged means: gone. The young are all there.</summary>
    private static async Task CheckAsync(RetentionTown town, HashSet<Guid> all)
    {
        var files = town.Files();
        var rows = await town.RowsAsync();
        var logged = await town.LoggedAsync();
        var intended = await town.IdsAsync("select id from pbx.recordings where deleting_since is not null");
        Assert.All(all.Except(files), id => Assert.True(intended.Contains(id) || logged.Contains(id)));
        Assert.Empty(logged.Intersect(files));
        Assert.Empty(logged.Intersect(rows));
        Assert.Equal(all.Count, rows.Count + logged.Count);
    }

    private static Process Begin(string work, string folder, string database)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(KilledUpkeepTests).Assembly.Location])
        {
            UseShellExecute = false, RedirectStandardOutput = true,
        };
        start.Environment[WorkVariable] = work;
        start.Environment[FolderVariable] = folder;
        start.Environment[DatabaseVariable] = database;
        return Process.Start(start)!;
    }

    private static async Task AwaitAsync(Func<bool> condition)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, "the child did nothing");
            await Task.Yield();
        }
    }

    private sealed class NoTickets : ITicketCalls
    {
        public Task<IReadOnlyList<Guid>> OfAsync(Guid ticketId, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<Guid>>([]);
    }
}
