using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// The first door: bans and buckets per source, before anything is parsed. What it refuses gets silence. Its tables
/// are bounded: a source that was forgotten starts with a new burst, but all unknown sources together stay within one
/// bucket.
/// </summary>
internal sealed class FloodGuard
{
    /// <summary>Sources remembered in each of two generations.</summary>
    public const int SourcesMax = 32_768;

    /// <summary>Addresses that showed credentials.</summary>
    public const int PhonesMax = 65_536;

    private static readonly TimeSpan ClassKept = TimeSpan.FromSeconds(5);
    private readonly AdmissionOptions _options;
    private readonly IPeerDirectory _peers;
    private readonly BanList _bans;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Lock _gate = new();
    private readonly Dictionary<SourceKey, TimeSpan> _phones = [];
    private readonly HashSet<SourceKey> _destinations = [];
    private Dictionary<SourceKey, Source> _sources = [];
    private Dictionary<SourceKey, Source> _older = [];
    private TokenBucket _allUnknown;

    public FloodGuard(AdmissionOptions options, IPeerDirectory peers, BanList bans, TimeProvider time)
    {
        (_options, _peers, _bans, _time) = (options, peers, bans, time);
        _started = time.GetTimestamp();
        _allUnknown = new TokenBucket(options.AllUnknownPerSecond, options.AllUnknownBurst);
    }

    private enum SourceClass
    {
        Unknown,
        Phone,
        Trunk,
    }

    /// <summary>True when a message of this source may be looked at.</summary>
    public bool Admits(SourceKey key, SocketAddress address) => Admits(key, () => AddressOf(address));

    public bool Admits(SourceKey key, IPAddress address) => Admits(key, () => address);

    /// <summary>The address showed valid credentials: it is trusted with a phone's rate for this long.</summary>
    public void Vouch(IPAddress address, TimeSpan during)
    {
        var key = SourceKey.Of(address);
        lock (_gate)
        {
            if (_phones.Count >= PhonesMax && !_phones.ContainsKey(key))
            {
                ForgetPhones();
            }

            _phones[key] = Now() + during;
            Reclassify(key);
        }
    }

    /// <summary>We call this address: its answers come at a phone's rate.</summary>
    public void Expect(IPAddress destination)
    {
        var key = SourceKey.Of(destination);
        lock (_gate)
        {
            if (_destinations.Count < PhonesMax && _destinations.Add(key))
            {
                Reclassify(key);
            }
        }
    }

    /// <summary>True for trunks, registered phones and places we call.</summary>
    public bool Knows(IPAddress address)
    {
        var key = SourceKey.Of(address);
        lock (_gate)
        {
            return _peers.IsTrunk(address) || IsPhone(key, Now());
        }
    }

    private static IPAddress AddressOf(SocketAddress address) =>
        ((IPEndPoint)new IPEndPoint(
            address.Family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0)
            .Create(address)).Address;

    private bool Admits(SourceKey key, Func<IPAddress> address)
    {
        lock (_gate)
        {
            var now = Now();
            ref var source = ref Find(key);
            if (source.ClassUntil <= now)
            {
                Classify(ref source, key, address(), now);
            }

            if (source.Class != SourceClass.Trunk && _bans.IsBanned(key))
            {
                return false;
            }

            return source.Bucket.TryTake(now) && (source.Class != SourceClass.Unknown || _allUnknown.TryTake(now));
        }
    }

    private void Classify(ref Source source, SourceKey key, IPAddress address, TimeSpan now)
    {
        var found = _peers.IsTrunk(address) ? SourceClass.Trunk
            : IsPhone(key, now) ? SourceClass.Phone
            : SourceClass.Unknown;
        if (found != source.Class || source.ClassUntil == default)
        {
            source.Bucket = found switch
            {
                SourceClass.Trunk => new TokenBucket(_options.TrunkPerSecond, _options.TrunkBurst),
                SourceClass.Phone => new TokenBucket(_options.PhonePerSecond, _options.PhoneBurst),
                SourceClass.Unknown => new TokenBucket(_options.UnknownPerSecond, _options.UnknownBurst),
            };
        }

        source.Class = found;
        source.ClassUntil = now + ClassKept;
    }

    private bool IsPhone(SourceKey key, TimeSpan now) =>
        _destinations.Contains(key) || (_phones.TryGetValue(key, out var until) && until > now);

    private ref Source Find(SourceKey key)
    {
        ref var source = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _sources, key, out var known);
        if (known)
        {
            return ref source;
        }

        _older.Remove(key, out var earlier);
        if (_sources.Count >= SourcesMax)
        {
            _sources.Remove(key);
            (_older, _sources) = (_sources, _older);
            _sources.Clear();
            source = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _sources, key, out _);
        }

        source = earlier;
        return ref source;
    }

    private void Reclassify(SourceKey key)
    {
        ref var source = ref CollectionsMarshal.GetValueRefOrNullRef(_sources, key);
        if (!Unsafe.IsNullRef(ref source))
        {
            source.ClassUntil = TimeSpan.FromTicks(1);
        }
    }

    private void ForgetPhones()
    {
        var now = Now();
        foreach (var (key, until) in _phones)
        {
            if (until <= now || _phones.Count >= PhonesMax)
            {
                _phones.Remove(key);
            }
        }
    }

    private TimeSpan Now() => _time.GetElapsedTime(_started) + TimeSpan.FromSeconds(1);

    private struct Source
    {
        public TokenBucket Bucket;
        public SourceClass Class;
        public TimeSpan ClassUntil;
    }
}
