using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Zhkh.Pbx.Recording;

/// <summary>Writes a sealed recording, chunk after chunk.</summary>
internal sealed class SealedFile : IRecordingFile
{
    private readonly FileStream _stream;
    private readonly SafeFileHandle _handle;
    private readonly AesGcm _aes;
    private readonly ulong _fileId;
    private readonly byte[] _chunk = new byte[SealedFormat.BodyOffset + SealedFormat.BodyBytesMax];
    private long _length;
    private uint _number;
    private uint _nextTick;

    private SealedFile(FileStream stream, byte[] key, ulong fileId)
    {
        _stream = stream;
        _handle = stream.SafeFileHandle;
        _aes = new AesGcm(key, SealedFormat.TagBytes);
        _fileId = fileId;
        _length = SealedFormat.HeaderBytes;
    }

    /// <exception cref="IOException">No file was left behind.</exception>
    public static SealedFile Create(string path, Guid id, DateTimeOffset startedAt, RecordingKey wrappingKey)
    {
        var key = RandomNumberGenerator.GetBytes(RecordingKey.Bytes);
        var fileId = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        Span<byte> header = stackalloc byte[SealedFormat.HeaderBytes];
        header.Clear();
        SealedFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], SealedFormat.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], SealedFormat.HeaderBytes);
        header[12] = SealedFormat.SoundALawStereo;
        id.TryWriteBytes(header[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], startedAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], fileId);
        BinaryPrimitives.WriteUInt64LittleEndian(header[48..], wrappingKey.Id);
        var nonce = header.Slice(SealedFormat.WrapOffset, RecordingKey.NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        wrappingKey.Wrap(
            nonce, key, header.Slice(68, RecordingKey.Bytes), header.Slice(100, RecordingKey.TagBytes),
            header[..SealedFormat.WrapOffset]);
        return new SealedFile(RecordingPath.CreateWith(path, header), key, fileId);
    }

    public void Append(uint firstTick, ReadOnlySpan<byte> ticks)
    {
        Put(ChunkKind.Sound, firstTick, ticks.Length / RecordingTick.Bytes, ticks);
        _nextTick = firstTick + (uint)(ticks.Length / RecordingTick.Bytes);
    }

    public void End(string? partialReason) =>
        Put(ChunkKind.End, _nextTick, 0, Encoding.UTF8.GetBytes(partialReason ?? ""));

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Dispose()
    {
        _aes.Dispose();
        _stream.Dispose();
    }

    private void Put(ChunkKind kind, uint firstTick, int ticks, ReadOnlySpan<byte> body)
    {
        var head = new ChunkHead(kind, _number++, firstTick, (ushort)ticks, (ushort)body.Length);
        var chunk = _chunk.AsSpan(0, head.Bytes);
        head.Write(chunk);
        Span<byte> nonce = stackalloc byte[SealedFormat.NonceBytes];
        SealedFormat.Nonce(nonce, _fileId, head.Number);
        _aes.Encrypt(
            nonce, body, chunk[SealedFormat.BodyOffset..],
            chunk.Slice(SealedFormat.ChunkHeadBytes, SealedFormat.TagBytes), chunk[..SealedFormat.ChunkHeadBytes]);
        RecordingPath.WriteWhole(_handle, chunk, _length);
        _length += chunk.Length;
    }
}
