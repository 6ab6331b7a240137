using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// The growing end of the journal: the open segment, and the lines that a full disk did not take. Calls go on while the
/// disk is full; the lines wait here, bounded, and are written first when there is room again.
/// </summary>
internal sealed class JournalTail : IDisposable
{
    private readonly IJournalDisk _disk;
    private readonly JournalOptions _options;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly Lock _syncGate = new();
    private readonly List<Chunk> _unsynced = [];
    private readonly Queue<Chunk> _held = new();
    private IJournalFile? _file;
    private long _number;
    private long _oldest;
    private long _goodLength;
    private int _heldCount;
    private long _lost;
    private bool _isTroubled;

    public JournalTail(IJournalDisk disk, long number, JournalOptions options, ILogger log)
    {
        (_disk, _number, _options, _log) = (disk, number, options, log);
        _oldest = disk.List().Min(SegmentName.Number) ?? number;
    }

    /// <summary>True while lines wait in memory for room on the disk.</summary>
    public bool IsHolding
    {
        get
        {
            lock (_gate)
            {
                return _held.Count > 0;
            }
        }
    }

    /// <summary>
    /// True when there are segments besides the open one; asked for every batch, so it costs nothing.
    /// </summary>
    public bool HasOldSegments
    {
        get
        {
            lock (_gate)
            {
                return _oldest < _number;
            }
        }
    }

    /// <summary>Appends lines, to the file or to memory; returns the segment they belong to.</summary>
    public long Append(ReadOnlyMemory<byte> lines, int count)
    {
        lock (_gate)
        {
            if (lines.IsEmpty)
            {
                return _number;
            }

            var chunk = new Chunk(lines, count);
            if (_held.Count > 0 || !TryWrite(chunk))
            {
                Hold(chunk);
            }

            return _number;
        }
    }

    /// <summary>Tries to write what was held.</summary>
    public void Retry()
    {
        lock (_gate)
        {
            var held = _heldCount;
            while (_held.TryPeek(out var first) && TryWrite(first))
            {
                _held.Dequeue();
                _heldCount -= first.Count;
            }

            if (_isTroubled && _held.Count == 0)
            {
                _isTroubled = false;
                CallsLog.JournalBack(_log, held);
            }
        }
    }

    /// <summary>True when everything appended before the call is on the disk.</summary>
    public bool Sync()
    {
        lock (_syncGate)
        {
            return SyncAlone();
        }
    }

    /// <summary>Removes the segments older than the oldest one needed (null: all but the open one).</summary>
    public void RemoveBefore(long? oldest)
    {
        var open = CurrentNumber();
        var kept = Math.Min(oldest ?? open, open);
        foreach (var name in _disk.List())
        {
            if (SegmentName.Number(name) is { } number && number < kept)
            {
                try
                {
                    _disk.Delete(name);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    CallsLog.SegmentNotRemoved(_log, number, e.Message);
                }
            }
        }

        lock (_gate)
        {
            _oldest = kept;
        }
    }

    public void Read(long from, CallRecords records) => JournalRecovery.Read(_disk, from, records, _log);

    public void Dispose()
    {
        _file?.Dispose();
        _disk.Dispose();
    }

    private long CurrentNumber()
    {
        lock (_gate)
        {
            return _number;
        }
    }

    private bool SyncAlone()
    {
        IJournalFile? file;
        int covered;
        lock (_gate)
        {
            file = _file;
            covered = _unsynced.Count;
            if (covered == 0)
            {
                return _held.Count == 0;
            }
        }

        try
        {
            file?.Sync();
        }
        catch (ObjectDisposedException)
        {
            return false;   // rotated meanwhile: the next call finds it synced
        }
        catch (IOException e)
        {
            lock (_gate)
            {
                Complain(e);
                HoldUnsynced();
            }

            return false;
        }

        lock (_gate)
        {
            if (ReferenceEquals(file, _file))
            {
                _unsynced.RemoveRange(0, covered);
            }

            return _held.Count == 0;
        }
    }

    private bool TryWrite(Chunk chunk)
    {
        try
        {
            RotateWhenFull();
            _file ??= OpenSegment();
            _file.Append(chunk.Lines.Span);
            _goodLength += chunk.Lines.Length;
            _unsynced.Add(chunk);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Complain(e);
            CutBack();
            return false;
        }
    }

    private void RotateWhenFull()
    {
        if (_file is not null && _goodLength >= _options.SegmentBytesMax)
        {
            _file.Sync();
            _unsynced.Clear();
            LeaveSegment();
        }
    }

    /// <summary>
    /// After a failed fsync the kernel may have dropped the pages, and a second fsync proves nothing: the lines are
    /// written once more, into a new segment. Reading a line twice is harmless.
    /// </summary>
    private void HoldUnsynced()
    {
        LeaveSegment();
        Chunk[] later = [.. _held];
        _held.Clear();
        _heldCount = 0;
        foreach (var chunk in _unsynced.Concat(later))
        {
            Hold(chunk);
        }

        _unsynced.Clear();
    }

    private IJournalFile OpenSegment()
    {
        var file = _disk.Open(SegmentName.Of(_number));
        _goodLength = file.Length;
        return file;
    }

    /// <summary>A write that failed may have left half a line; the next one must not follow it.</summary>
    private void CutBack()
    {
        try
        {
            _file?.Truncate(_goodLength);
        }
        catch (IOException)
        {
            LeaveSegment();   // recovery skips the torn line; the rest goes into a new segment
        }
    }

    private void LeaveSegment()
    {
        _file?.Dispose();
        _file = null;
        _number++;
    }

    /// <summary>One line when the trouble begins, not one for each call.</summary>
    private void Complain(Exception e)
    {
        if (!_isTroubled)
        {
            _isTroubled = true;
            CallsLog.JournalFull(_log, e.Message, _options.HeldFactsMax);
        }
    }

    private void Hold(Chunk chunk)
    {
        _held.Enqueue(chunk);
        _heldCount += chunk.Count;
        while (_heldCount > _options.HeldFactsMax && _held.Count > 1)
        {
            var dropped = _held.Dequeue().Count;
            _heldCount -= dropped;
            _lost += dropped;
            CallsLog.FactsLost(_log, _lost);
        }
    }

    /// <summary>Lines written by one call, and how many facts they are.</summary>
    private readonly record struct Chunk(ReadOnlyMemory<byte> Lines, int Count);
}
