using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>
/// Ring-all: every free phone rings for the call that is first in line; whoever answers gets it and the others stop.
/// A call of a higher line takes the ringing phones over. Not safe by itself: <see cref="WaitingLines"/> holds the
/// lock.
/// </summary>
internal sealed class RingOrder(IPhones phones, AgentRoster roster)
{
    private readonly List<Waiter> _waiters = [];

    public int Count => _waiters.Count;

    /// <summary>1 for the next to be served; 0 when not in line.</summary>
    public int PositionOf(Waiter waiter) => _waiters.IndexOf(waiter) + 1;

    public void Add(Waiter waiter)
    {
        var at = _waiters.FindIndex(w => ComesBefore(waiter, w));
        _waiters.Insert(at < 0 ? _waiters.Count : at, waiter);
    }

    /// <summary>Takes the call out and stops its phones.</summary>
    public void Remove(Waiter waiter, bool isAnswered)
    {
        _waiters.Remove(waiter);
        foreach (var ring in waiter.Rings.Values)
        {
            ring.Cancel(isAnswered);
        }

        waiter.Rings.Clear();
        waiter.Call.Story.Ringing(false);
    }

    /// <summary>Rings whoever should ring now; returns what was begun, for the caller to watch.</summary>
    public IReadOnlyList<(string Extension, IRing Ring)> Ring(out Waiter? first)
    {
        first = _waiters.FirstOrDefault();
        if (first is null)
        {
            return [];
        }

        foreach (var other in _waiters.Skip(1).Where(w => w.Rings.Count > 0))
        {
            foreach (var ring in other.Rings.Values)
            {
                ring.Cancel(isAnsweredElsewhere: false);
            }

            other.Rings.Clear();
            other.Call.Story.Ringing(false);
        }

        var begun = new List<(string, IRing)>();
        foreach (var extension in roster.Free())
        {
            if (!first.Rings.ContainsKey(extension))
            {
                var request = new RingRequest(extension, first.Call.CallerNumber, null, first.Call.Id);
                var ring = phones.Ring(request);
                first.Rings.Add(extension, ring);
                begun.Add((extension, ring));
            }
        }

        first.Call.Story.Ringing(first.Rings.Count > 0);
        return begun;
    }

    private static bool ComesBefore(Waiter a, Waiter b) => a.Line.Priority != b.Line.Priority
        ? a.Line.Priority > b.Line.Priority
        : a.Call.ArrivedAt < b.Call.ArrivedAt;
}
