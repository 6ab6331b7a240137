using System.Buffers.Binary;
using System.Security.Cryptography;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Recording;

/// <summary>The first 128 bytes of a sealed recording, read and written.</summary>
internal static class SealedHeader
{
    private const int ClassOffset = 13;
    private const int KeyIdOffset = 48;
    private const int WrappedOffset = 68;
    private const int TagOffset = 100;

    /// <summary>A new header with the file's key wrapped in it.</summary>
    public static void Write(
        Span<byte> header, Guid id, RecordingClass ofClass, DateTimeOffset startedAt, ulong fileId, byte[] key,
        RecordingKey wrappingKey)
    {
        header.Clear();
        SealedFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], SealedFormat.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], SealedFormat.HeaderBytes);
        header[12] = SealedFormat.SoundALawStereo;
        header[ClassOffset] = (byte)ofClass;
        id.TryWriteBytes(header[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], startedAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], fileId);
        Wrap(header, key, wrappingKey);
    }

    public static bool IsOurs(ReadOnlySpan<byte> header) =>
        header[..8].SequenceEqual(SealedFormat.Magic)
        && BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) == SealedFormat.Version
        && header[12] == SealedFormat.SoundALawStereo;

    public static Guid IdOf(ReadOnlySpan<byte> header) => new(header[16..32]);

    /// <summary>As it was when the recording began; what turned up later is in the row.</summary>
    public static RecordingClass ClassOf(ReadOnlySpan<byte> header) => (RecordingClass)header[ClassOffset];

    public static DateTimeOffset StartedAt(ReadOnlySpan<byte> header) =>
        DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(header[32..]));

    public static ulong FileIdOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt64LittleEndian(header[40..]);

    public static ulong KeyIdOf(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt64LittleEndian(header[KeyIdOffset..]);

    /// <summary>Which key a file is wrapped with; null when it is no recording or cannot be read.</summary>
    public static ulong? KeyIdOf(string path)
    {
        var header = new byte[SealedFormat.HeaderBytes];
        return TryRead(path, header) && IsOurs(header) ? KeyIdOf(header) : null;
    }

    public static bool TryRead(string path, Span<byte> header)
    {
        try
        {
            using var handle = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.Read(handle, header, 0) == header.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The file's key; null when the ring has no key that opens it.</summary>
    public static byte[]? TryUnwrap(ReadOnlySpan<byte> header, KeyRing keys)
    {
        try
        {
            return keys.Find(KeyIdOf(header))?.Unwrap(
                header.Slice(SealedFormat.WrapOffset, RecordingKey.NonceBytes),
                header.Slice(WrappedOffset, RecordingKey.Bytes), header.Slice(TagOffset, RecordingKey.TagBytes),
                header[..SealedFormat.WrapOffset]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Puts the file's key under another wrapping key; the sound stays as it is.</summary>
    public static void Wrap(Span<byte> header, byte[] key, RecordingKey wrappingKey)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(header[KeyIdOffset..], wrappingKey.Id);
        var nonce = header.Slice(SealedFormat.WrapOffset, RecordingKey.NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        wrappingKey.Wrap(
            nonce, key, header.Slice(WrappedOffset, RecordingKey.Bytes),
            header.Slice(TagOffset, RecordingKey.TagBytes), header[..SealedFormat.WrapOffset]);
    }
}
