using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Zhkh.Testing;

namespace Zhkh.Web.Tests.Photos;

/// <summary>Pictures made by another program, and what bad luck and bad will make of them.</summary>
internal static class PhotoSamples
{
    public const string Secret = "GPS 48.7080 44.5133";

    public static byte[] Read(string name) =>
        File.ReadAllBytes(Repository.Path("tests", "Web.Tests", "Photos", "samples", name));

    /// <summary>Puts a segment behind the first two bytes of a JPEG.</summary>
    public static byte[] With(byte[] jpeg, byte marker, byte[] body) =>
        [.. jpeg[..2], 0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body, .. jpeg[2..]];

    public static byte[] WithExif(byte[] jpeg) => With(jpeg, 0xE1, Encoding.ASCII.GetBytes($"Exif\0\0II*\0{Secret}"));

    /// <summary>Puts a chunk behind the header of a PNG.</summary>
    public static byte[] With(byte[] png, string type, byte[] body) =>
        [.. png[..33], .. Chunk(type, body), .. png[33..]];

    /// <summary>A PNG of any claim: the header says one size, the data may hold another.</summary>
    public static byte[] Png(uint width, uint height, byte[] raw, byte depth = 8, byte colour = 2)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colour);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(raw);
        }

        return
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header),
            .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", []),
        ];
    }

    /// <summary>Where a JPEG's own header stands, counted from its marker; −1 = it has none.</summary>
    public static int FrameAt(byte[] jpeg)
    {
        for (var at = 2; at < jpeg.Length - 4; at += 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]))
        {
            if (jpeg[at + 1] is 0xC0 or 0xC1 or 0xC2)
            {
                return at;
            }
        }

        return -1;
    }

    private static byte[] Chunk(string type, byte[] body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. body];
        var chunk = new byte[body.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        named.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 8), Crc(named));
        return chunk;
    }

    /// <summary>Bit by bit, after the standard's own words: no table to share with the product.</summary>
    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var low = (crc ^ (uint)(value >> bit)) & 1;
                crc = (crc >> 1) ^ (low == 1 ? 0xEDB88320u : 0);
            }
        }

        return ~crc;
    }
}
