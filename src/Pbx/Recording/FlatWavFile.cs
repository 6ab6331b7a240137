using Microsoft.Win32.SafeHandles;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// Writes a plain WAV that every reader takes at any moment: after each flush the sizes in the header are patched,
/// in the order sound, data size, RIFF size (RELIABILITY, "WAV header truth table").
/// </summary>
internal sealed class FlatWavFile : IRecordingFile
{
    private readonly FileStream _stream;
    private readonly SafeFileHandle _handle;
    private readonly byte[] _samples = new byte[CallRecorder.WaitingMax * RecordingTick.WavBytes];
    private long _dataBytes;

    private FlatWavFile(FileStream stream)
    {
        _stream = stream;
        _handle = stream.SafeFileHandle;
    }

    /// <exception cref="IOException">No file was left behind.</exception>
    public static FlatWavFile Create(string path)
    {
        Span<byte> header = stackalloc byte[WavFile.HeaderBytes];
        WavFile.WriteHeader(header, channels: 2, dataBytes: 0);
        return new FlatWavFile(RecordingPath.CreateWith(path, header));
    }

    public void Append(uint firstTick, ReadOnlySpan<byte> ticks)
    {
        FillGap(firstTick * (long)RecordingTick.WavBytes);
        var samples = _samples.AsSpan(0, ticks.Length / RecordingTick.Bytes * RecordingTick.WavBytes);
        RecordingTick.ToWav(ticks, samples);
        Put(samples);
    }

    // A WAV has nowhere to say it; the call's row does.
    public void End(string? partialReason) => Sync();

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _stream.Dispose();

    private void FillGap(long until)
    {
        while (_dataBytes < until)
        {
            var silence = _samples.AsSpan(0, (int)Math.Min(until - _dataBytes, _samples.Length));
            silence.Clear();
            Put(silence);
        }
    }

    private void Put(ReadOnlySpan<byte> samples)
    {
        RecordingPath.WriteWhole(_handle, samples, WavFile.HeaderBytes + _dataBytes);
        _dataBytes += samples.Length;
        Span<byte> header = stackalloc byte[WavFile.HeaderBytes];
        WavFile.WriteHeader(header, channels: 2, _dataBytes);
        RandomAccess.Write(_handle, header[40..], 40);
        RandomAccess.Write(_handle, header[4..8], 4);
    }
}
