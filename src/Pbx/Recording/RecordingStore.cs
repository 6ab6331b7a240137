using System.Globalization;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// All recordings: begins them, finds them by the call's id, serves them as WAV, mends them after a crash.
/// </summary>
public sealed class RecordingStore : IDisposable
{
    private readonly RecordingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly KeyRing _keys;
    private readonly KeyRotation _rotation;
    private readonly Lock _keyGate = new();
    private readonly RecordingWriter _writer;

    /// <exception cref="InvalidDataException">The key file is damaged.</exception>
    /// <exception cref="IOException">The folder or the key file cannot be made.</exception>
    public RecordingStore(RecordingOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        Directory.CreateDirectory(options.Folder);
        _keys = KeyRing.LoadOrCreate(options.KeyFile, options.Folder, time.GetUtcNow());
        var undo = new RewrapUndo(options.KeyFile + ".undo", _keys);
        if (undo.PutBack() is > 0 and var headers)
        {
            RecordingLog.HeadersPutBack(logger, headers);
        }

        _rotation = new KeyRotation(options.Folder, _keys, undo, logger);
        _writer = new RecordingWriter(options, Create, time, logger);
    }

    /// <summary>State of the disk; raise an alarm when it is low or at fault.</summary>
    public RecordingDisk Disk => _writer.Disk;

    /// <summary>
    /// Told from the writer's thread, once of each recording of which something is missing. Set it before the start.
    /// </summary>
    public Action<Guid, string>? OnPartial
    {
        get => _writer.OnPartial;
        set => _writer.OnPartial = value;
    }

    /// <summary>The wrapping keys by their ids, the current one first.</summary>
    public IReadOnlyList<RecordingKeyState> Keys => StatesOf(_keys);

    /// <summary>A rotation was begun and is not finished.</summary>
    public bool IsRotating => _keys.IsRotating;

    /// <summary>Recordings that an old key is still needed for.</summary>
    public int RotationLeft => _rotation.Count();

    /// <summary>Recordings that are running.</summary>
    public int Active => _writer.Active;

    /// <summary>Mends what the last run left torn, then starts writing. Returns what was mended.</summary>
    public IReadOnlyList<RecordingInfo> Start()
    {
        var mended = new RecordingRepair(_options, _keys, _time, _logger).Run();
        _writer.Start();
        return mended;
    }

    /// <summary>
    /// Begins the recording of a call. Touches no disk: when the disk refuses, the call goes on and the recorder says
    /// that it is partial.
    /// </summary>
    /// <param name="callId">A version 7 id.</param>
    /// <param name="ofClass">How long it is kept goes by it; sealed into the file.</param>
    /// <exception cref="ArgumentException">The id is of another version.</exception>
    public CallRecorder Begin(Guid callId, RecordingClass ofClass = RecordingClass.Ordinary)
    {
        if (RecordingPath.For(_options.Folder, callId, _options.Form) is null)
        {
            throw new ArgumentException("A recording is named by a version 7 id.", nameof(callId));
        }

        var recorder = new CallRecorder(callId, ofClass, _time.GetUtcNow());
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

    /// <summary>The outline of a recording, finished or running; null when there is none.</summary>
    public RecordingPeaks? TryPeaks(Guid id, int points)
    {
        if (RecordingPath.For(_options.Folder, id, RecordingForm.Sealed) is { } path && File.Exists(path))
        {
            using var reader = Open(path);
            return reader is null ? null : RecordingPeaks.Of(
                RecordingTick.Duration(reader.Ticks), reader.Peaks() ?? reader.MeasurePeaks(), points);
        }

        return RecordingPath.For(_options.Folder, id, RecordingForm.Wav) is { } wav && File.Exists(wav)
            ? FlatWavReader.Peaks(wav, points)
            : null;
    }

    /// <summary>Makes a new wrapping key; from now on recordings are made with it.</summary>
    /// <returns>Its id; null while an earlier rotation is not finished.</returns>
    /// <exception cref="IOException">The key file cannot be written; nothing has changed.</exception>
    public string? BeginRotation()
    {
        lock (_keyGate)
        {
            return _keys.IsRotating
                ? null
                : _keys.Add(_time.GetUtcNow()).Id.ToString("x16", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Wraps all recordings anew and destroys the old key; for one caller at a time.</summary>
    /// <returns>False when some could not be changed and the old key had to stay.</returns>
    public bool FinishRotation(CancellationToken cancel) => _rotation.Run(cancel);

    /// <summary>SHA-256 of a recording's file as it lies on the disk, and its size; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public RecordingFingerprint? TryFingerprint(Guid id)
    {
        if (FileOf(id) is not { } path)
        {
            return null;
        }

        using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
        return new RecordingFingerprint(hash, stream.Position);
    }

    /// <summary>
    /// Removes a recording's file, and with it the only copy of its key. Whatever a row says, the file's own word on
    /// when it began must be a whole term ago.
    /// </summary>
    /// <param name="termMonths">At least one.</param>
    /// <returns>Why it was not removed; null when it is gone.</returns>
    public string? Delete(Guid id, int termMonths)
    {
        if (_writer.IsActive(id))
        {
            return "the call is going on";
        }

        try
        {
            if (FileOf(id) is not { } path)
            {
                return null;
            }

            if (termMonths < 1 || StartOf(path, id) is not { } startedAt
                || startedAt.ToUniversalTime().AddMonths(termMonths) > _time.GetUtcNow())
            {
                return "the file is younger than its row says, or damaged";
            }

            File.Delete(path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>Days (UTC) that have recordings, newest first.</summary>
    public IEnumerable<DateOnly> Days =>
        from folder in RecordingPath.Days(_options.Folder)
        let name = Path.GetRelativePath(_options.Folder, folder)
        where DateOnly.TryParseExact(name, "yyyy/MM/dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        select DateOnly.ParseExact(name, "yyyy/MM/dd", CultureInfo.InvariantCulture);

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

    internal static IReadOnlyList<RecordingKeyState> StatesOf(KeyRing keys) =>
        [.. keys.Keys.Select((key, i) => new RecordingKeyState(
            key.Id.ToString("x16", CultureInfo.InvariantCulture), key.MadeAt, IsCurrent: i == 0))];

    private IRecordingFile Create(CallRecorder recorder)
    {
        var path = RecordingPath.For(_options.Folder, recorder.Id, _options.Form)
            ?? throw new InvalidOperationException("Begin takes no such id.");
        return _options.Form == RecordingForm.Sealed
            ? CreateSealed(path, recorder)
            : FlatWavFile.Create(path);
    }

    /// <summary>Under the gate: when a rotation has its new key, nothing is being made with the old one.</summary>
    private SealedFile CreateSealed(string path, CallRecorder recorder)
    {
        lock (_keyGate)
        {
            return SealedFile.Create(path, recorder.Id, recorder.Class, recorder.StartedAt, _keys.Current);
        }
    }

    private string? FileOf(Guid id) => new[] { RecordingForm.Sealed, RecordingForm.Wav }
        .Select(form => RecordingPath.For(_options.Folder, id, form)).FirstOrDefault(File.Exists);

    /// <summary>A plain WAV says nothing: there its name does, which carries the time it was given.</summary>
    private static DateTimeOffset? StartOf(string path, Guid id)
    {
        if (!path.EndsWith(RecordingPath.SealedExtension, StringComparison.Ordinal))
        {
            return RecordingPath.TimeOf(id);
        }

        var header = new byte[SealedFormat.HeaderBytes];
        return SealedHeader.TryRead(path, header) && SealedHeader.IsOurs(header)
            ? SealedHeader.StartedAt(header)
            : RecordingPath.TimeOf(id);
    }

    private SealedReader? Open(string path)
    {
        var reader = SealedReader.TryOpen(path, _keys, out var fault);
        if (fault is not null)
        {
            RecordingLog.Unreadable(_logger, path, fault);
        }

        return reader;
    }

    internal static RecordingInfo Describe(SealedReader reader) => new(
        reader.Id, reader.StartedAt, RecordingTick.Duration(reader.Ticks), reader.Ended,
        reader.PartialReason ?? (reader.TicksMissing > 0 ? "sound is missing" : null),
        WavFile.HeaderBytes + ((long)reader.Ticks * RecordingTick.WavBytes), reader.Class);
}
