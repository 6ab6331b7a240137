namespace Zhkh.Pbx.Queues;

/// <summary>
/// Who left a line lately and had reached nobody. Not safe by itself: <see cref="WaitingLines"/> holds the lock.
/// </summary>
internal sealed class RepeatCallers(QueueOptions options)
{
    private readonly Dictionary<string, Left> _left = new(StringComparer.Ordinal);
    private readonly Queue<(string Phone, DateTimeOffset At)> _order = [];

    /// <summary>Whether this call comes after another one of the number that reached nobody.</summary>
    public bool IsRepeated(Guid callId, string? phone, DateTimeOffset now)
    {
        Forget(now);
        return phone is not null && _left.TryGetValue(phone, out var before)
            && (before.CallId != callId || before.WasRepeated);
    }

    /// <summary>They left a line without a person; whoever is led on to another line keeps what they were.</summary>
    public void LeftUnserved(Guid callId, string? phone, bool wasRepeated, DateTimeOffset now)
    {
        Forget(now);
        if (phone is not null)
        {
            _left[phone] = new Left(callId, wasRepeated, now);
            _order.Enqueue((phone, now));
        }
    }

    /// <summary>They talked with a person: the next call is a new matter.</summary>
    public void Served(string? phone)
    {
        if (phone is not null)
        {
            _left.Remove(phone);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (_order.TryPeek(out var oldest)
            && (_order.Count >= options.RepeatedMax || now - oldest.At > options.RepeatedWithin))
        {
            _order.Dequeue();
            if (_left.TryGetValue(oldest.Phone, out var known) && known.At == oldest.At)
            {
                _left.Remove(oldest.Phone);
            }
        }
    }

    private readonly record struct Left(Guid CallId, bool WasRepeated, DateTimeOffset At);
}
