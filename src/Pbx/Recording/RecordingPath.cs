using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Zhkh.Pbx.Recording;

/// <summary>Where a recording lies, and how bytes get there whole or not at all.</summary>
internal static class RecordingPath
{
    public const string SealedExtension = ".rec";
    public const string WavExtension = ".wav";

    private const int NewestMax = 5;

    /// <summary>
    /// Folder by date (UTC) and file by id. A version 7 id carries its own time, so no index has to be asked.
    /// </summary>
    /// <returns>Null when the id is of another version: it names no recording.</returns>
    public static string? For(string root, Guid id, RecordingForm form)
    {
        if (TimeOf(id) is not { } time)
        {
            return null;
        }

        var extension = form == RecordingForm.Sealed ? SealedExtension : WavExtension;
        return Path.Combine(
            Folder(root, time),
            id.ToString("D", CultureInfo.InvariantCulture) + extension);
    }

    /// <summary>When a version 7 id was given; null for another.</summary>
    public static DateTimeOffset? TimeOf(Guid id)
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

        return milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    public static string Folder(string root, DateTimeOffset day) =>
        Path.Combine(root, day.UtcDateTime.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture));

    /// <summary>Sealed recordings of the newest days there are, a few of them: enough to know whose they are.</summary>
    public static IEnumerable<string> Newest(string root) => All(root).Take(NewestMax);

    /// <summary>All sealed recordings, the newest days first.</summary>
    public static IEnumerable<string> All(string root) =>
        Days(root).SelectMany(day => Directory.EnumerateFiles(day, "*" + SealedExtension));

    /// <summary>The folders by date, newest first. Other folders below the root are not ours.</summary>
    public static IEnumerable<string> Days(string root) =>
        from year in Numbered(root, 4)
        from month in Numbered(year, 2)
        from day in Numbered(month, 2)
        select day;

    /// <summary>A file that our user alone may read and write.</summary>
    public static FileStream CreatePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

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

    private static IEnumerable<string> Numbered(string folder, int digits) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateDirectories(folder)
            .Where(f => Path.GetFileName(f) is var name && name.Length == digits && name.All(char.IsAsciiDigit))
            .OrderDescending(StringComparer.Ordinal);

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
