using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Recording;
using Zhkh.Pbx.Tests.Audio;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>RELIABILITY F6, on a real file system of 256 kB where mounting one is permitted.</summary>
public sealed class DiskFullTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("full").FullName;
    private readonly string _disk;
    private readonly bool _mounted;

    public DiskFullTests()
    {
        _disk = Directory.CreateDirectory(Path.Combine(_root, "disk")).FullName;
        _mounted = Run("mount", "-t", "tmpfs", "-o", "size=256k", "none", _disk);
    }

    public void Dispose()
    {
        if (_mounted)
        {
            Run("umount", _disk);
        }

        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData(RecordingForm.Sealed)]
    [InlineData(RecordingForm.Wav)]
    public async Task The_call_goes_on_the_recording_is_partial_and_resumes_with_the_space(RecordingForm form)
    {
        Assert.SkipUnless(_mounted, "mounting a small tmpfs is not permitted here");
        using var store = new RecordingStore(
            new RecordingOptions
            {
                Folder = _disk, KeyFile = Path.Combine(_root, "key"), Form = form, FreeBytesCritical = 0,
            },
            TimeProvider.System, NullLogger.Instance);
        var id = Guid.CreateVersion7();
        var recorder = store.Begin(id);
        Record(store, recorder, 0, 20);
        Assert.Null(recorder.PartialReason);
        Assert.Null(store.Disk.Fault);
        Assert.True(store.Disk.Low);

        var filler = Path.Combine(_disk, "filler");
        Fill(filler);
        Record(store, recorder, 20, 60);
        Assert.Equal("disk full", recorder.PartialReason);
        Assert.NotNull(store.Disk.Fault);
        var before = (await RecordingFolder.WavAsync(store, id)).Frames / 160;
        Assert.InRange(before, 20, 79);

        File.Delete(filler);
        Record(store, recorder, 80, 20);
        Assert.Null(store.Disk.Fault);
        recorder.Dispose();
        store.Flush();
        var wav = await RecordingFolder.WavAsync(store, id);
        Assert.Equal(100 * 160, wav.Frames);
        Assert.InRange(Hearing.Amplitude(wav.Channel(0).AsSpan(0, 160 * 20), 500), 5800, 6200);
        Assert.InRange(Hearing.Amplitude(wav.Channel(0).AsSpan(160 * 80), 500), 5800, 6200);
        Assert.All(wav.Channel(0).Skip(160 * 70).Take(160 * 10), sample => Assert.Equal(0, sample));
        Assert.True(form == RecordingForm.Wav || store.TryOpen(id)!.PartialReason == "disk full");
    }

    [Fact]
    public async Task A_call_that_begins_on_a_full_disk_is_recorded_from_when_there_is_room()
    {
        Assert.SkipUnless(_mounted, "mounting a small tmpfs is not permitted here");
        using var store = new RecordingStore(
            new RecordingOptions { Folder = _disk, KeyFile = Path.Combine(_root, "key"), FreeBytesCritical = 0 },
            TimeProvider.System, NullLogger.Instance);
        var filler = Path.Combine(_disk, "filler");
        Fill(filler);
        var id = Guid.CreateVersion7();
        var recorder = store.Begin(id);
        Record(store, recorder, 0, 20);
        Assert.Equal("disk full", recorder.PartialReason);
        Assert.Null(store.TryOpen(id));
        File.Delete(filler);
        Record(store, recorder, 20, 20);
        recorder.Dispose();
        store.Flush();
        var wav = await RecordingFolder.WavAsync(store, id);
        Assert.Equal(40 * 160, wav.Frames);
        Assert.InRange(Hearing.Amplitude(wav.Channel(1).AsSpan(160 * 20), 900), 5800, 6200);
    }

    private static void Record(RecordingStore store, CallRecorder recorder, int from, int ticks)
    {
        for (var tick = from; tick < from + ticks; tick += 10)
        {
            RecordingFolder.Feed(recorder, tick, 10);
            store.Flush();
        }
    }

    private static void Fill(string file)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                stream.Write(block);
            }
        }
        catch (IOException)
        {
            // Full, as wished.
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true, RedirectStandardOutput = true,
            });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
