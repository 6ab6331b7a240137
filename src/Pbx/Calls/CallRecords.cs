using System.Threading.Channels;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// The calls the database does not have completely yet: filled by the journal's writer, emptied by the drain. Bounded:
/// during a long outage finished calls beyond the bound are forgotten here and read again from their segments.
/// </summary>
internal sealed class CallRecords(int recordsMax)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    private readonly Queue<Guid> _dirty = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private long? _spilledFrom;
    private long? _reloadingFrom;

    /// <summary>How many calls are not completely in the database.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The first segment that has to be re-read because calls of it were forgotten here.</summary>
    public long? SpilledFrom
    {
        get
        {
            lock (_gate)
            {
                return _spilledFrom;
            }
        }
    }

    /// <summary>The oldest segment still needed, or null when none is.</summary>
    public long? OldestSegment
    {
        get
        {
            lock (_gate)
            {
                var held = _entries.Values.Min(e => (long?)e.Segment);
                return new[] { held, _spilledFrom, _reloadingFrom }.Min();
            }
        }
    }

    /// <summary>Adds a fact that was written to a segment.</summary>
    public void Apply(JournalFact fact, long segment)
    {
        lock (_gate)
        {
            if (fact is JournalFact.Drained)
            {
                _entries.Remove(fact.CallId);
                return;
            }

            if (!_entries.TryGetValue(fact.CallId, out var entry))
            {
                if (fact is not JournalFact.Offered)
                {
                    return;   // the call was drained, or its first fact is damaged
                }

                entry = new Entry(new CallRecord(fact.CallId), segment);
                _entries.Add(fact.CallId, entry);
            }

            entry.Record = entry.Record.With(fact);
            MarkIfVisible(fact, entry);
            SpillIfFull(fact, entry);
        }
    }

    /// <summary>
    /// Takes calls whose rows are stale, for one transaction. Give each back by one of the two methods below.
    /// </summary>
    public IReadOnlyList<CallRecord> TakeStale(int max)
    {
        lock (_gate)
        {
            var taken = new List<CallRecord>();
            while (taken.Count < max && _dirty.TryDequeue(out var id))
            {
                if (_entries.TryGetValue(id, out var entry) && entry is { IsQueued: true })
                {
                    entry.IsQueued = false;
                    taken.Add(entry.Record);
                }
            }

            return taken;
        }
    }

    /// <summary>The rows are committed. Returns the calls that are finished with.</summary>
    public IReadOnlyList<CallRecord> Shipped(IReadOnlyList<CallRecord> records)
    {
        lock (_gate)
        {
            var done = records.Where(r => r.EndedAt is not null).ToList();
            foreach (var record in done)
            {
                _entries.Remove(record.Id);
            }

            return done;
        }
    }

    /// <summary>The rows were not committed: they are stale still.</summary>
    public void NotShipped(IReadOnlyList<CallRecord> records)
    {
        lock (_gate)
        {
            foreach (var record in records)
            {
                if (_entries.TryGetValue(record.Id, out var entry))
                {
                    Queue(entry);
                }
            }
        }
    }

    /// <summary>Returns when some row became stale since the last wait.</summary>
    public async ValueTask WaitForChangeAsync(CancellationToken cancel) => await _changed.Reader.ReadAsync(cancel);

    /// <summary>Calls without an end: after a start, those the previous run was carrying.</summary>
    public IReadOnlyList<CallRecord> Unfinished()
    {
        lock (_gate)
        {
            return [.. _entries.Values.Where(e => e.Record.EndedAt is null).Select(e => e.Record)];
        }
    }

    /// <summary>Takes the mark of forgotten calls: whoever takes it reads them again and hands them to Adopt.</summary>
    public long? TakeSpilled()
    {
        lock (_gate)
        {
            _reloadingFrom = _spilledFrom;
            _spilledFrom = null;
            return _reloadingFrom;
        }
    }

    /// <summary>Takes over the finished calls of a second reading; the live ones are here already.</summary>
    public void Adopt(CallRecords reading)
    {
        lock (_gate)
        {
            foreach (var entry in reading._entries.Values.Where(e => e.Record.EndedAt is not null))
            {
                if (_entries.TryAdd(entry.Record.Id, new Entry(entry.Record, entry.Segment)))
                {
                    Queue(_entries[entry.Record.Id]);
                }
            }

            _reloadingFrom = null;
            if (reading._spilledFrom is { } from)
            {
                _spilledFrom = _spilledFrom is { } own ? Math.Min(from, own) : from;
            }
        }
    }

    private void MarkIfVisible(JournalFact fact, Entry entry)
    {
        var isVisible = fact is JournalFact.Offered or JournalFact.Answered or JournalFact.ContextKnown
            or JournalFact.HumanAnswered or JournalFact.PartyLeft or JournalFact.Moved or JournalFact.RecordingOpened
            or JournalFact.RecordingPartial
            or JournalFact.Ended;
        if (isVisible)
        {
            Queue(entry);
        }
    }

    private void Queue(Entry entry)
    {
        if (!entry.IsQueued)
        {
            entry.IsQueued = true;
            _dirty.Enqueue(entry.Record.Id);
        }

        _changed.Writer.TryWrite(true);
    }

    private void SpillIfFull(JournalFact fact, Entry entry)
    {
        if (fact is JournalFact.Ended && _entries.Count > recordsMax)
        {
            _entries.Remove(fact.CallId);
            _spilledFrom = _spilledFrom is { } from ? Math.Min(from, entry.Segment) : entry.Segment;
        }
    }

    private sealed class Entry(CallRecord record, long segment)
    {
        public CallRecord Record { get; set; } = record;

        public long Segment { get; } = segment;

        public bool IsQueued { get; set; }
    }
}
