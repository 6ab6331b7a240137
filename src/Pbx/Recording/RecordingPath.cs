using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Zhkh.Pbx.Recording;

/// <summary>Where a recording lies, and how bytes get there whole or not at all.</summary>
internal static class RecordingPath
{
    public const string SealedExtension = ".rec";
    public const string WavExtension = ".wav";

    /// <summary>
    /// Folder by date (UTC) and file by id. A version 7 id carries its own time, so no index has to be asked.
    /// </summary>
    /// <returns>Null when the id is of another version: it names no recording.</returns>
    public static string? For(string root, Guid id, RecordingForm form)
    {
        if (id.Version != 7)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        foreach (var part in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | part;
        }

        if (milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return null;
        }

        var extension = form == RecordingForm.Sealed ? SealedExtension : WavExtension;
        return Path.Combine(
            Folder(root, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)),
            id.ToString("D", CultureInfo.InvariantCulture) + extension);
    }

    public static string Folder(string root, DateTimeOffset day) =>
        Path.Combine(root, day.UtcDateTime.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture));

    /// <summary>
    /// Makes a file with these first bytes, readable by us alone; leaves nothing behind when it fails.
    /// </summary>
    public static FileStream CreateWith(string path, ReadOnlySpan<byte> first)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        }

        var stream = new FileStream(path, options);
        try
        {
            RandomAccess.Write(stream.SafeFileHandle, first, 0);
            return stream;
        }
        catch (IOException)
        {
            stream.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Writes all bytes at the offset, or takes back what was written of them.</summary>
    public static void WriteWhole(SafeFileHandle handle, ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(handle, offset);
            throw;
        }
    }
}
