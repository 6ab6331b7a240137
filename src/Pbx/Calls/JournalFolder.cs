using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zhkh.Pbx.Calls;

/// <summary>A folder of segment files.</summary>
internal sealed partial class JournalFolder : IJournalDisk
{
    private readonly string _folder;
    private readonly FileStream _lock;

    /// <exception cref="IOException">Another process uses the folder, or it cannot be made.</exception>
    public JournalFolder(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        // The lock dies with its process, however that dies. Two hosts in one journal would cut each other's calls.
        _lock = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
    }

    public void Dispose() => _lock.Dispose();

    public IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFiles(_folder, "*.journal")
            .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public byte[] Read(string name) => File.ReadAllBytes(Path.Combine(_folder, name));

    public IJournalFile Open(string name)
    {
        var file = new Segment(Path.Combine(_folder, name));
        SyncFolder();
        return file;
    }

    public void Delete(string name) => File.Delete(Path.Combine(_folder, name));

    /// <summary>A new file's name is durable only when its folder was synced (fsync(2)).</summary>
    private void SyncFolder()
    {
        var descriptor = OpenFolder(_folder, flags: 0);
        if (descriptor < 0)
        {
            throw new IOException($"open {_folder}: errno {Marshal.GetLastPInvokeError()}");
        }

        var result = Fsync(descriptor);
        _ = Close(descriptor);
        if (result != 0)
        {
            throw new IOException($"fsync {_folder}: errno {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    private sealed class Segment(string path) : IJournalFile
    {
        private readonly SafeFileHandle _handle =
            File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);

        public long Length => RandomAccess.GetLength(_handle);

        public void Append(ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, Length);

        public void Sync() => RandomAccess.FlushToDisk(_handle);

        public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

        public void Dispose() => _handle.Dispose();
    }
}
