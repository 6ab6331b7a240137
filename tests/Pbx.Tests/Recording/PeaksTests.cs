using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Recording;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>The outline a player draws: measured while recording, kept in the file, mended with it.</summary>
public sealed class PeaksTests : IDisposable
{
    private readonly RecordingFolder _folder = new();
    private readonly Guid _id = Guid.CreateVersion7();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RecordingForm.Sealed)]
    [InlineData(RecordingForm.Wav)]
    public void Each_side_is_as_loud_as_it_spoke_and_silence_is_none(RecordingForm form)
    {
        using var store = _folder.Store(form);
        Speak(store, end: true);
        var peaks = store.TryPeaks(_id, RecordingPeaks.PointsMax)!;
        Assert.Equal(1.2, peaks.Seconds);
        Assert.Equal([0, 0, 0, 0, 127, 127, 127, 127, 0, 0, 0, 0], peaks.Caller.Select(Near));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 31, 31, 31, 31], peaks.Ours.Select(Near));
        Assert.Equal([0, 127, 0], store.TryPeaks(_id, 3)!.Caller.Select(Near));
    }

    [Fact]
    public void A_running_recording_has_an_outline_up_to_its_last_flush()
    {
        using var store = _folder.Store();
        Speak(store, end: false);
        Assert.Equal(12, store.TryPeaks(_id, 100)!.Caller.Count);
        Assert.Equal(RecordingClass.Emergency, store.TryOpen(_id)!.Class);
    }

    [Fact]
    public void A_file_a_crash_cut_off_gets_its_outline_at_the_next_start_and_only_once()
    {
        // A store that is never disposed is a process that was killed.
        var killed = _folder.Store();
        Speak(killed, end: false);
        var before = killed.TryPeaks(_id, 100)!;
        using (var store = _folder.Store())
        {
            store.Start();
            Assert.Equal(before.Caller, store.TryPeaks(_id, 100)!.Caller);
        }

        var bytes = File.ReadAllBytes(_folder.File(_id));
        using (var store = _folder.Store())
        {
            store.Start();
        }

        Assert.Equal(bytes, File.ReadAllBytes(_folder.File(_id)));
        Assert.True(IsStored());
    }

    [Fact]
    public void Peaks_torn_by_a_crash_are_made_anew_under_a_number_that_was_never_used()
    {
        using (var store = _folder.Store())
        {
            Speak(store, end: true);
        }

        var path = _folder.File(_id);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^(32 + 10)]);   // the end, and a piece of the peaks
        using var again = _folder.Store();
        again.Start();
        Assert.True(IsStored());
        Assert.Equal(12, again.TryPeaks(_id, 100)!.Caller.Count);
        var number = BitConverter.ToUInt32(File.ReadAllBytes(path), SoundEnd() + 4);
        Assert.True(number >= 0x8000_0000);
    }

    private static int Near(int value) => value is > 120 and < 135 ? 127 : value is > 25 and < 36 ? 31 : value;

    private bool IsStored() => File.ReadAllBytes(_folder.File(_id)).Length > SoundEnd();

    private static int SoundEnd() => 128 + (6 * (32 + (10 * 320)));

    /// <summary>0.4 s of silence, then the caller, then we, a quarter as loud.</summary>
    private void Speak(RecordingStore store, bool end)
    {
        var recorder = store.Begin(_id, RecordingClass.Emergency);
        for (var tick = 0; tick < 60; tick++)
        {
            recorder.Write(
                Enumerable.Repeat((short)(tick is >= 20 and < 40 ? 16_000 : 0), 160).ToArray(),
                Enumerable.Repeat((short)(tick >= 40 ? -4_000 : 0), 160).ToArray());
            if (tick % 10 == 9)
            {
                store.Flush();
            }
        }

        if (end)
        {
            recorder.Dispose();
            store.Flush();
        }
    }
}
