using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// A journal line on disk: mark (4 bytes), length (4), CRC-32C of length and payload (4), payload (JSON). The mark
/// holds a byte that UTF-8 never has, so after damage the next whole line is found by searching for it.
/// </summary>
internal static class JournalFrame
{
    public const int HeaderBytes = 12;

    /// <summary>A fact is some hundred bytes; a longer length is damage.</summary>
    public const int PayloadBytesMax = 64 * 1024;

    private const uint Mark = 0xF5_4C_4A_5A;

    /// <summary>
    /// The fact's line. Made by whoever appends, so a fact that cannot be written fails its own call.
    /// </summary>
    public static byte[] Encode(JournalFact fact)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(fact, JournalJson.Default.JournalFact);
        if (payload.Length > PayloadBytesMax)
        {
            throw new ArgumentException($"A fact of {payload.Length} bytes", nameof(fact));
        }

        var line = new byte[HeaderBytes + payload.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(line, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(line.AsSpan(4), payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(line.AsSpan(8), Checksum(payload));
        payload.CopyTo(line, HeaderBytes);
        return line;
    }

    /// <summary>Reads the line that begins exactly at <paramref name="at"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> segment, int at, out JournalFact? fact, out int next)
    {
        fact = null;
        next = at;
        if (segment.Length - at < HeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(segment[at..]) != Mark)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(segment[(at + 4)..]);
        if (length is <= 0 or > PayloadBytesMax || length > segment.Length - at - HeaderBytes)
        {
            return false;
        }

        var payload = segment.Slice(at + HeaderBytes, length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(segment[(at + 8)..]) != Checksum(payload))
        {
            return false;
        }

        next = at + HeaderBytes + length;
        fact = Parse(payload);
        return true;
    }

    /// <summary>The next place after <paramref name="at"/> where a line may begin, or -1.</summary>
    public static int FindMark(ReadOnlySpan<byte> segment, int at)
    {
        Span<byte> mark = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, Mark);
        var found = at >= segment.Length ? -1 : segment[at..].IndexOf(mark);
        return found < 0 ? -1 : at + found;
    }

    /// <summary>Null for a fact written by another version: whole, but not ours to understand.</summary>
    private static JournalFact? Parse(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, JournalJson.Default.JournalFact);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> payload)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, (uint)payload.Length);
        while (payload.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(payload));
            payload = payload[sizeof(ulong)..];
        }

        foreach (var octet in payload)
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        return ~crc;
    }
}
