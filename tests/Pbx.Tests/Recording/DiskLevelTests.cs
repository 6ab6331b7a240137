using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Recording;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>The marks of the disk, with its free space in hand.</summary>
public sealed class DiskLevelTests : IDisposable
{
    private readonly RecordingFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly List<(Guid Id, string Reason)> _told = [];
    private long _free = 10_000;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task At_the_critical_mark_nothing_new_is_recorded_what_runs_goes_on_and_it_recovers_by_itself()
    {
        using var store = Store();
        var running = store.Begin(Guid.CreateVersion7());
        Feed(store, running, 0, 20);
        Assert.Equal(DiskLevel.Fine, store.Disk.Level);

        Measure(store, 1_500);
        Assert.Equal((DiskLevel.Low, true), (store.Disk.Level, store.Disk.Low));
        Measure(store, 900);
        Assert.Equal(DiskLevel.Critical, store.Disk.Level);
        var late = store.Begin(Guid.CreateVersion7());
        Feed(store, late, 0, 20);
        Feed(store, running, 20, 20);
        Assert.Equal("disk almost full", late.PartialReason);
        Assert.Null(running.PartialReason);
        Assert.Null(store.TryOpen(late.Id));
        Assert.Equal([(late.Id, "disk almost full")], _told);
        Assert.Null(store.Disk.Fault);

        // A little more is not enough: a level does not flicker.
        Measure(store, 1_050);
        Assert.Equal(DiskLevel.Critical, store.Disk.Level);
        Measure(store, 1_200);
        Assert.Equal(DiskLevel.Low, store.Disk.Level);
        Feed(store, late, 20, 20);
        Measure(store, 5_000);
        Assert.Equal(DiskLevel.Fine, store.Disk.Level);
        foreach (var recorder in new[] { running, late })
        {
            recorder.Dispose();
            store.Flush();
            Assert.Equal(40 * 160, (await RecordingFolder.WavAsync(store, recorder.Id)).Frames);
        }

        Assert.Equal("disk almost full", store.TryOpen(late.Id)!.PartialReason);
        Assert.Null(store.TryOpen(running.Id)!.PartialReason);
        Assert.Single(_told);
    }

    [Fact]
    public async Task A_call_that_was_never_recorded_ends_in_order_and_has_no_recording()
    {
        _free = 0;
        using var store = Store();
        var recorder = store.Begin(Guid.CreateVersion7());
        Feed(store, recorder, 0, 200);
        recorder.Dispose();
        store.Flush();
        await recorder.Closed;
        Assert.Null(store.TryOpen(recorder.Id));
        Assert.Equal(0, store.Active);
        Assert.Equal([(recorder.Id, "disk almost full")], _told);
    }

    [Fact]
    public void A_disk_that_cannot_be_measured_keeps_its_level()
    {
        using var store = Store();
        Measure(store, 900);
        Measure(store, -1);
        Assert.Equal(DiskLevel.Critical, store.Disk.Level);
    }

    private RecordingStore Store() => new(
        _folder.Options with { FreeBytesLow = 2_000, FreeBytesCritical = 1_000, MeasureFree = _ => _free }, _time,
        NullLogger.Instance)
    {
        OnPartial = (id, reason) => _told.Add((id, reason)),
    };

    private void Measure(RecordingStore store, long free)
    {
        _free = free;
        _time.Advance(TimeSpan.FromSeconds(3));
        store.Flush();
    }

    private static void Feed(RecordingStore store, CallRecorder recorder, int from, int ticks)
    {
        for (var tick = from; tick < from + ticks; tick += 10)
        {
            RecordingFolder.Feed(recorder, tick, 10);
            store.Flush();
        }
    }
}
