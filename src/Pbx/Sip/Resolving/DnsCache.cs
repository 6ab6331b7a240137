namespace Zhkh.Pbx.Sip;

/// <summary>
/// Answers of name servers for as long as they may be believed, and longer while no server answers: a telephone does
/// not fall silent because a name server did. Bounded; the one to end first makes room.
/// </summary>
internal sealed class DnsCache(DnsClient client, int entriesMax, TimeProvider time)
{
    /// <summary>A life of zero would ask for every call, one of a week would outlive the server.</summary>
    private static readonly TimeSpan LifeMin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LifeMax = TimeSpan.FromHours(1);

    /// <summary>"There is none" (RFC 2308), and how soon a silent server is asked again.</summary>
    private static readonly TimeSpan NothingLife = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer serves after its end when nobody can renew it.</summary>
    private static readonly TimeSpan StaleMax = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, DnsType Type), Entry> _entries = [];

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

    /// <summary>The records of a name; none when there are none, or when nobody answers and nothing is known.</summary>
    public async Task<IReadOnlyList<DnsRecord>> FindAsync(string name, DnsType type, CancellationToken cancel)
    {
        var key = (name.TrimEnd('.').ToLowerInvariant(), type);
        Entry? known;
        lock (_gate)
        {
            _entries.TryGetValue(key, out known);
        }

        var now = time.GetUtcNow();
        if (known is not null && known.Until > now)
        {
            return known.Records;
        }

        if (await client.AskAsync(key.Item1, type, cancel).ConfigureAwait(false) is { } answer)
        {
            var life = answer.Records.Count == 0 ? NothingLife : answer.Records.Min(r => r.Life);
            var kept = life < LifeMin ? LifeMin : life > LifeMax ? LifeMax : life;
            Keep(key, new Entry(answer.Records, time.GetUtcNow() + kept));
            return answer.Records;
        }

        return known is not null && known.Until + StaleMax > now ? known.Records : [];
    }

    private void Keep((string, DnsType) key, Entry entry)
    {
        lock (_gate)
        {
            if (_entries.Count >= entriesMax && !_entries.ContainsKey(key))
            {
                _entries.Remove(_entries.MinBy(e => e.Value.Until).Key);
            }

            _entries[key] = entry;
        }
    }

    private sealed record Entry(IReadOnlyList<DnsRecord> Records, DateTimeOffset Until);
}
