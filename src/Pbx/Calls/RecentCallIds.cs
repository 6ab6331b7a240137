namespace Zhkh.Pbx.Calls;

/// <summary>The last Call-IDs seen, bounded: the oldest is forgotten first.</summary>
internal sealed class RecentCallIds
{
    /// <summary>A minute of refusals at 150 a second; a copy of an INVITE comes within half a minute.</summary>
    public const int RememberedMax = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>False when it was seen before.</summary>
    public bool TryAdd(string callId)
    {
        lock (_gate)
        {
            if (!_known.Add(callId))
            {
                return false;
            }

            _order.Enqueue(callId);
            if (_order.Count > RememberedMax)
            {
                _known.Remove(_order.Dequeue());
            }

            return true;
        }
    }
}
