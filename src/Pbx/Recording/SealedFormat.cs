using System.Buffers.Binary;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// Layout of a sealed recording: one header, then chunks, each complete in itself. Numbers are little-endian.
/// </summary>
/// <remarks>
/// <code>
/// header, 128 bytes                          chunk
///   0  "ZHKHREC1"                              0  "ZK"
///   8  u16 version, u16 header bytes           2  u8 kind (1 sound, 2 end, 3 peaks), u8 0
///  12  u8 sound (1 = A-law), u8 class          4  u32 number, growing, never used twice
///  16  call id                                 8  u32 first tick
///  32  i64 start, Unix milliseconds           12  u16 ticks, u16 bytes of the body
///  40  file id, 8 random bytes                16  tag, 16 bytes
///  48  u64 id of the wrapping key             32  body, encrypted
///  56  nonce 12, wrapped file key 32, tag 16
/// 116  zeros
/// </code>
/// A chunk is AES-256-GCM under the file's key; nonce = file id, number; its first 16 bytes are authenticated with it.
/// A number whose write failed is not used again, so no nonce ever meets two texts; who mends a file after a crash
/// takes random numbers above <see cref="MendedFrom"/>. Peaks stand before the end, first tick = length of
/// the call; their
/// body is two bytes a tenth of a second. Wrapping the key anew changes bytes 48–116 and nothing else.
/// </remarks>
internal static class SealedFormat
{
    public const int HeaderBytes = 128;
    public const int WrapOffset = 56;
    public const int ChunkHeadBytes = 16;
    public const int TagBytes = 16;
    public const int NonceBytes = 12;
    public const int BodyOffset = ChunkHeadBytes + TagBytes;
    public const int BodyBytesMax = CallRecorder.WaitingMax * RecordingTick.Bytes;
    public const uint MendedFrom = 0x8000_0000;
    public const ushort Version = 1;
    public const byte SoundALawStereo = 1;

    public static ReadOnlySpan<byte> Magic => "ZHKHREC1"u8;

    public static void Nonce(Span<byte> nonce, ulong fileId, uint number)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(nonce, fileId);
        BinaryPrimitives.WriteUInt32LittleEndian(nonce[8..], number);
    }
}

/// <summary>What a chunk holds.</summary>
internal enum ChunkKind : byte
{
    Sound = 1,
    End = 2,
    Peaks = 3,
}

/// <summary>The first 16 bytes of a chunk.</summary>
internal readonly record struct ChunkHead(ChunkKind Kind, uint Number, uint FirstTick, ushort Ticks, ushort BodyBytes)
{
    public int Bytes => SealedFormat.BodyOffset + BodyBytes;

    public void Write(Span<byte> head)
    {
        "ZK"u8.CopyTo(head);
        head[2] = (byte)Kind;
        head[3] = 0;
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Number);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], FirstTick);
        BinaryPrimitives.WriteUInt16LittleEndian(head[12..], Ticks);
        BinaryPrimitives.WriteUInt16LittleEndian(head[14..], BodyBytes);
    }

    /// <summary>False when this cannot be a chunk; what it claims is checked by the tag only later.</summary>
    public static bool TryParse(ReadOnlySpan<byte> head, out ChunkHead chunk)
    {
        chunk = default;
        if (head.Length < SealedFormat.ChunkHeadBytes || !head[..2].SequenceEqual("ZK"u8) || head[3] != 0)
        {
            return false;
        }

        chunk = new ChunkHead(
            (ChunkKind)head[2], BinaryPrimitives.ReadUInt32LittleEndian(head[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(head[8..]), BinaryPrimitives.ReadUInt16LittleEndian(head[12..]),
            BinaryPrimitives.ReadUInt16LittleEndian(head[14..]));
        return chunk.Kind switch
        {
            ChunkKind.Sound => chunk.BodyBytes == chunk.Ticks * RecordingTick.Bytes && chunk.Ticks > 0
                && chunk.BodyBytes <= SealedFormat.BodyBytesMax
                && (long)chunk.FirstTick + chunk.Ticks <= RecordingTick.TicksMax,
            ChunkKind.End or ChunkKind.Peaks => chunk.Ticks == 0 && chunk.BodyBytes <= SealedFormat.BodyBytesMax,
            _ => false,
        };
    }
}
