using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Zhkh.Pbx.Recording;

/// <summary>The file of the key ring: replaced whole, so that a crash leaves the old or the new one.</summary>
/// <remarks>
/// <code>
///  0  "ZHKHKEYS"
///  8  u16 version, u16 number of keys, the current one first
/// 12  each key: i64 made at, Unix milliseconds (0 = unknown), 32 bytes
///     SHA-256 of everything before
/// </code>
/// A file of exactly 32 bytes is one key of an older version.
/// </remarks>
internal static class KeyFile
{
    private const int HeadBytes = 12;
    private const int EntryBytes = sizeof(long) + RecordingKey.Bytes;
    private const ushort Version = 1;

    private static ReadOnlySpan<byte> Magic => "ZHKHKEYS"u8;

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static RecordingKey[] Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (bytes.Length == RecordingKey.Bytes)
        {
            return [new RecordingKey(bytes, madeAt: null)];
        }

        var count = bytes.Length > HeadBytes ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(10)) : 0;
        var body = HeadBytes + (count * EntryBytes);
        if (count is < 1 or > KeyRing.KeysMax || bytes.Length != body + SHA256.HashSizeInBytes
            || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic)
            || BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)) != Version
            || !SHA256.HashData(bytes.AsSpan(0, body)).AsSpan().SequenceEqual(bytes.AsSpan(body)))
        {
            throw new InvalidDataException(
                $"The recording key {file} is damaged ({bytes.Length} bytes; neither a key of 32 bytes nor a whole "
                + "ring of them): put it back from the backup; without it no recording can be heard");
        }

        return [.. Enumerable.Range(0, count).Select(i => Entry(bytes.AsSpan(HeadBytes + (i * EntryBytes))))];
    }

    /// <summary>Another program may be replacing the file: for a moment only the old one is there.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="IOException">There is none.</exception>
    public static RecordingKey[] ReadBeside(string file)
    {
        try
        {
            return Read(file);
        }
        catch (FileNotFoundException) when (File.Exists(OldOf(file)) || File.Exists(file))
        {
            return Read(File.Exists(file) ? file : OldOf(file));
        }
    }

    /// <exception cref="IOException">The file is as it was.</exception>
    public static void Write(string file, RecordingKey[] keys)
    {
        var bytes = new byte[HeadBytes + (keys.Length * EntryBytes) + SHA256.HashSizeInBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), (ushort)keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            var entry = bytes.AsSpan(HeadBytes + (i * EntryBytes), EntryBytes);
            BinaryPrimitives.WriteInt64LittleEndian(entry, keys[i].MadeAt?.ToUnixTimeMilliseconds() ?? 0);
            keys[i].CopyTo(entry[sizeof(long)..]);
        }

        var body = bytes.Length - SHA256.HashSizeInBytes;
        SHA256.HashData(bytes.AsSpan(0, body)).CopyTo(bytes.AsSpan(body));
        Replace(file, bytes);
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>What a crash left between the new file and the end of the old one.</summary>
    public static void DestroyLeftover(string file)
    {
        if (File.Exists(NewOf(file)))
        {
            File.Delete(NewOf(file));
        }

        if (File.Exists(OldOf(file)) && File.Exists(file))
        {
            Destroy(OldOf(file));
        }
        else if (File.Exists(OldOf(file)))
        {
            File.Move(OldOf(file), file);
        }
    }

    private static string NewOf(string file) => file + ".new";

    private static string OldOf(string file) => file + ".old";

    private static RecordingKey Entry(ReadOnlySpan<byte> entry)
    {
        var made = BinaryPrimitives.ReadInt64LittleEndian(entry);
        return new RecordingKey(
            entry.Slice(sizeof(long), RecordingKey.Bytes).ToArray(),
            made <= 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(made));
    }

    private static void Replace(string file, byte[] bytes)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        File.Delete(NewOf(file));
        using (var stream = RecordingPath.CreatePrivate(NewOf(file)))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        if (!File.Exists(file))
        {
            File.Move(NewOf(file), file);
            return;
        }

        File.Move(file, OldOf(file), overwrite: true);
        File.Move(NewOf(file), file);
        Destroy(OldOf(file));
    }

    /// <summary>A deleted file's bytes stay on the disk until something else lies there: zeros go first.</summary>
    private static void Destroy(string file)
    {
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(new byte[stream.Length]);
            stream.Flush(flushToDisk: true);
        }

        File.Delete(file);
    }
}
