using System.Buffers.Binary;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Recording;

/// <summary>Serves plain WAV recordings; their size is what the bytes say, whatever the header does.</summary>
internal static class FlatWavReader
{
    private const int FrameBytes = 4;

    public static RecordingInfo Describe(string path, Guid id, bool ended)
    {
        var file = new FileInfo(path);
        var dataBytes = Math.Max(0, file.Length - WavFile.HeaderBytes) / FrameBytes * FrameBytes;
        return new RecordingInfo(
            id, file.CreationTimeUtc, Pcm16.Duration(dataBytes / FrameBytes), ended, null,
            WavFile.HeaderBytes + dataBytes);
    }

    public static async Task WriteAsync(string path, RecordingInfo info, Stream stream, CancellationToken cancel)
    {
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[64 * 1024];
        WavFile.WriteHeader(buffer, channels: 2, info.WavBytes - WavFile.HeaderBytes);
        await stream.WriteAsync(buffer.AsMemory(0, WavFile.HeaderBytes), cancel);
        file.Position = WavFile.HeaderBytes;
        for (var left = info.WavBytes - WavFile.HeaderBytes; left > 0;)
        {
            var count = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancel);
            if (count == 0)
            {
                throw new EndOfStreamException($"{path} became shorter while it was served.");
            }

            await stream.WriteAsync(buffer.AsMemory(0, count), cancel);
            left -= count;
        }
    }

    /// <summary>Measured from the sound each time: a plain WAV has no place to keep them.</summary>
    public static RecordingPeaks Peaks(string path, int points)
    {
        using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
        file.Position = Math.Min(WavFile.HeaderBytes, file.Length);
        var tick = new byte[RecordingTick.WavBytes];
        var codes = new byte[RecordingTick.Bytes];
        var meter = new PeakMeter();
        uint ticks = 0;
        for (; file.ReadAtLeast(tick, tick.Length, throwOnEndOfStream: false) == tick.Length
            && ticks < RecordingTick.TicksMax; ticks++)
        {
            RecordingTick.FromWav(tick, codes);
            meter.Add(ticks, codes);
        }

        return RecordingPeaks.Of(RecordingTick.Duration(ticks), meter.Points, points);
    }

    /// <summary>Sets the sizes in the header to what the file holds. True when they were wrong.</summary>
    public static bool Repair(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var length = RandomAccess.GetLength(handle);
        if (length < WavFile.HeaderBytes)
        {
            return false;
        }

        var dataBytes = (length - WavFile.HeaderBytes) / FrameBytes * FrameBytes;
        Span<byte> header = stackalloc byte[WavFile.HeaderBytes];
        _ = RandomAccess.Read(handle, header, 0);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[40..]) == dataBytes
            && length == WavFile.HeaderBytes + dataBytes)
        {
            return false;
        }

        RandomAccess.SetLength(handle, WavFile.HeaderBytes + dataBytes);
        WavFile.WriteHeader(header, channels: 2, dataBytes);
        RandomAccess.Write(handle, header, 0);
        return true;
    }
}
