using System.Globalization;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// All recordings: begins them, finds them by the call's id, serves them as WAV, mends them after a crash.
/// </summary>
public sealed class RecordingStore : IDisposable
{
    private readonly RecordingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RecordingKey _key;
    private readonly RecordingWriter _writer;

    /// <exception cref="InvalidDataException">The key file is damaged.</exception>
    /// <exception cref="IOException">The folder or the key file cannot be made.</exception>
    public RecordingStore(RecordingOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        Directory.CreateDirectory(options.Folder);
        _key = RecordingKey.LoadOrCreate(options.KeyFile);
        _writer = new RecordingWriter(options, Create, time, logger);
    }

    /// <summary>State of the disk; raise an alarm when it is low or at fault.</summary>
    public RecordingDisk Disk => _writer.Disk;

    /// <summary>Recordings that are running.</summary>
    public int Active => _writer.Active;

    /// <summary>Mends what the last run left torn, then starts writing. Returns what was mended.</summary>
    public IReadOnlyList<RecordingInfo> Start()
    {
        var mended = new RecordingRepair(_options, _key, _time, _logger).Run();
        _writer.Start();
        return mended;
    }

    /// <summary>
    /// Begins the recording of a call. Touches no disk: when the disk refuses, the call goes on and the recorder says
    /// that it is partial.
    /// </summary>
    /// <param name="callId">A version 7 id.</param>
    /// <exception cref="ArgumentException">The id is of another version.</exception>
    public CallRecorder Begin(Guid callId)
    {
        if (RecordingPath.For(_options.Folder, callId, _options.Form) is null)
        {
            throw new ArgumentException("A recording is named by a version 7 id.", nameof(callId));
        }

        var recorder = new CallRecorder(callId, _time.GetUtcNow());
        _writer.Add(recorder);
        return recorder;
    }

    /// <summary>What there is of a call's recording now, finished or running; null when there is none.</summary>
    public RecordingInfo? TryOpen(Guid id)
    {
        if (RecordingPath.For(_options.Folder, id, RecordingForm.Sealed) is { } path && File.Exists(path))
        {
            using var reader = Open(path);
            return reader is null ? null : Describe(reader);
        }

        return RecordingPath.For(_options.Folder, id, RecordingForm.Wav) is { } wav && File.Exists(wav)
            ? FlatWavReader.Describe(wav, id, ended: !_writer.IsActive(id))
            : null;
    }

    /// <summary>
    /// Writes the recording as a WAV of 8 kHz, 16 bit, stereo, valid for strict readers. A running one is served up to
    /// its last flush.
    /// </summary>
    /// <param name="begin">Told the exact size before the first byte: the Content-Length.</param>
    /// <returns>False when there is no such recording; nothing was written.</returns>
    public async Task<bool> WriteWavAsync(
        Guid id, Stream stream, CancellationToken cancel, Action<RecordingInfo>? begin = null)
    {
        if (RecordingPath.For(_options.Folder, id, RecordingForm.Sealed) is { } path && File.Exists(path))
        {
            using var reader = Open(path);
            if (reader is null)
            {
                return false;
            }

            var info = Describe(reader);
            begin?.Invoke(info);
            var header = new byte[WavFile.HeaderBytes];
            WavFile.WriteHeader(header, channels: 2, info.WavBytes - WavFile.HeaderBytes);
            await stream.WriteAsync(header, cancel);
            await reader.WriteSoundAsync(
                stream, reader.Ticks, number => RecordingLog.ChunkForged(_logger, id, number), cancel);
            return true;
        }

        if (RecordingPath.For(_options.Folder, id, RecordingForm.Wav) is not { } wav || !File.Exists(wav))
        {
            return false;
        }

        var described = FlatWavReader.Describe(wav, id, ended: !_writer.IsActive(id));
        begin?.Invoke(described);
        await FlatWavReader.WriteAsync(wav, described, stream, cancel);
        return true;
    }

    /// <summary>Ids of the recordings of one day (UTC), in the order of the calls.</summary>
    public IReadOnlyList<Guid> List(DateOnly day)
    {
        var folder = RecordingPath.Folder(_options.Folder, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));
        return !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder)
                .Select(file => Guid.TryParseExact(
                    Path.GetFileNameWithoutExtension(file), "D", out var id) ? id : Guid.Empty)
                .Where(id => id != Guid.Empty)
                .OrderBy(id => id.ToString("D", CultureInfo.InvariantCulture), StringComparer.Ordinal)];
    }

    /// <summary>Closes what is running, as it stands.</summary>
    public void Dispose() => _writer.Dispose();

    /// <summary>One round of the writer; for tests that count ticks instead of milliseconds.</summary>
    internal void Flush() => _writer.Flush();

    private IRecordingFile Create(CallRecorder recorder)
    {
        var path = RecordingPath.For(_options.Folder, recorder.Id, _options.Form)
            ?? throw new InvalidOperationException("Begin takes no such id.");
        return _options.Form == RecordingForm.Sealed
            ? SealedFile.Create(path, recorder.Id, recorder.StartedAt, _key)
            : FlatWavFile.Create(path);
    }

    private SealedReader? Open(string path)
    {
        var reader = SealedReader.TryOpen(path, _key, out var fault);
        if (fault is not null)
        {
            RecordingLog.Unreadable(_logger, path, fault);
        }

        return reader;
    }

    internal static RecordingInfo Describe(SealedReader reader) => new(
        reader.Id, reader.StartedAt, RecordingTick.Duration(reader.Ticks), reader.Ended,
        reader.PartialReason ?? (reader.TicksMissing > 0 ? "sound is missing" : null),
        WavFile.HeaderBytes + ((long)reader.Ticks * RecordingTick.WavBytes));
}
