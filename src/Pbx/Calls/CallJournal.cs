using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Remembers calls on the local disk, whatever the database does. One writer appends what is queued in one system
/// call and completes its callers; another loop fsyncs behind it, at most <see cref="JournalOptions.SyncPause"/>
/// apart, so an answer never waits for the disk's cache. A full disk stops neither: see <see cref="JournalTail"/>.
/// </summary>
internal sealed class CallJournal : IAsyncDisposable
{
    private readonly JournalOptions _options;
    private readonly TimeProvider _time;
    private readonly JournalTail _tail;
    private readonly CallRecords _records;
    private readonly Channel<Entry> _queue;
    private readonly Channel<bool> _syncWanted = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _flushGate = new();
    private readonly Task _writing;
    private readonly Task _syncing;
    private readonly List<TaskCompletionSource> _flushes = [];
    private int _isDisposed;

    private CallJournal(JournalTail tail, CallRecords records, JournalOptions options, TimeProvider time)
    {
        (_tail, _records, _options, _time) = (tail, records, options, time);
        _queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(options.QueueMax) { SingleReader = true });
        _writing = Task.Run(WriteAsync);
        _syncing = Task.Run(SyncAsync);
    }

    /// <summary>
    /// Reads what earlier runs left into <paramref name="records"/> and ends, as cut off, the calls they were
    /// carrying. Always begins a new segment, so a torn tail is never written behind.
    /// </summary>
    public static CallJournal Open(
        IJournalDisk disk, CallRecords records, JournalOptions options, TimeProvider time, ILogger log)
    {
        var (last, lastSign) = JournalRecovery.Read(disk, 0, records, log);
        var journal = new CallJournal(new JournalTail(disk, last + 1, options, log), records, options, time);
        var cut = records.Unfinished();
        if (cut.Count > 0)
        {
            CallsLog.CallsCut(log, cut.Count);
        }

        foreach (var call in cut)
        {
            var ending = new CallEnding.HostStopped();
            // Applied here and now: nobody may see these calls as live, however slow the disk is.
            var ended = new JournalFact.Ended(ending.Outcome, ending.Name, ending.SipStatus)
            {
                CallId = call.Id, At = lastSign > call.LastAt ? lastSign : call.LastAt,
            };
            records.Apply(ended, last);
            journal.Post(ended);
        }

        return journal;
    }

    /// <summary>
    /// Completes when the fact is written to the file (a crash of the host keeps it, a power cut may not).
    /// </summary>
    public Task AppendAsync(JournalFact fact)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entry = Entry.Of(fact, done);
        return _queue.Writer.TryWrite(entry) ? done.Task : EnqueueSlowlyAsync(entry, done.Task);
    }

    /// <summary>
    /// A sign of life while calls are going on; without one a talk cut by a crash would seem to end when it began.
    /// </summary>
    public void Pulse() => Post(new JournalFact.Pulse { CallId = Guid.Empty, At = _time.GetUtcNow() });

    /// <summary>Appends without waiting. False when the writer is far behind and the fact was not taken.</summary>
    public bool Post(JournalFact fact) => _queue.Writer.TryWrite(Entry.Of(fact, null));

    /// <summary>Completes when everything appended before is on the disk itself.</summary>
    public async Task FlushAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(new Entry(null, [], done), _stop.Token);
        await done.Task;
    }

    /// <summary>Marks calls as being in the database; removes segments nobody needs any more.</summary>
    public async Task MarkDrainedAsync(IReadOnlyList<CallRecord> records)
    {
        var last = Task.CompletedTask;
        foreach (var record in records)
        {
            last = AppendAsync(new JournalFact.Drained { CallId = record.Id, At = record.LastAt });
        }

        await last;
    }

    /// <summary>Reads calls again that <see cref="CallRecords"/> had no room for.</summary>
    public void ReloadSpilled()
    {
        if (_records.TakeSpilled() is { } from)
        {
            var reading = new CallRecords(_options.RecordsMax);
            _tail.Read(from, reading);
            _records.Adopt(reading);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _queue.Writer.TryComplete();
        await _writing;
        await _stop.CancelAsync();
        await _syncing;
        _tail.Dispose();
        _stop.Dispose();
    }

    private async Task EnqueueSlowlyAsync(Entry entry, Task done)
    {
        await _queue.Writer.WriteAsync(entry, _stop.Token);
        await done;
    }

    private async Task WriteAsync()
    {
        var batch = new List<Entry>(_options.BatchMax);
        while (await WaitToReadAsync())
        {
            while (batch.Count < _options.BatchMax && _queue.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            WriteBatch(batch);
            batch.Clear();
        }

        _tail.Retry();
        SyncOnce();
    }

    /// <summary>While facts are held in memory the writer also wakes by the clock, to try the disk again.</summary>
    private async Task<bool> WaitToReadAsync()
    {
        var ready = _queue.Reader.WaitToReadAsync().AsTask();
        while (_tail.IsHolding && !ready.IsCompleted)
        {
            await Task.WhenAny(ready, Task.Delay(_options.RetryPause, _time, CancellationToken.None));
            _tail.Retry();
            _syncWanted.Writer.TryWrite(true);
        }

        return await ready;
    }

    private void WriteBatch(List<Entry> batch)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var isDrained = false;
        foreach (var entry in batch)
        {
            buffer.Write(entry.Line);
            isDrained |= entry.Fact is JournalFact.Drained;
        }

        var segment = _tail.Append(buffer.WrittenMemory, batch.Count);
        foreach (var entry in batch)
        {
            if (entry.Fact is { } fact)
            {
                _records.Apply(fact, segment);
                entry.Done?.TrySetResult();
            }
            else if (entry.Done is { } flush)
            {
                lock (_flushGate)
                {
                    _flushes.Add(flush);
                }
            }
        }

        if (isDrained && _tail.HasOldSegments)
        {
            _tail.RemoveBefore(_records.OldestSegment);
        }

        _syncWanted.Writer.TryWrite(true);
    }

    private async Task SyncAsync()
    {
        try
        {
            while (await _syncWanted.Reader.WaitToReadAsync(_stop.Token))
            {
                _syncWanted.Reader.TryRead(out _);
                SyncOnce();
                await Task.Delay(_options.SyncPause, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Whoever waits for lines that did not get to the disk goes on waiting.</summary>
    private void SyncOnce()
    {
        List<TaskCompletionSource> waiting;
        lock (_flushGate)
        {
            waiting = [.. _flushes];
        }

        if (!_tail.Sync())
        {
            return;
        }

        foreach (var flush in waiting)
        {
            flush.TrySetResult();
        }

        lock (_flushGate)
        {
            _flushes.RemoveAll(f => f.Task.IsCompleted);
        }
    }

    /// <summary>A fact to write, or, without a fact, a request to be told when all before it is on the disk.</summary>
    private readonly record struct Entry(JournalFact? Fact, byte[] Line, TaskCompletionSource? Done)
    {
        public static Entry Of(JournalFact fact, TaskCompletionSource? done) =>
            new(fact, JournalFrame.Encode(fact), done);
    }
}
