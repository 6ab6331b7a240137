using System.Threading.Channels;

namespace Zhkh.Web.Live;

/// <summary>
/// Numbers events per organisation, keeps the latest for those who reconnect, and hands them to the pump in order.
/// Publishing never waits: when screens are slower than events, the oldest unsent one is dropped, a screen sees the gap
/// in the numbers and asks for it.
/// </summary>
internal sealed class LiveStream(TimeProvider time)
{
    private const int UnsentMax = 4_096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, EventRing> _rings = new(StringComparer.Ordinal);
    private readonly Channel<LiveEvent> _unsent = Channel.CreateBounded<LiveEvent>(
        new BoundedChannelOptions(UnsentMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public string Epoch { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>In the order of their numbers within each organisation.</summary>
    public ChannelReader<LiveEvent> Unsent => _unsent.Reader;

    public void Publish(string organisation, string type, object data)
    {
        lock (_gate)
        {
            var ring = RingOf(organisation);
            var added = new LiveEvent(Epoch, ring.Seq + 1, organisation, type, time.GetUtcNow(), data);
            ring.Add(added);
            _unsent.Writer.TryWrite(added);   // inside the lock: the order of the channel is the order of the numbers
        }
    }

    public IReadOnlyDictionary<string, long> Seqs(IEnumerable<string> organisations)
    {
        lock (_gate)
        {
            return organisations.ToDictionary(o => o, o => RingOf(o).Seq, StringComparer.Ordinal);
        }
    }

    /// <summary>What a screen of these organisations missed since the numbers it has seen.</summary>
    public ResumeAnswer Resume(
        IReadOnlyCollection<string> organisations, IReadOnlyDictionary<string, long> seen, string epoch)
    {
        lock (_gate)
        {
            var missed = new List<LiveEvent>();
            foreach (var organisation in organisations)
            {
                if (epoch != Epoch || !seen.TryGetValue(organisation, out var seq)
                    || RingOf(organisation).After(seq) is not { } events)
                {
                    return new ResumeAnswer(null, true, Epoch,
                        organisations.ToDictionary(o => o, o => RingOf(o).Seq, StringComparer.Ordinal));
                }

                missed.AddRange(events);
            }

            return new ResumeAnswer([.. missed.OrderBy(e => e.At).ThenBy(e => e.Seq)], false, null, null);
        }
    }

    private EventRing RingOf(string organisation)
    {
        if (!_rings.TryGetValue(organisation, out var ring))
        {
            _rings.Add(organisation, ring = new EventRing());
        }

        return ring;
    }
}
