using System.Buffers.Binary;

namespace Zhkh.Web.Photos;

/// <summary>
/// JPEG (ITU-T T.81 annex B) as cameras write it: Huffman, baseline or progressive. Every marker segment is read with
/// its bounds; application data and comments are left out, what lies behind EOI too.
/// </summary>
internal static class JpegPhoto
{
    private const int ScansMax = 100;
    private const byte Adobe = 0xEE;
    private static ReadOnlySpan<byte> Start => [0xFF, 0xD8];

    // Density and the like say nothing a viewer needs; a JFIF thumbnail may show what the photo was cut from.
    private static ReadOnlySpan<byte> PlainJfif =>
        [0xFF, 0xE0, 0, 16, 0x4A, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];

    public static bool Begins(ReadOnlySpan<byte> file) => file.Length > 3 && file.StartsWith(Start) && file[2] == 0xFF;

    public static PhotoJudgement Judge(ReadOnlySpan<byte> file)
    {
        using var kept = new MemoryStream(file.Length);
        kept.Write(Start);
        var (width, height, scans, hasTables) = (0, 0, 0, false);
        for (var at = 2; NextMarker(file, ref at) is { } marker;)
        {
            if (marker == 0xD9)
            {
                kept.Write([0xFF, marker]);
                return scans == 0 ? PhotoRejection.Broken : new CleanPhoto(kept.ToArray(), "jpeg", width, height);
            }

            if (SegmentAt(file, at) is not { } length)
            {
                return PhotoRejection.Broken;
            }

            var body = file.Slice(at + 2, length - 2);
            at += length;
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2 when width == 0 && FrameOf(body) is var (w, h):
                    (width, height) = (w, h);
                    if (PhotoCheck.IsTooLarge(width, height))
                    {
                        return PhotoRejection.TooManyPixels;
                    }

                    break;
                case 0xC4 when !body.IsEmpty && AreHuffmanTables(body):
                    hasTables = true;
                    break;
                case 0xDB when !body.IsEmpty && AreQuantisationTables(body):
                case 0xDD when body.Length == 2:
                case Adobe when body.Length == 12 && body.StartsWith("Adobe"u8):
                    break;
                case >= 0xE0 and <= 0xEF or 0xFE:
                    if (marker == 0xE0 && body.StartsWith("JFIF\0"u8) && kept.Length == Start.Length)
                    {
                        kept.Write(PlainJfif);
                    }

                    continue;
                case 0xDA when width > 0 && hasTables && scans++ < ScansMax && IsScan(body):
                    Write(kept, marker, body);
                    if (CopyScan(file, ref at, kept))
                    {
                        continue;
                    }

                    return PhotoRejection.Broken;
                default:
                    return PhotoRejection.Broken;
            }

            Write(kept, marker, body);
        }

        return PhotoRejection.Broken;
    }

    /// <summary>Two bytes of 0xFF and a code, with any number of 0xFF as fill between them (B.1.1.2).</summary>
    private static byte? NextMarker(ReadOnlySpan<byte> file, ref int at)
    {
        if (at >= file.Length || file[at] != 0xFF)
        {
            return null;
        }

        while (at < file.Length && file[at] == 0xFF)
        {
            at++;
        }

        return at < file.Length ? file[at++] : null;
    }

    /// <summary>The length of a segment, its two length bytes included; null when it leaves the file.</summary>
    private static int? SegmentAt(ReadOnlySpan<byte> file, int at)
    {
        if (at + 2 > file.Length)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
        return length >= 2 && at + length <= file.Length ? length : null;
    }

    private static (int Width, int Height)? FrameOf(ReadOnlySpan<byte> body)
    {
        if (body.Length < 6 || body[0] != 8 || body[5] is not (1 or 3 or 4) || body.Length != 6 + (3 * body[5]))
        {
            return null;
        }

        for (var at = 6; at < body.Length; at += 3)
        {
            var (across, down) = (body[at + 1] >> 4, body[at + 1] & 15);
            if (across is < 1 or > 4 || down is < 1 or > 4 || body[at + 2] > 3)
            {
                return null;
            }
        }

        int height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
        return width > 0 && height > 0 ? (width, height) : null;
    }

    private static bool AreHuffmanTables(ReadOnlySpan<byte> body)
    {
        while (body.Length >= 17)
        {
            var codes = 0;
            foreach (var count in body[1..17])
            {
                codes += count;
            }

            if ((body[0] & 15) > 3 || body[0] >> 4 > 1 || codes > 256 || body.Length < 17 + codes)
            {
                return false;
            }

            body = body[(17 + codes)..];
        }

        return body.IsEmpty;
    }

    private static bool AreQuantisationTables(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var size = 1 + (64 * (1 + (body[0] >> 4)));
            if (body[0] >> 4 > 1 || (body[0] & 15) > 3 || body.Length < size)
            {
                return false;
            }

            body = body[size..];
        }

        return true;
    }

    private static bool IsScan(ReadOnlySpan<byte> body) =>
        body.Length >= 6 && body[0] is >= 1 and <= 4 && body.Length == 4 + (2 * body[0]);

    /// <summary>
    /// Entropy-coded data up to the next marker: 0xFF is followed by 0 or by a restart code, else it is a marker.
    /// </summary>
    private static bool CopyScan(ReadOnlySpan<byte> file, ref int at, Stream kept)
    {
        var from = at;
        while (true)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
            {
                return false;
            }

            at += next;
            if (file[at + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
            {
                kept.Write(file[from..at]);
                return at > from;
            }

            at += 2;
        }
    }

    private static void Write(Stream kept, byte marker, ReadOnlySpan<byte> body)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(body.Length + 2));
        kept.Write(head);
        kept.Write(body);
    }
}
