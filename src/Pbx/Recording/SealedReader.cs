using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// Reads a sealed recording: the walk over the heads of its chunks says what there is, then the sound is opened chunk
/// by chunk. A torn tail ends the walk; nothing the file claims is believed beyond its bytes.
/// </summary>
internal sealed class SealedReader : IDisposable
{
    private const int ForgedMax = 10;

    private readonly SafeFileHandle _handle;
    private readonly AesGcm _aes;
    private readonly byte[] _key;
    private readonly List<(long Offset, ChunkHead Head)> _chunks = [];

    private SealedReader(SafeFileHandle handle, ReadOnlySpan<byte> header, byte[] key)
    {
        _handle = handle;
        _key = key;
        Id = SealedHeader.IdOf(header);
        Class = SealedHeader.ClassOf(header);
        StartedAt = SealedHeader.StartedAt(header);
        FileId = SealedHeader.FileIdOf(header);
        _aes = new AesGcm(key, SealedFormat.TagBytes);
        Walk();
    }

    public Guid Id { get; }

    /// <summary>As it was known at the beginning.</summary>
    public RecordingClass Class { get; }

    public DateTimeOffset StartedAt { get; }

    public ulong FileId { get; }

    /// <summary>Length of the call in ticks, gaps included.</summary>
    public uint Ticks { get; private set; }

    /// <summary>Ticks inside it that are missing.</summary>
    public uint TicksMissing { get; private set; }

    public bool Ended { get; private set; }

    /// <summary>As written at the end of the call.</summary>
    public string? PartialReason { get; private set; }

    /// <summary>Bytes up to the last whole chunk.</summary>
    public long SoundLength { get; private set; } = SealedFormat.HeaderBytes;

    /// <summary>Where the sound ends: peaks and the end follow.</summary>
    public long SoundEnd => _chunks.FindLastIndex(chunk => chunk.Head.Kind == ChunkKind.Sound) is >= 0 and var last
        ? _chunks[last].Offset + _chunks[last].Head.Bytes
        : SealedFormat.HeaderBytes;

    /// <summary>Opens a file, or says why it is not a recording of ours.</summary>
    public static SealedReader? TryOpen(string path, KeyRing keys, [NotNullWhen(false)] out string? fault)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> header = stackalloc byte[SealedFormat.HeaderBytes];
            // Twice: a rotation may be putting another wrap into the header at this very moment.
            for (var look = 0; look < 2; look++)
            {
                if (!ReadWhole(handle, header, 0) || !SealedHeader.IsOurs(header))
                {
                    fault = "not a sealed recording";
                    handle.Dispose();
                    return null;
                }

                if (SealedHeader.TryUnwrap(header, keys) is { } key)
                {
                    fault = null;
                    return new SealedReader(handle, header, key);
                }
            }

            fault = "sealed with another key, or its header was changed";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = e.Message;
        }

        handle?.Dispose();
        return null;
    }

    /// <summary>The points that were stored; null when they do not cover the whole length.</summary>
    public byte[]? Peaks()
    {
        var points = new byte[PeakMeter.BytesOf(Ticks)];
        var body = new byte[SealedFormat.BodyBytesMax];
        var have = 0;
        foreach (var (offset, head) in _chunks.Where(chunk => chunk.Head.Kind == ChunkKind.Peaks))
        {
            if (have + head.BodyBytes > points.Length || !TryDecrypt(offset, head, body))
            {
                return null;
            }

            body.AsSpan(0, head.BodyBytes).CopyTo(points.AsSpan(have));
            have += head.BodyBytes;
        }

        return have == points.Length ? points : null;
    }

    /// <summary>The points of the sound that is there now: a running recording, one of an older version.</summary>
    public byte[] MeasurePeaks()
    {
        var meter = new PeakMeter();
        var body = new byte[SealedFormat.BodyBytesMax];
        foreach (var (offset, head) in _chunks.Where(chunk => chunk.Head.Kind == ChunkKind.Sound))
        {
            if (TryDecrypt(offset, head, body))
            {
                meter.Add(head.FirstTick, body.AsSpan(0, head.BodyBytes));
            }
        }

        meter.Fill(Ticks);
        return meter.Points.ToArray();
    }

    public byte[] CopyKey() => [.. _key];

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

    /// <summary>Numbers of chunks whose tag does not fit; of many the first few.</summary>
    public IReadOnlyList<uint> Forged()
    {
        var body = new byte[SealedFormat.BodyBytesMax];
        return [.. _chunks.Where(chunk => !TryDecrypt(chunk.Offset, chunk.Head, body))
            .Select(chunk => chunk.Head.Number).Take(ForgedMax)];
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
            else if (head.Kind == ChunkKind.Sound)
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
        SealedFormat.Nonce(nonce, FileId, head.Number);
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
