using System.Buffers.Binary;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// Takes both directions of a leg and keeps them until the writer comes: two seconds of room, then sound is left out
/// and the recording is marked partial. Set it as the leg's tap; dispose it when the call is over.
/// </summary>
public sealed class CallRecorder : IFrameTap, IDisposable
{
    /// <summary>Ticks that wait for the writer: two seconds.</summary>
    public const int WaitingMax = 100;

    internal const int EntryBytes = sizeof(uint) + RecordingTick.Bytes;

    private readonly byte[] _ring = new byte[WaitingMax * EntryBytes];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _tick;
    private int _head;
    private int _tail;
    private long _left;
    private volatile bool _finished;
    private volatile string? _partialReason;

    internal CallRecorder(Guid id, RecordingClass ofClass, DateTimeOffset startedAt)
    {
        (Id, Class) = (id, ofClass);
        StartedAt = startedAt;
    }

    /// <summary>The call's id, which is the recording's.</summary>
    public Guid Id { get; }

    public RecordingClass Class { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>Why something is missing, null while nothing is.</summary>
    public string? PartialReason => _partialReason;

    /// <summary>Completes when the end of the call is in the file (or could not be written).</summary>
    public Task Closed => _closed.Task;

    /// <summary>Ticks left out because nobody took them in time.</summary>
    public long TicksLeftOut => Volatile.Read(ref _left);

    internal IRecordingFile? File { get; set; }

    internal bool Finished => _finished;

    /// <summary>The store has been told that something is missing. Writer only.</summary>
    internal bool IsPartialTold { get; set; }

    public void Write(ReadOnlySpan<short> received, ReadOnlySpan<short> sent)
    {
        var tick = _tick++;
        var head = _head;
        if (head - Volatile.Read(ref _tail) >= WaitingMax || tick >= RecordingTick.TicksMax)
        {
            Volatile.Write(ref _left, _left + 1);
            _partialReason ??= "the disk was too slow";
            return;
        }

        var entry = _ring.AsSpan(head % WaitingMax * EntryBytes, EntryBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(entry, tick);
        RecordingTick.Encode(received, sent, entry[sizeof(uint)..]);
        Volatile.Write(ref _head, head + 1);
    }

    /// <summary>The call is over. The writer closes the file on its next round.</summary>
    public void Dispose() => _finished = true;

    /// <summary>
    /// Takes a row of neighbouring ticks; 0 when there are none. Writer only. They are gone from the ring whatever
    /// becomes of them: a full disk must not make memory grow.
    /// </summary>
    internal int Take(Span<byte> ticks, out uint first)
    {
        first = 0;
        var count = 0;
        var head = Volatile.Read(ref _head);
        for (; _tail < head && (count + 1) * RecordingTick.Bytes <= ticks.Length; count++)
        {
            var entry = _ring.AsSpan(_tail % WaitingMax * EntryBytes, EntryBytes);
            var tick = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            first = count == 0 ? tick : first;
            if (tick != first + count)
            {
                break;
            }

            entry[sizeof(uint)..].CopyTo(ticks[(count * RecordingTick.Bytes)..]);
            Volatile.Write(ref _tail, _tail + 1);
        }

        return count;
    }

    internal void MarkPartial(string reason) => _partialReason ??= reason;

    internal void MarkClosed() => _closed.TrySetResult();
}
