using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// Reads a sealed recording: the walk over the heads of its chunks says what there is, then the sound is opened chunk
/// by chunk. A torn tail ends the walk; nothing the file claims is believed beyond its bytes.
/// </summary>
internal sealed class SealedReader : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly AesGcm _aes;
    private readonly ulong _fileId;
    private readonly List<(long Offset, ChunkHead Head)> _chunks = [];

    private SealedReader(SafeFileHandle handle, Guid id, DateTimeOffset startedAt, byte[] key, ulong fileId)
    {
        _handle = handle;
        Id = id;
        StartedAt = startedAt;
        _aes = new AesGcm(key, SealedFormat.TagBytes);
        _fileId = fileId;
        Walk();
    }

    public Guid Id { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>Length of the call in ticks, gaps included.</summary>
    public uint Ticks { get; private set; }

    /// <summary>Ticks inside it that are missing.</summary>
    public uint TicksMissing { get; private set; }

    public bool Ended { get; private set; }

    /// <summary>As written at the end of the call.</summary>
    public string? PartialReason { get; private set; }

    /// <summary>Bytes up to the last whole chunk.</summary>
    public long SoundLength { get; private set; } = SealedFormat.HeaderBytes;

    /// <summary>Opens a file, or says why it is not a recording of ours.</summary>
    public static SealedReader? TryOpen(string path, RecordingKey key, [NotNullWhen(false)] out string? fault)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> header = stackalloc byte[SealedFormat.HeaderBytes];
            if (ReadWhole(handle, header, 0) && header[..8].SequenceEqual(SealedFormat.Magic)
                && BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) == SealedFormat.Version
                && header[12] == SealedFormat.SoundALawStereo)
            {
                var fileKey = key.Unwrap(
                    header.Slice(SealedFormat.WrapOffset, RecordingKey.NonceBytes),
                    header.Slice(68, RecordingKey.Bytes), header.Slice(100, RecordingKey.TagBytes),
                    header[..SealedFormat.WrapOffset]);
                var startedAt = DateTimeOffset.FromUnixTimeMilliseconds(
                    BinaryPrimitives.ReadInt64LittleEndian(header[32..]));
                fault = null;
                return new SealedReader(
                    handle, new Guid(header[16..32]), startedAt, fileKey,
                    BinaryPrimitives.ReadUInt64LittleEndian(header[40..]));
            }

            fault = "not a sealed recording";
        }
        catch (AuthenticationTagMismatchException)
        {
            fault = "sealed with another key, or its header was changed";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = e.Message;
        }

        handle?.Dispose();
        return null;
    }

    /// <summary>
    /// Writes the sound of <paramref name="ticks"/> ticks as WAV samples. Missing and forged pieces are silence, so the
    /// size is exact and times stay true.
    /// </summary>
    public async Task WriteSoundAsync(Stream stream, uint ticks, Action<uint> forged, CancellationToken cancel)
    {
        var body = new byte[SealedFormat.BodyBytesMax];
        var wav = new byte[CallRecorder.WaitingMax * RecordingTick.WavBytes];
        uint done = 0;
        foreach (var (offset, head) in _chunks.Where(chunk => chunk.Head.Kind == ChunkKind.Sound))
        {
            var take = (int)Math.Min(head.Ticks, ticks - Math.Min(ticks, head.FirstTick));
            if (take == 0)
            {
                break;
            }

            await WriteSilenceAsync(stream, head.FirstTick - done, wav, cancel);
            if (!TryDecrypt(offset, head, body))
            {
                forged(head.Number);
                body.AsSpan(0, head.BodyBytes).Fill(G711.ALawSilence);
            }

            RecordingTick.ToWav(body.AsSpan(0, take * RecordingTick.Bytes), wav);
            await stream.WriteAsync(wav.AsMemory(0, take * RecordingTick.WavBytes), cancel);
            done = head.FirstTick + (uint)take;
        }

        await WriteSilenceAsync(stream, ticks - done, wav, cancel);
    }

    /// <summary>Whether the last chunk's tag is right; a power cut can leave whole but empty blocks.</summary>
    public bool LastIsGenuine() =>
        _chunks.Count == 0 || TryDecrypt(_chunks[^1].Offset, _chunks[^1].Head, new byte[SealedFormat.BodyBytesMax]);

    /// <summary>Takes the last chunk out of what was found.</summary>
    public void ForgetLast()
    {
        SoundLength = _chunks[^1].Offset;
        _chunks.RemoveAt(_chunks.Count - 1);
        Ticks = _chunks.Count == 0 ? 0 : _chunks[^1].Head.FirstTick + _chunks[^1].Head.Ticks;
        Ended = false;
    }

    public void Dispose()
    {
        _aes.Dispose();
        _handle.Dispose();
    }

    private void Walk()
    {
        var length = RandomAccess.GetLength(_handle);
        Span<byte> bytes = stackalloc byte[SealedFormat.ChunkHeadBytes];
        long nextNumber = 0;
        while (!Ended && ReadWhole(_handle, bytes, SoundLength) && ChunkHead.TryParse(bytes, out var head)
            && head.Number >= nextNumber && head.FirstTick >= Ticks && SoundLength + head.Bytes <= length)
        {
            _chunks.Add((SoundLength, head));
            if (head.Kind == ChunkKind.End)
            {
                ReadEnd(head);
            }
            else
            {
                TicksMissing += head.FirstTick - Ticks;
                Ticks = head.FirstTick + head.Ticks;
            }

            nextNumber = head.Number + 1L;
            SoundLength += head.Bytes;
        }
    }

    private void ReadEnd(ChunkHead head)
    {
        var body = new byte[SealedFormat.BodyBytesMax];
        Ended = TryDecrypt(SoundLength, head, body);
        PartialReason = Ended && head.BodyBytes > 0 ? Encoding.UTF8.GetString(body, 0, head.BodyBytes) : null;
    }

    private bool TryDecrypt(long offset, ChunkHead head, Span<byte> body)
    {
        Span<byte> nonce = stackalloc byte[SealedFormat.NonceBytes];
        SealedFormat.Nonce(nonce, _fileId, head.Number);
        var chunk = new byte[head.Bytes];
        if (!ReadWhole(_handle, chunk, offset))
        {
            return false;
        }

        try
        {
            _aes.Decrypt(
                nonce, chunk.AsSpan(SealedFormat.BodyOffset),
                chunk.AsSpan(SealedFormat.ChunkHeadBytes, SealedFormat.TagBytes), body[..head.BodyBytes],
                chunk.AsSpan(0, SealedFormat.ChunkHeadBytes));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static async Task WriteSilenceAsync(Stream stream, uint ticks, byte[] buffer, CancellationToken cancel)
    {
        for (var left = ticks * (long)RecordingTick.WavBytes; left > 0;)
        {
            var bytes = (int)Math.Min(left, buffer.Length);
            buffer.AsSpan(0, bytes).Clear();
            await stream.WriteAsync(buffer.AsMemory(0, bytes), cancel);
            left -= bytes;
        }
    }

    private static bool ReadWhole(SafeFileHandle handle, Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            var count = RandomAccess.Read(handle, bytes, offset);
            if (count == 0)
            {
                return false;
            }

            bytes = bytes[count..];
            offset += count;
        }

        return true;
    }
}
