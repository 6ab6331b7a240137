using Microsoft.AspNetCore.SignalR;

namespace Zhkh.Console.Tests.Town;

/// <summary>Numbers what happens and keeps the last events for those who were away.</summary>
internal sealed class LiveFeed
{
    public const string Organisation = "privolsk";
    private const int KeptMax = 200;
    private readonly Lock _gate = new();
    private readonly List<FakeEvent> _kept = [];
    private long _seq;

    public string Epoch { get; private set; } = Guid.NewGuid().ToString("N");

    public Dictionary<string, long> Seqs
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, long>(StringComparer.Ordinal) { [Organisation] = _seq };
            }
        }
    }

    public FakeEvent Add(string type, object data, DateTimeOffset at)
    {
        lock (_gate)
        {
            var added = new FakeEvent(Epoch, ++_seq, Organisation, type, at, data);
            _kept.Add(added);
            if (_kept.Count > KeptMax)
            {
                _kept.RemoveAt(0);
            }

            return added;
        }
    }

    /// <summary>As a restarted host: another epoch, numbers from the beginning, nothing kept.</summary>
    public void BeginAnew()
    {
        lock (_gate)
        {
            Epoch = Guid.NewGuid().ToString("N");
            _seq = 0;
            _kept.Clear();
        }
    }

    public FakeResume Since(Dictionary<string, long> seqs, string epoch)
    {
        lock (_gate)
        {
            var last = seqs.GetValueOrDefault(Organisation);
            if (epoch != Epoch || last < _seq - KeptMax)
            {
                return new FakeResume(null, true, Epoch, Seqs);
            }

            return new FakeResume([.. _kept.Where(each => each.Seq > last)], null, null, null);
        }
    }
}

/// <summary>The hub's face towards the browser.</summary>
internal sealed class FakeHub(LiveFeed feed) : Hub
{
    public FakeResume Resume(Dictionary<string, long> seqs, string epoch) => feed.Since(seqs, epoch);
}
