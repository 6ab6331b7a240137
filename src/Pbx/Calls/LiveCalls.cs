using System.Collections.Concurrent;

namespace Zhkh.Pbx.Calls;

/// <summary>Calls that are going on, so that they can be counted, found and ended.</summary>
internal sealed class LiveCalls(int callsMax)
{
    private readonly ConcurrentDictionary<Guid, Action<CallEnding>> _calls = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>False when there are too many. The last tenth is kept for emergencies.</summary>
    public bool TryAdd(Guid id, Action<CallEnding> end, bool isEmergency)
    {
        var max = isEmergency ? callsMax : callsMax - (callsMax / 10);
        if (Interlocked.Increment(ref _count) > max)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _calls[id] = end;
        return true;
    }

    public void Remove(Guid id)
    {
        if (_calls.TryRemove(id, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>False when the call is over.</summary>
    public bool TryEnd(Guid id, CallEnding ending)
    {
        if (!_calls.TryGetValue(id, out var end))
        {
            return false;
        }

        end(ending);
        return true;
    }

    public void EndAll(CallEnding ending)
    {
        foreach (var end in _calls.Values)
        {
            end(ending);
        }
    }
}
