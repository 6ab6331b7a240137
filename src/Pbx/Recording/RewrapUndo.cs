using System.Buffers.Binary;
using System.Text;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// The old headers of the files that are being wrapped anew, on the disk before the first of them changes. A header is
/// less than a sector and is written by one call; this is for the day when that was not enough.
/// </summary>
internal sealed class RewrapUndo(string file, KeyRing keys)
{
    private const int PathBytesMax = 4096;

    /// <exception cref="IOException">Nothing may be changed.</exception>
    public void Keep(IReadOnlyList<HeaderChange> changes)
    {
        File.Delete(file);
        using var stream = RecordingPath.CreatePrivate(file);
        var length = new byte[sizeof(int)];
        foreach (var change in changes)
        {
            var path = Encoding.UTF8.GetBytes(change.Path);
            BinaryPrimitives.WriteInt32LittleEndian(length, path.Length);
            stream.Write(length);
            stream.Write(path);
            stream.Write(change.Old);
        }

        stream.Flush(flushToDisk: true);
    }

    public void Forget() => File.Delete(file);

    /// <summary>Puts back every header that no key opens and whose old state one does.</summary>
    /// <returns>How many.</returns>
    public int PutBack()
    {
        if (!File.Exists(file))
        {
            return 0;
        }

        var back = Read(File.ReadAllBytes(file)).Count(change =>
            IsBroken(change.Path) && SealedHeader.TryUnwrap(change.Old, keys) is not null
            && change.TryWrite(change.Old));
        Forget();
        return back;
    }

    private bool IsBroken(string path)
    {
        var header = new byte[SealedFormat.HeaderBytes];
        return File.Exists(path) && (!SealedHeader.TryRead(path, header) || !SealedHeader.IsOurs(header)
            || SealedHeader.TryUnwrap(header, keys) is null);
    }

    // Torn at its end: then nothing behind that was changed yet.
    private static IEnumerable<HeaderChange> Read(byte[] bytes)
    {
        for (var at = 0; at + sizeof(int) <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            var end = at + sizeof(int) + (long)length + SealedFormat.HeaderBytes;
            if (length is < 1 or > PathBytesMax || end > bytes.Length)
            {
                yield break;
            }

            var header = bytes.AsSpan((int)end - SealedFormat.HeaderBytes, SealedFormat.HeaderBytes).ToArray();
            yield return new HeaderChange(Encoding.UTF8.GetString(bytes, at + sizeof(int), length), header, header);
            at = (int)end;
        }
    }
}
