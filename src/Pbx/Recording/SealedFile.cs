using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Recording;

/// <summary>Writes a sealed recording, chunk after chunk.</summary>
internal sealed class SealedFile : IRecordingFile
{
    private readonly FileStream _stream;
    private readonly SafeFileHandle _handle;
    private readonly AesGcm _aes;
    private readonly ulong _fileId;
    private readonly byte[] _chunk = new byte[SealedFormat.BodyOffset + SealedFormat.BodyBytesMax];
    private readonly PeakMeter _peaks = new();
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
    public static SealedFile Create(
        string path, Guid id, RecordingClass ofClass, DateTimeOffset startedAt, RecordingKey wrappingKey)
    {
        var key = RandomNumberGenerator.GetBytes(RecordingKey.Bytes);
        var fileId = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        Span<byte> header = stackalloc byte[SealedFormat.HeaderBytes];
        SealedHeader.Write(header, id, ofClass, startedAt, fileId, key, wrappingKey);
        return new SealedFile(RecordingPath.CreateWith(path, header), key, fileId);
    }

    /// <summary>Gives a file that a crash cut off the peaks it lacks; what follows its sound is overwritten.</summary>
    public static void AddPeaks(string path, SealedReader reader, ReadOnlySpan<byte> peaks)
    {
        var stream = new FileStream(
            path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var file = new SealedFile(stream, reader.CopyKey(), reader.FileId)
        {
            _length = reader.SoundEnd,
            _nextTick = reader.Ticks,
            // Below are the numbers of a writer that may have used more of them than it left behind.
            _number = SealedFormat.MendedFrom | (uint)RandomNumberGenerator.GetInt32(1 << 30),
        };
        RandomAccess.SetLength(file._handle, reader.SoundEnd);
        file.PutPeaks(peaks);
        file.Sync();
    }

    public void Append(uint firstTick, ReadOnlySpan<byte> ticks)
    {
        Put(ChunkKind.Sound, firstTick, ticks.Length / RecordingTick.Bytes, ticks);
        _nextTick = firstTick + (uint)(ticks.Length / RecordingTick.Bytes);
        _peaks.Add(firstTick, ticks);
    }

    public void End(string? partialReason)
    {
        PutPeaks(_peaks.Points);
        Put(ChunkKind.End, _nextTick, 0, Encoding.UTF8.GetBytes(partialReason ?? ""));
    }

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Dispose()
    {
        _aes.Dispose();
        _stream.Dispose();
    }

    private void PutPeaks(ReadOnlySpan<byte> points)
    {
        while (!points.IsEmpty)
        {
            var part = points[..Math.Min(points.Length, SealedFormat.BodyBytesMax)];
            Put(ChunkKind.Peaks, _nextTick, 0, part);
            points = points[part.Length..];
        }
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
