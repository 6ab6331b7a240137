using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Silences addresses that offer wrong credentials: 15 minutes, then 1 hour, then 24 hours. Only failed credentials
/// count, never malformed messages: a source address is forged easily, a nonce bound to it is not. The level is
/// forgotten a week after the last ban.
/// </summary>
internal sealed class BanList
{
    /// <summary>Addresses remembered; the one whose memory ends first makes room.</summary>
    public const int AddressesMax = 16_384;

    private static readonly TimeSpan[] Lengths =
        [TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(24)];

    private static readonly TimeSpan LevelKept = TimeSpan.FromDays(7);
    private readonly AdmissionOptions _options;
    private readonly Func<IPAddress, bool> _neverBan;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<SourceKey, Entry> _entries = [];
    private bool _changed;

    public BanList(AdmissionOptions options, Func<IPAddress, bool> neverBan, TimeProvider time)
        => (_options, _neverBan, _time) = (options, neverBan, time);

    /// <summary>Takes back what an earlier run knew.</summary>
    public void Restore(IEnumerable<BanRecord> records)
    {
        lock (_gate)
        {
            foreach (var record in records)
            {
                if (IPAddress.TryParse(record.Address, out var address) && _entries.Count < AddressesMax)
                {
                    _entries[SourceKey.Of(address)] = new Entry(address) { Level = record.Level, Until = record.Until };
                }
            }
        }
    }

    public bool IsBanned(SourceKey key)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(key, out var entry) && entry.Until > _time.GetUtcNow();
        }
    }

    /// <summary>Counts a failure. False when the address has used up its answers: say nothing more to it.</summary>
    public bool MayAnswerFailure(IPAddress address)
    {
        if (_neverBan(address))
        {
            return true;
        }

        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var entry = Find(address, now);
            if (entry.Until > now)
            {
                return false;
            }

            if (entry.WindowStart + _options.FailureWindow <= now)
            {
                (entry.WindowStart, entry.Failures) = (now, 0);
            }

            if (++entry.Failures < _options.FailuresMax)
            {
                return true;
            }

            Ban(entry, now);
            return false;
        }
    }

    /// <summary>The records to save when something changed since the last time, else null.</summary>
    public IReadOnlyList<BanRecord>? TakeChanges()
    {
        lock (_gate)
        {
            if (!_changed)
            {
                return null;
            }

            _changed = false;
            return [.. _entries.Values.Where(e => e.Level > 0)
                .Select(e => new BanRecord(e.Address.ToString(), e.Level, e.Until))];
        }
    }

    private void Ban(Entry entry, DateTimeOffset now)
    {
        if (entry.Until + LevelKept <= now)
        {
            entry.Level = 0;
        }

        entry.Until = now + Lengths[Math.Min(entry.Level, Lengths.Length - 1)];
        entry.Level++;
        entry.Failures = 0;
        _changed = true;
        SipMetrics.Bans.Add(1);
    }

    private Entry Find(IPAddress address, DateTimeOffset now)
    {
        var key = SourceKey.Of(address);
        if (_entries.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_entries.Count >= AddressesMax)
        {
            _entries.Remove(_entries.MinBy(e => e.Value.Until > now ? e.Value.Until : e.Value.WindowStart).Key);
        }

        return _entries[key] = new Entry(address) { WindowStart = now };
    }

    private sealed class Entry(IPAddress address)
    {
        public IPAddress Address { get; } = address;
        public int Failures { get; set; }
        public DateTimeOffset WindowStart { get; set; }
        public int Level { get; set; }
        public DateTimeOffset Until { get; set; }
    }
}
