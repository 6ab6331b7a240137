using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;

namespace Zhkh.Pbx.Sip;

/// <summary>How a nonce and its count stand.</summary>
internal enum NonceVerdict
{
    /// <summary>Ours, fresh, and this count was not used before.</summary>
    Fresh,

    /// <summary>Ours, but too old or used: a new challenge with stale=true, no failure counted.</summary>
    Stale,

    /// <summary>Not made by us for this address.</summary>
    Foreign,
}

/// <summary>
/// Nonces that need no memory until they are used well: HMAC over time, serial number and address with a key made at
/// start. What was used is remembered until it expires, so a captured login cannot be played again.
/// </summary>
internal sealed class NonceBook(TimeProvider time)
{
    /// <summary>Life of a nonce (RELIABILITY A4).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    /// <summary>Used nonces remembered. Beyond it a login is stale and its phone tries again.</summary>
    public const int UsedMax = 262_144;

    /// <summary>Counts that may arrive late, behind the highest one.</summary>
    private const int WindowBits = 64;

    private const int SecondsBytes = 4;
    private const int SerialBytes = 4;
    private const int MacBytes = 12;
    private const int NonceBytes = SecondsBytes + SerialBytes + MacBytes;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly long _started = time.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Use> _used = [];
    private readonly Queue<(string Nonce, TimeSpan Expires)> _order = new();
    private uint _serial;

    /// <summary>How many used nonces are remembered now.</summary>
    public int UsedCount
    {
        get
        {
            lock (_gate)
            {
                return _used.Count;
            }
        }
    }

    /// <summary>A nonce for one challenge to this address; no two are alike.</summary>
    public string Issue(IPAddress address)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        BinaryPrimitives.WriteUInt32BigEndian(nonce, (uint)Now().TotalSeconds);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[SecondsBytes..], Interlocked.Increment(ref _serial));
        Seal(nonce, address);
        return Base64Url.EncodeToString(nonce);
    }

    /// <summary>Judges without remembering: to be asked before the hash is worked out.</summary>
    public NonceVerdict Judge(string nonce, IPAddress address)
    {
        Span<byte> given = stackalloc byte[NonceBytes];
        Span<byte> sealedAgain = stackalloc byte[NonceBytes];
        if (Base64Url.DecodeFromChars(nonce, given, out _, out var length) != OperationStatus.Done
            || length != NonceBytes)
        {
            return NonceVerdict.Foreign;
        }

        given.CopyTo(sealedAgain);
        Seal(sealedAgain, address);
        if (!CryptographicOperations.FixedTimeEquals(given, sealedAgain))
        {
            return NonceVerdict.Foreign;
        }

        var issued = TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32BigEndian(given));
        return Now() - issued >= Life ? NonceVerdict.Stale : NonceVerdict.Fresh;
    }

    /// <summary>Uses up one count of a nonce after its response was right. False when it was used before.</summary>
    public bool TryUse(string nonce, uint count)
    {
        lock (_gate)
        {
            var now = Now();
            Forget(now);
            if (!_used.TryGetValue(nonce, out var use))
            {
                if (_used.Count >= UsedMax)
                {
                    return false;
                }

                _order.Enqueue((nonce, now + Life + TimeSpan.FromSeconds(1)));
            }

            if (!use.TryTake(count))
            {
                return false;
            }

            _used[nonce] = use;
            return true;
        }
    }

    private void Forget(TimeSpan now)
    {
        while (_order.TryPeek(out var oldest) && oldest.Expires <= now)
        {
            _used.Remove(_order.Dequeue().Nonce);
        }
    }

    private void Seal(Span<byte> nonce, IPAddress address)
    {
        Span<byte> text = stackalloc byte[SecondsBytes + SerialBytes + 16];
        nonce[..(SecondsBytes + SerialBytes)].CopyTo(text);
        address.TryWriteBytes(text[(SecondsBytes + SerialBytes)..], out var length);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, text[..(SecondsBytes + SerialBytes + length)], mac);
        mac[..MacBytes].CopyTo(nonce[(SecondsBytes + SerialBytes)..]);
    }

    private TimeSpan Now() => time.GetElapsedTime(_started);

    private struct Use
    {
        private uint _highest;
        private ulong _window;

        public bool TryTake(uint count)
        {
            if (count == 0)
            {
                return false;
            }

            if (count > _highest)
            {
                var step = count - _highest;
                _window = step >= WindowBits ? 1 : _window << (int)step | 1;
                _highest = count;
                return true;
            }

            var behind = _highest - count;
            if (behind >= WindowBits || (_window >> (int)behind & 1) != 0)
            {
                return false;
            }

            _window |= 1UL << (int)behind;
            return true;
        }
    }
}
