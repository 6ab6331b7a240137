using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// One thread writes all recordings: every round it takes what the media thread has left and appends it. A second one
/// syncs, because a sync may take seconds and the first must not wait. A disk that refuses costs sound, never a call.
/// </summary>
internal sealed class RecordingWriter : IDisposable
{
    private const long SpaceEveryMs = 2000;

    private readonly RecordingOptions _options;
    private readonly Func<CallRecorder, IRecordingFile> _create;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly List<CallRecorder> _active = [];
    private readonly ManualResetEventSlim _stop = new(false);
    private readonly byte[] _ticks = new byte[SealedFormat.BodyBytesMax];
    private Thread? _writing;
    private Thread? _syncing;
    private long _measuredAt;
    private bool _measured;
    private volatile string? _fault;
    private readonly DiskWatermark _mark;
    private volatile RecordingDisk _disk = new(-1, false, null);

    /// <param name="create">
    /// Makes the file of a recorder; may throw <see cref="IOException"/>, and is asked again.
    /// </param>
    public RecordingWriter(
        RecordingOptions options, Func<CallRecorder, IRecordingFile> create, TimeProvider time, ILogger logger)
    {
        (_options, _create, _time, _logger) = (options, create, time, logger);
        _mark = new DiskWatermark(options.FreeBytesLow, options.FreeBytesCritical);
    }

    /// <summary>Told once of each recording of which something is missing, while its call may be going on.</summary>
    public Action<Guid, string>? OnPartial { get; set; }

    public RecordingDisk Disk => _disk with { Fault = _fault };

    /// <summary>Recordings that are not closed yet.</summary>
    public int Active
    {
        get
        {
            lock (_gate)
            {
                return _active.Count;
            }
        }
    }

    public void Start()
    {
        _writing = new Thread(Write) { IsBackground = true, Name = "recording" };
        _syncing = new Thread(Sync) { IsBackground = true, Name = "recording-sync" };
        _writing.Start();
        _syncing.Start();
    }

    public void Add(CallRecorder recorder)
    {
        lock (_gate)
        {
            _active.Add(recorder);
        }
    }

    public bool IsActive(Guid id)
    {
        lock (_gate)
        {
            return _active.Exists(recorder => recorder.Id == id);
        }
    }

    /// <summary>One round over all recordings.</summary>
    public void Flush()
    {
        Measure();
        foreach (var recorder in Snapshot())
        {
            // Asked before the sound is taken: what came before the end is then in this round.
            var finished = recorder.Finished;
            Drain(recorder);
            Tell(recorder);
            if (finished)
            {
                Close(recorder);
            }
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _writing?.Join();
        _syncing?.Join();
        foreach (var recorder in Snapshot())
        {
            recorder.Dispose();
        }

        Flush();
        _stop.Dispose();
    }

    private void Write()
    {
        while (!_stop.Wait(_options.FlushEvery))
        {
            Flush();
        }
    }

    private void Sync()
    {
        while (!_stop.Wait(_options.SyncEvery))
        {
            foreach (var recorder in Snapshot())
            {
                try
                {
                    recorder.File?.Sync();
                }
                catch (IOException e)
                {
                    RecordingLog.CannotSync(_logger, e.Message);
                }
                catch (ObjectDisposedException)
                {
                    // Closed in this moment; closing has no need of a sync here.
                }
            }
        }
    }

    private void Drain(CallRecorder recorder)
    {
        for (int count; (count = recorder.Take(_ticks, out var first)) > 0;)
        {
            if (recorder.File is null && _disk.Level == DiskLevel.Critical)
            {
                // What is left of the disk belongs to what is running. The sound is dropped, the call goes on.
                recorder.MarkPartial("disk almost full");
                continue;
            }

            Try(recorder, file => file.Append(first, _ticks.AsSpan(0, count * RecordingTick.Bytes)));
        }
    }

    private void Tell(CallRecorder recorder)
    {
        if (!recorder.IsPartialTold && recorder.PartialReason is { } reason)
        {
            recorder.IsPartialTold = true;
            OnPartial?.Invoke(recorder.Id, reason);
        }
    }

    private void Close(CallRecorder recorder)
    {
        if (recorder.File is not null)
        {
            Try(recorder, file => file.End(recorder.PartialReason));
            recorder.File.Dispose();
        }

        lock (_gate)
        {
            _active.Remove(recorder);
        }

        recorder.MarkClosed();
    }

    private void Try(CallRecorder recorder, Action<IRecordingFile> act)
    {
        try
        {
            act(recorder.File ??= _create(recorder));
            if (_fault is not null)
            {
                _fault = null;
                RecordingLog.WritesAgain(_logger);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Said once per recording, not once per round.
            if (recorder.PartialReason is null)
            {
                RecordingLog.CannotWrite(_logger, recorder.Id, e.Message);
            }

            recorder.MarkPartial(IsFull(e) ? "disk full" : e.Message);
            _fault = e.Message;
        }
    }

    // ENOSPC 28, EDQUOT 122.
    private static bool IsFull(Exception e) => (e.HResult & 0xFFFF) is 28 or 122;

    private void Measure()
    {
        if (_measured && _time.GetElapsedTime(_measuredAt).TotalMilliseconds < SpaceEveryMs)
        {
            return;
        }

        (_measuredAt, _measured) = (_time.GetTimestamp(), true);
        var free = FreeBytes();
        var (before, level) = (_mark.Level, _mark.Judge(free));
        if (level > before)
        {
            RecordingLog.DiskLow(_logger, free, level);
        }
        else if (level < before)
        {
            RecordingLog.DiskRecovers(_logger, free, level);
        }

        _disk = new RecordingDisk(free, level != DiskLevel.Fine, null, level);
    }

    private long FreeBytes()
    {
        try
        {
            var folder = Path.GetFullPath(_options.Folder);
            return _options.MeasureFree?.Invoke(folder) ?? new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private CallRecorder[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _active];
        }
    }
}
