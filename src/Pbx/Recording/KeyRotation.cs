using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// Puts the keys of all recordings under the current wrapping key, file by file, and destroys the old ones when nothing
/// needs them. Only headers change. Killed at any moment it goes on where it was.
/// </summary>
internal sealed class KeyRotation(string folder, KeyRing keys, RewrapUndo undo, ILogger logger)
{
    /// <summary>Headers whose old state is kept for one step.</summary>
    public const int BatchMax = 64;

    /// <summary>Files that keep an old key alive, as last counted.</summary>
    public int Left { get; private set; }

    /// <summary>Goes through all files until none needs an old key; false when some could not be changed.</summary>
    public bool Run(CancellationToken cancel)
    {
        var (done, failed) = (0, 0);
        foreach (var batch in Old().Chunk(BatchMax))
        {
            cancel.ThrowIfCancellationRequested();
            failed += Step(batch);
            done += batch.Length;
        }

        // Looked through once more: a file that was made meanwhile has the current key, and anything else stays safe.
        Left = failed == 0 ? Old().Count() : failed;
        if (Left > 0)
        {
            RecordingLog.CannotRotate(logger, Left);
            return false;
        }

        keys.DestroyOld();
        RecordingLog.Rotated(logger, keys.Current.Id.ToString("x16", null), done);
        return true;
    }

    /// <summary>How many files the ring's older keys are still needed for.</summary>
    public int Count() => keys.IsRotating ? Old().Count() : 0;

    /// <returns>How many could not be changed.</returns>
    private int Step(IReadOnlyList<string> files)
    {
        var wraps = files.Select(Rewrap).OfType<HeaderChange>().ToList();
        undo.Keep(wraps);
        var failed = files.Count - wraps.Count;
        foreach (var wrap in wraps)
        {
            failed += wrap.TryWrite(wrap.New) ? 0 : 1;
        }

        undo.Forget();
        return failed;
    }

    private HeaderChange? Rewrap(string path)
    {
        var header = new byte[SealedFormat.HeaderBytes];
        if (!SealedHeader.TryRead(path, header) || SealedHeader.TryUnwrap(header, keys) is not { } fileKey)
        {
            return null;
        }

        var changed = header.ToArray();
        SealedHeader.Wrap(changed, fileKey, keys.Current);
        return new HeaderChange(path, header, changed);
    }

    /// <summary>
    /// Files that an old key of ours opens. One whose header says so and is damaged will never be opened by any key.
    /// </summary>
    private IEnumerable<string> Old() => RecordingPath.All(folder).Where(path =>
    {
        var header = new byte[SealedFormat.HeaderBytes];
        return !SealedHeader.TryRead(path, header)
            ? File.Exists(path)
            : SealedHeader.IsOurs(header) && SealedHeader.KeyIdOf(header) != keys.Current.Id
                && SealedHeader.TryUnwrap(header, keys) is not null;
    });
}

/// <summary>The first bytes of a file, before and after.</summary>
internal sealed record HeaderChange(string Path, byte[] Old, byte[] New)
{
    public bool TryWrite(byte[] header)
    {
        try
        {
            using var handle = File.OpenHandle(
                Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.Write(handle, header, 0);
            RandomAccess.FlushToDisk(handle);
            return true;
        }
        catch (FileNotFoundException)
        {
            return true;   // past its term meanwhile
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
