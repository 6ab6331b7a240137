using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Recording;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>A new wrapping key: every recording follows, no sound is rewritten, the old key is gone.</summary>
public sealed class KeyRotationTests : IDisposable
{
    private const int Files = 150;   // more than two batches

    private readonly RecordingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Headers_change_and_nothing_else_and_the_old_key_opens_nothing_more()
    {
        using var store = _folder.Store();
        var ids = Make(store, Files);
        var running = store.Begin(Guid.CreateVersion7());
        RecordingFolder.Feed(running, 0, 20);
        store.Flush();
        var before = ids.ToDictionary(id => id, id => SoundOf(id));
        var oldKeys = File.ReadAllBytes(_folder.Options.KeyFile);
        var oldId = store.Keys.Single().Id;

        Assert.NotNull(store.BeginRotation());
        Assert.Null(store.BeginRotation());
        Assert.Equal((true, Files + 1), (store.IsRotating, store.RotationLeft));
        var late = Make(store, 1).Single();
        Assert.True(store.FinishRotation(CancellationToken.None));

        Assert.False(store.IsRotating);
        Assert.NotEqual(oldId, store.Keys.Single().Id);
        Assert.All(ids, id => Assert.Equal(before[id], SoundOf(id)));
        RecordingFolder.Feed(running, 20, 20);
        running.Dispose();
        store.Flush();
        Assert.Equal(40 * 160, (await RecordingFolder.WavAsync(store, running.Id)).Frames);
        foreach (var id in ids.Append(late))
        {
            Assert.Equal(20 * 160, (await RecordingFolder.WavAsync(store, id)).Frames);
        }

        // With the old ring nothing can be opened; after a restart with the new one everything can.
        File.Copy(_folder.Options.KeyFile, _folder.Options.KeyFile + ".kept");
        File.WriteAllBytes(_folder.Options.KeyFile, oldKeys);
        Assert.Throws<InvalidDataException>(() => _folder.Store());
        File.Move(_folder.Options.KeyFile + ".kept", _folder.Options.KeyFile, overwrite: true);
        using var again = _folder.Store();
        Assert.All(ids, id => Assert.NotNull(again.TryOpen(id)));
        Assert.Equal(
            [Path.GetFileName(_folder.Options.KeyFile)],
            Directory.EnumerateFiles(Path.GetDirectoryName(_folder.Options.KeyFile)!).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_cannot_be_changed_keeps_its_old_key_alive()
    {
        using var store = _folder.Store();
        var ids = Make(store, 3);
        store.BeginRotation();
        var path = _folder.File(ids[0]);
        // A directory in the place of the undo: nothing may be changed without it.
        Directory.CreateDirectory(_folder.Options.KeyFile + ".undo");
        Assert.ThrowsAny<Exception>(() => store.FinishRotation(CancellationToken.None));
        Assert.Equal((true, 3), (store.IsRotating, store.RotationLeft));
        Assert.NotNull(store.TryOpen(ids[0]));
        Directory.Delete(_folder.Options.KeyFile + ".undo");
        Assert.True(File.Exists(path));
        Assert.True(store.FinishRotation(CancellationToken.None));
        Assert.All(ids, id => Assert.NotNull(store.TryOpen(id)));
    }

    [Fact]
    public void A_header_half_changed_is_put_back_at_the_next_start()
    {
        Guid id;
        using (var store = _folder.Store())
        {
            id = Make(store, 1).Single();
            store.BeginRotation();
        }

        // As a power cut would leave it: the undo is there, the header is neither old nor new.
        var path = _folder.File(id);
        var keys = KeyRing.LoadOrCreate(_folder.Options.KeyFile, _folder.Options.Folder, DateTimeOffset.UnixEpoch);
        var header = File.ReadAllBytes(path)[..128];
        new RewrapUndo(_folder.Options.KeyFile + ".undo", keys).Keep([new HeaderChange(path, header, header)]);
        using (var file = File.OpenWrite(path))
        {
            file.Position = 60;
            file.Write(RandomNumberGenerator.GetBytes(50));
        }

        using var again = _folder.Store();
        Assert.NotNull(again.TryOpen(id));
        Assert.False(File.Exists(_folder.Options.KeyFile + ".undo"));
        Assert.True(again.FinishRotation(CancellationToken.None));
        Assert.NotNull(again.TryOpen(id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_crash_between_the_two_key_files_loses_neither(bool hasNew)
    {
        Guid id;
        using (var store = _folder.Store())
        {
            id = Make(store, 1).Single();
        }

        var file = _folder.Options.KeyFile;
        if (hasNew)
        {
            File.Copy(file, file + ".old");   // the new one is in place, the old one was not destroyed yet
        }
        else
        {
            File.Move(file, file + ".old");   // killed after the first move
            File.WriteAllText(file + ".new", "half");
        }

        using var again = _folder.Store();
        Assert.NotNull(again.TryOpen(id));
        Assert.False(File.Exists(file + ".old") || File.Exists(file + ".new"));
    }

    [Fact]
    public void A_key_that_is_gone_stops_the_start_instead_of_being_made_anew()
    {
        using (var store = _folder.Store())
        {
            Make(store, 1);
        }

        File.Delete(_folder.Options.KeyFile);
        var refusal = Assert.Throws<InvalidDataException>(() => _folder.Store());
        Assert.Contains("is gone", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Options.KeyFile));
    }

    [Fact]
    public void Every_bit_of_a_key_file_is_checked()
    {
        using (_folder.Store())
        {
        }

        var good = File.ReadAllBytes(_folder.Options.KeyFile);
        for (var at = 0; at < good.Length; at++)
        {
            var bad = good.ToArray();
            bad[at] ^= 1;
            File.WriteAllBytes(_folder.Options.KeyFile, bad);
            Assert.Throws<InvalidDataException>(() => _folder.Store());
        }
    }

    [Fact]
    public void A_key_file_of_an_older_version_goes_on_working()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Options.KeyFile)!);
        File.WriteAllBytes(_folder.Options.KeyFile, RandomNumberGenerator.GetBytes(32));
        Guid id;
        using (var store = _folder.Store())
        {
            id = Make(store, 1).Single();
            Assert.Null(store.Keys.Single().MadeAt);
            store.BeginRotation();
            Assert.True(store.FinishRotation(CancellationToken.None));
        }

        using var again = new RecordingStore(_folder.Options, TimeProvider.System, NullLogger.Instance);
        Assert.NotNull(again.TryOpen(id));
        Assert.NotNull(again.Keys.Single().MadeAt);
    }

    internal static IReadOnlyList<Guid> Make(RecordingStore store, int count)
    {
        var recorders = Enumerable.Range(0, count).Select(_ => store.Begin(Guid.CreateVersion7())).ToList();
        recorders.ForEach(recorder =>
        {
            RecordingFolder.Feed(recorder, 0, 20);
            recorder.Dispose();
        });
        store.Flush();
        return [.. recorders.Select(recorder => recorder.Id)];
    }

    private string SoundOf(Guid id) =>
        Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_folder.File(id)).AsSpan(128)));
}
