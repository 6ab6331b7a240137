using System.Buffers.Binary;
using System.IO.Compression;

namespace Zhkh.Web.Photos;

/// <summary>
/// PNG (ISO/IEC 15948): every chunk with its check sum, the picture's data unpacked once to see that there is exactly
/// as much of it as the header says. Only what the picture needs is kept; text, time and EXIF are not.
/// </summary>
internal static class PngPhoto
{
    /// <summary>What may be unpacked while judging: below a second of one core.</summary>
    private const long RawBytesMax = 160_000_000;

    private static readonly uint[] CheckSums = MakeCheckSums();

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool Begins(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public static PhotoJudgement Judge(ReadOnlySpan<byte> file)
    {
        using var kept = new MemoryStream(file.Length);
        using var packed = new MemoryStream(file.Length);
        kept.Write(Signature);
        PngHeader? header = null;
        for (var at = Signature.Length; ChunkAt(file, at) is { } length;)
        {
            var chunk = file.Slice(at, length + 12);
            at += chunk.Length;
            var type = chunk.Slice(4, 4);
            var body = chunk.Slice(8, length);
            if ((header is null) != type.SequenceEqual("IHDR"u8))
            {
                return PhotoRejection.Broken;
            }

            if (header is null && (header = PngHeader.Read(body)) is null)
            {
                return PhotoRejection.Broken;
            }

            if (PhotoCheck.IsTooLarge(header.Width, header.Height) || header.RawBytes > RawBytesMax)
            {
                return PhotoRejection.TooManyPixels;
            }

            var isNeeded = (type[0] & 0x20) == 0 || type.SequenceEqual("tRNS"u8);
            if (isNeeded)
            {
                kept.Write(chunk);
            }

            if (type.SequenceEqual("IDAT"u8))
            {
                packed.Write(body);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                packed.Position = 0;
                return header.Unpacks(packed)
                    ? new CleanPhoto(kept.ToArray(), "png", header.Width, header.Height) : PhotoRejection.Broken;
            }
            else if (isNeeded && !IsKnown(type))
            {
                return PhotoRejection.Broken;
            }
        }

        return PhotoRejection.Broken;
    }

    private static bool IsKnown(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("IHDR"u8) || type.SequenceEqual("PLTE"u8) || type.SequenceEqual("tRNS"u8);

    /// <summary>The length of a chunk's data; null when it leaves the file or its check sum is wrong.</summary>
    private static int? ChunkAt(ReadOnlySpan<byte> file, int at)
    {
        if (at + 12 > file.Length)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        if (length > file.Length - at - 12)
        {
            return null;
        }

        var sum = BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..]);
        return CheckSum(file.Slice(at + 4, (int)length + 4)) == sum ? (int)length : null;
    }

    internal static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum = CheckSums[(sum ^ value) & 0xFF] ^ (sum >> 8);
        }

        return ~sum;
    }

    private static uint[] MakeCheckSums()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var sum = i;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : 0xEDB88320 ^ (sum >> 1);
            }

            table[i] = sum;
        }

        return table;
    }

    /// <summary>The header, and how many bytes of which rows it promises.</summary>
    private sealed record PngHeader(int Width, int Height, int BitsPerPixel, bool IsInterlaced)
    {
        private const int BufferBytes = 64 * 1024;

        // Adam7: first column and row of each pass, and the steps between them (§8.2).
        private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
            [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

        private IEnumerable<(long Rows, long RowBytes)> Parts => IsInterlaced
            ? Passes.Select(p => (Count(Height, p.Y, p.StepY), Bytes(Count(Width, p.X, p.StepX))))
                .Where(p => p.Item1 > 0 && p.Item2 > 1)
            : [(Height, Bytes(Width))];

        public long RawBytes => Parts.Sum(p => p.Rows * p.RowBytes);

        public static PngHeader? Read(ReadOnlySpan<byte> body)
        {
            if (body.Length != 13 || body[10] != 0 || body[11] != 0 || body[12] > 1)
            {
                return null;
            }

            var width = BinaryPrimitives.ReadUInt32BigEndian(body);
            var height = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
            var bits = (body[9], body[8]) switch
            {
                (0, 1 or 2 or 4 or 8 or 16) => body[8],
                (2, 8 or 16) => 3 * body[8],
                (3, 1 or 2 or 4 or 8) => body[8],
                (4, 8 or 16) => 2 * body[8],
                (6, 8 or 16) => 4 * body[8],
                _ => 0,
            };
            return bits == 0 || width is 0 or > int.MaxValue || height is 0 or > int.MaxValue
                ? null : new PngHeader((int)width, (int)height, bits, body[12] == 1);
        }

        public bool Unpacks(Stream packed)
        {
            var left = RawBytes;
            var buffer = new byte[BufferBytes];
            using var raw = new ZLibStream(packed, CompressionMode.Decompress);
            try
            {
                while (left >= 0)
                {
                    var read = raw.Read(buffer);
                    if (read == 0)
                    {
                        return left == 0;
                    }

                    left -= read;
                }
            }
            catch (InvalidDataException)
            {
                return false;
            }

            return false;
        }

        private static long Count(int size, int from, int step) => size <= from ? 0 : (size - from + step - 1) / step;

        /// <summary>A row and the byte of its filter before it.</summary>
        private long Bytes(long pixels) => pixels == 0 ? 0 : 1 + (((pixels * BitsPerPixel) + 7) / 8);
    }
}
