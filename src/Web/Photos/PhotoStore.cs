using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Zhkh.Dispatch;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Photos;

/// <summary>
/// Photos on disk, each under the SHA-256 of its bytes: written beside, synced, then renamed, so that a name is either
/// absent or whole. A file whose row was not committed is nobody's and harms nobody.
/// </summary>
internal sealed class PhotoStore(DataFolder data)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public async Task<StoredPicture> KeepAsync(CleanPhoto photo, CancellationToken cancel)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(photo.Kept));
        var path = PathOf(hash);
        if (!File.Exists(path))
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(path) ?? data.Photos).FullName;
            var beside = Path.Combine(folder, $".{hash}.{Guid.NewGuid():N}");
            try
            {
                await WriteAsync(beside, photo.Kept, cancel);
                File.Move(beside, path, overwrite: true);
            }
            finally
            {
                File.Delete(beside);
            }

            SyncFolder(folder);
        }

        return new StoredPicture(hash, photo.Format, photo.Width, photo.Height, photo.Kept.Length);
    }

    /// <summary>Where a photo lies; null when it is not there.</summary>
    public string? Find(string sha256) => File.Exists(PathOf(sha256)) ? PathOf(sha256) : null;

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancel)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });
        await file.WriteAsync(bytes, cancel);
        file.Flush(flushToDisk: true);
    }

    private string PathOf(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(data.Photos, sha256[..2], sha256)
        : throw new ArgumentException("Not the name of a photo", nameof(sha256));

    /// <summary>A new name is durable only when its folder was synced (fsync(2)).</summary>
    private static void SyncFolder(string folder)
    {
        var descriptor = OpenFolder(folder, flags: 0);
        if (descriptor < 0)
        {
            throw new IOException($"open {folder}: errno {Marshal.GetLastPInvokeError()}");
        }

        var result = Fsync(descriptor);
        _ = Close(descriptor);
        if (result != 0)
        {
            throw new IOException($"fsync {folder}: errno {Marshal.GetLastPInvokeError()}");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
