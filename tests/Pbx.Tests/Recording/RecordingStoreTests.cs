using System.Buffers.Binary;
using System.Security.Cryptography;
using Zhkh.Pbx.Recording;
using Zhkh.Pbx.Tests.Audio;

namespace Zhkh.Pbx.Tests.Recording;

public sealed class RecordingStoreTests : IDisposable
{
    private readonly RecordingFolder _folder = new();
    private readonly Guid _id = Guid.CreateVersion7();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RecordingForm.Sealed)]
    [InlineData(RecordingForm.Wav)]
    public async Task The_caller_is_left_our_side_right_and_nothing_is_missing(RecordingForm form)
    {
        using var store = _folder.Store(form);
        using var recorder = store.Begin(_id);
        for (var tick = 0; tick < 100; tick += 10)
        {
            RecordingFolder.Feed(recorder, tick, 10);
            store.Flush();
        }

        var wav = await RecordingFolder.WavAsync(store, _id);
        Assert.Equal(100 * 160, wav.Frames);
        Assert.InRange(Hearing.Amplitude(wav.Channel(0), 500), 5800, 6200);
        Assert.InRange(Hearing.Amplitude(wav.Channel(1), 900), 5800, 6200);
        Assert.InRange(Hearing.Amplitude(wav.Channel(0), 900), 0, 50);
        Assert.InRange(Hearing.Amplitude(wav.Channel(1), 500), 0, 50);
        Assert.Equal(TimeSpan.FromSeconds(2), store.TryOpen(_id)!.Duration);
    }

    [Theory]
    [InlineData(RecordingForm.Sealed)]
    [InlineData(RecordingForm.Wav)]
    public async Task A_running_recording_can_be_heard_and_ends_when_the_call_does(RecordingForm form)
    {
        using var store = _folder.Store(form);
        var recorder = store.Begin(_id);
        Assert.Null(store.TryOpen(_id));
        RecordingFolder.Feed(recorder, 0, 7);
        store.Flush();
        Assert.Equal(7 * 160, (await RecordingFolder.WavAsync(store, _id)).Frames);
        Assert.False(store.TryOpen(_id)!.Ended);
        RecordingFolder.Feed(recorder, 7, 4);
        recorder.Dispose();
        store.Flush();
        Assert.True(recorder.Closed.IsCompletedSuccessfully);
        Assert.Equal(11 * 160, (await RecordingFolder.WavAsync(store, _id)).Frames);
        Assert.True(store.TryOpen(_id)!.Ended);
        Assert.Null(store.TryOpen(_id)!.PartialReason);
        Assert.Equal(0, store.Active);
    }

    [Fact]
    public async Task The_writer_works_by_itself()
    {
        using var store = _folder.Store();
        Assert.Empty(store.Start());
        var recorder = store.Begin(_id);
        RecordingFolder.Feed(recorder, 0, 50);
        recorder.Dispose();
        await recorder.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(50 * 160, (await RecordingFolder.WavAsync(store, _id)).Frames);
        Assert.True(store.Disk.FreeBytes > 0);
    }

    [Fact]
    public async Task Ticks_that_nobody_took_are_silence_in_their_place_and_the_recording_says_so()
    {
        using var store = _folder.Store();
        var recorder = store.Begin(_id);
        RecordingFolder.Feed(recorder, 0, CallRecorder.WaitingMax + 25);
        store.Flush();
        RecordingFolder.Feed(recorder, CallRecorder.WaitingMax + 25, 10);
        recorder.Dispose();
        store.Flush();
        Assert.Equal(25, recorder.TicksLeftOut);
        var wav = await RecordingFolder.WavAsync(store, _id);
        Assert.Equal((CallRecorder.WaitingMax + 35) * 160, wav.Frames);
        Assert.All(
            wav.Channel(0).Skip(160 * CallRecorder.WaitingMax).Take(25 * 160), sample => Assert.Equal(0, sample));
        Assert.InRange(Hearing.Amplitude(wav.Channel(0).AsSpan(^1600), 500), 5800, 6200);
        Assert.NotNull(store.TryOpen(_id)!.PartialReason);
    }

    [Fact]
    public void Nothing_of_the_sound_lies_open_on_the_disk()
    {
        using var store = _folder.Store();
        using var recorder = store.Begin(_id);
        RecordingFolder.Feed(recorder, 0, 50);
        store.Flush();
        var bytes = File.ReadAllBytes(_folder.File(_id));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("RIFF"u8));

        // Coded sound repeats its bytes; encrypted sound uses all of them evenly.
        var counts = bytes.GroupBy(value => value).Select(group => group.Count()).ToList();
        Assert.Equal(256, counts.Count);
        Assert.True(counts.Max() < 4 * bytes.Length / 256);
    }

    [Fact]
    public void The_key_is_ours_alone_and_stays_the_same()
    {
        using (_folder.Store())
        {
        }

        var key = File.ReadAllBytes(_folder.Options.KeyFile);
        Assert.Equal("ZHKHKEYS", System.Text.Encoding.ASCII.GetString(key, 0, 8));
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(_folder.Options.KeyFile);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        using (_folder.Store())
        {
        }

        Assert.Equal(key, File.ReadAllBytes(_folder.Options.KeyFile));
    }

    [Fact]
    public void A_damaged_key_file_stops_the_start_with_a_clear_word()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Options.KeyFile)!);
        File.WriteAllText(_folder.Options.KeyFile, "short");
        var refusal = Assert.Throws<InvalidDataException>(() => _folder.Store());
        Assert.Contains("32 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_another_key_there_is_no_recording()
    {
        Record(20);
        Record(20, Guid.CreateVersion7());
        var other = Guid.CreateVersion7();
        using var strangers = new RecordingFolder();
        using (strangers.Store())
        {
        }

        File.Copy(strangers.Options.KeyFile, _folder.Options.KeyFile, overwrite: true);
        var refusal = Assert.Throws<InvalidDataException>(() => _folder.Store());
        Assert.Contains("not the one", refusal.Message, StringComparison.Ordinal);

        // One foreign file among our own is a file, not a reason to stop.
        using var store = strangers.Store();
        Record(20, other, folder: strangers);
        File.Copy(_folder.File(_id), Path.Combine(Path.GetDirectoryName(strangers.File(other))!, $"{_id:D}.rec"));
        using var again = strangers.Store();
        Assert.Null(again.TryOpen(_id));
        Assert.False(await again.WriteWavAsync(_id, Stream.Null, CancellationToken.None));
    }

    [Fact]
    public async Task A_forged_chunk_is_silence_and_the_rest_is_heard()
    {
        Record(30);
        var path = _folder.File(_id);
        var bytes = File.ReadAllBytes(path);

        // 128 bytes of header; three chunks of ten ticks. One bit in the middle of the second.
        bytes[128 + 3232 + 1000] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var store = _folder.Store();
        var wav = await RecordingFolder.WavAsync(store, _id);
        Assert.Equal(30 * 160, wav.Frames);
        Assert.InRange(Hearing.Amplitude(wav.Channel(0).AsSpan(0, 1600), 500), 5800, 6200);
        Assert.InRange(wav.Channel(0).Skip(1600).Take(1600).Max(sample => Math.Abs((int)sample)), 0, 8);
        Assert.InRange(Hearing.Amplitude(wav.Channel(0).AsSpan(3200), 500), 5800, 6200);
    }

    [Fact]
    public async Task Chunks_cannot_be_taken_from_another_call()
    {
        var other = Guid.CreateVersion7();
        Record(20);
        Record(20, other);
        var stolen = File.ReadAllBytes(_folder.File(other));
        var bytes = File.ReadAllBytes(_folder.File(_id));
        stolen.AsSpan(128, 3232).CopyTo(bytes.AsSpan(128));
        File.WriteAllBytes(_folder.File(_id), bytes);
        using var store = _folder.Store();
        var wav = await RecordingFolder.WavAsync(store, _id);
        Assert.InRange(wav.Channel(0).Take(1600).Max(sample => Math.Abs((int)sample)), 0, 8);
    }

    [Fact]
    public async Task A_torn_tail_of_any_length_is_cut_off_at_start_and_what_was_whole_remains()
    {
        Record(20, end: false);
        var path = _folder.File(_id);
        var whole = File.ReadAllBytes(path);
        Assert.Equal(128 + (2 * 3232), whole.Length);
        foreach (var torn in (int[])[1, 15, 16, 31, 32, 33, 1000, 3231])
        {
            // A third chunk, numbered as it should be, torn after so many bytes.
            var chunk = whole.AsSpan(128, 3232).ToArray();
            chunk[4] = 2;
            chunk[8] = 20;
            File.WriteAllBytes(path, [.. whole, .. chunk.AsSpan(0, torn)]);
            using var store = _folder.Store();
            Assert.Equal(20 * 160, (await RecordingFolder.WavAsync(store, _id)).Frames);
            var mended = Assert.Single(store.Start());
            Assert.Equal((_id, TimeSpan.FromSeconds(0.4), false), (mended.Id, mended.Duration, mended.Ended));
            // Nothing but the outline of what remains was added.
            var added = File.ReadAllBytes(path).AsSpan(whole.Length);
            Assert.Equal(whole, File.ReadAllBytes(path)[..whole.Length]);
            Assert.Equal((3, 32 + (4 * 2)), (added[2], added.Length));
        }
    }

    [Fact]
    public async Task Blocks_of_zeros_after_a_power_cut_are_cut_off()
    {
        Record(20, end: false);
        var path = _folder.File(_id);
        var whole = File.ReadAllBytes(path);
        whole.AsSpan(128 + 3232 + 100).Clear();
        File.WriteAllBytes(path, [.. whole, .. new byte[4096]]);
        using var store = _folder.Store();
        Assert.Equal(TimeSpan.FromSeconds(0.2), Assert.Single(store.Start()).Duration);
        Assert.Equal(128 + 3232 + 32 + (2 * 2), new FileInfo(path).Length);
        Assert.Equal(10 * 160, (await RecordingFolder.WavAsync(store, _id)).Frames);
    }

    [Fact]
    public void Mutations_of_a_file_end_in_a_verdict()
    {
        Record(20);
        var path = _folder.File(_id);
        var original = File.ReadAllBytes(path);
        var random = new Random(152);
        for (var round = 0; round < 300; round++)
        {
            var bytes = original.AsSpan(0, random.Next(original.Length + 1)).ToArray();
            for (var i = random.Next(5); i > 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, bytes);
            using var store = _folder.Store();
            Assert.InRange(store.TryOpen(_id)?.Duration.TotalSeconds ?? 0, 0, 24 * 3600);
        }
    }

    [Fact]
    public async Task A_wav_whose_header_is_stale_is_mended_at_start()
    {
        Record(20, end: false, form: RecordingForm.Wav);
        var path = _folder.File(_id);
        var bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), 6400);
        File.WriteAllBytes(path, [.. bytes, 1, 2, 3]);
        using var store = _folder.Store(RecordingForm.Wav);
        Assert.Equal(20 * 160, (await RecordingFolder.WavAsync(store, _id)).Frames);
        Assert.Equal(_id, Assert.Single(store.Start()).Id);
        Assert.Equal(20 * 160, StrictWav.Parse(File.ReadAllBytes(path)).Frames);
        Assert.Empty(_folder.Store(RecordingForm.Wav).Start());
    }

    [Fact]
    public void The_days_recordings_are_listed_in_the_order_of_the_calls()
    {
        var ids = Enumerable.Range(0, 5)
            .Select(i => Guid.CreateVersion7(DateTimeOffset.UtcNow.Date.AddHours(i))).ToList();
        ids.ForEach(id => Record(1, id));
        using var store = _folder.Store();
        Assert.Equal(ids, store.List(DateOnly.FromDateTime(DateTime.UtcNow)));
        Assert.Empty(store.List(new DateOnly(1999, 1, 1)));
    }

    [Fact]
    public async Task An_id_that_names_no_recording_gets_none()
    {
        using var store = _folder.Store();
        Assert.Null(store.TryOpen(Guid.CreateVersion7()));
        Assert.Null(store.TryOpen(Guid.NewGuid()));
        Assert.Null(store.TryOpen(Guid.Parse("ffffffff-ffff-7fff-bfff-ffffffffffff")));
        Assert.False(await store.WriteWavAsync(Guid.NewGuid(), Stream.Null, CancellationToken.None));
        Assert.Throws<ArgumentException>(() => store.Begin(Guid.NewGuid()));
    }

    private void Record(
        int ticks, Guid? id = null, bool end = true, RecordingForm form = RecordingForm.Sealed,
        RecordingFolder? folder = null)
    {
        var store = (folder ?? _folder).Store(form);
        var recorder = store.Begin(id ?? _id);
        for (var tick = 0; tick < ticks; tick += 10)
        {
            RecordingFolder.Feed(recorder, tick, Math.Min(10, ticks - tick));
            store.Flush();
        }

        // A store that is never disposed is a process that was killed.
        if (end)
        {
            store.Dispose();
        }
    }
}
