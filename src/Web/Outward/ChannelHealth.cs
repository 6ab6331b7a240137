namespace Zhkh.Web.Outward;

/// <summary>
/// Whether a gateway is there at all. While it is not, one message at a time is tried as a probe, a few seconds apart,
/// and no message is blamed: after a day's outage everything is still in the queue and leaves at once. Not safe for
/// several threads; the loop owns it.
/// </summary>
internal sealed class ChannelHealth(TimeSpan probeMax, TimeProvider time)
{
    /// <summary>Failures in a row, without a success between, that make a gateway "away".</summary>
    public const int FailuresToAway = 3;

    private static readonly TimeSpan ProbeFirst = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _postponed = new(StringComparer.OrdinalIgnoreCase);
    private int _failures;
    private int _probes;
    private DateTimeOffset _nextProbe;

    public bool IsAway { get; private set; }

    /// <summary>Messages that may be taken now, of <paramref name="lanes"/> with some under way.</summary>
    public int Free(int lanes, int underWay) =>
        !IsAway ? lanes - underWay : underWay == 0 && time.GetUtcNow() >= _nextProbe ? 1 : 0;

    /// <summary>Takes note of a verdict.</summary>
    /// <returns>True when the gateway is back with this one.</returns>
    public bool Note(VerdictKind verdict, string recipient)
    {
        switch (verdict)
        {
            case VerdictKind.Away:
                _failures++;
                break;
            case VerdictKind.Postponed when _postponed.Add(recipient):
                _failures++;   // one mailbox that is full says nothing about the server, several do
                break;
            case VerdictKind.Postponed:
                break;
            case VerdictKind.Taken or VerdictKind.Delivered or VerdictKind.Refused:
                return Back();
        }

        if (IsAway || _failures >= FailuresToAway)
        {
            IsAway = true;
            _nextProbe = time.GetUtcNow() + Pause.After(++_probes, ProbeFirst, probeMax);
        }

        return false;
    }

    private bool Back()
    {
        var wasAway = IsAway;
        _failures = _probes = 0;
        _postponed.Clear();
        IsAway = false;
        return wasAway;
    }
}
