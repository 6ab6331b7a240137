using System.Globalization;
using System.Text;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// Reports of one leg in both directions. Nothing that arrives here can change the call: figures only. Owned by the
/// media thread.
/// </summary>
internal sealed unsafe class RtcpSession(int socket, TimeProvider time, TimeSpan interval)
{
    private const double NtpUnitsPerMs = 65.536;

    private static readonly DateTimeOffset s_ntpEpoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // RFC 7022: a random CNAME says nothing about the host.
    private readonly byte[] _cname =
        Encoding.ASCII.GetBytes(Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture));

    private readonly byte[] _address = new byte[WireAddress.SockAddrBytesMax];
    private int _addressBytes;
    private long _nextNs = -1;
    private long _sentBefore;
    private uint _senderTime;
    private long _senderTimeNs;

    /// <summary>Packets of ours the far side misses; null before its first report.</summary>
    public int? RemoteLost { get; private set; }

    public double? RoundTripMs { get; private set; }

    /// <summary>Goodbyes read and ignored.</summary>
    public long ByesIgnored { get; private set; }

    public void SetRemote(WireAddress remote) => _addressBytes = remote.ToSockAddr(_address);

    /// <summary>Takes a datagram from the far side's host; false when it is no report.</summary>
    public bool Take(ReadOnlySpan<byte> datagram, uint ourSsrc, long nowNs)
    {
        if (!RtcpReport.TryParse(datagram, ourSsrc, out var report))
        {
            return false;
        }

        if (report.SenderTime != 0)
        {
            (_senderTime, _senderTimeNs) = (report.SenderTime, nowNs);
        }

        if (report.AboutUs)
        {
            RemoteLost = report.Lost;
            if (report.LastReport != 0)
            {
                // RFC 3550 §6.4.1, figure 2: A − LSR − DLSR.
                var units = (int)((uint)(Ntp() >> 16) - report.LastReport - report.Delay);
                RoundTripMs = Math.Max(0, units / NtpUnitsPerMs);
            }
        }

        ByesIgnored += report.Bye ? 1 : 0;
        return true;
    }

    /// <summary>Sends a report when one is due.</summary>
    public void Tick(RtpSender sender, RtpReceiver receiver, long nowNs)
    {
        if (_nextNs >= 0 && nowNs < _nextNs)
        {
            return;
        }

        if (_nextNs >= 0)
        {
            Send(sender, receiver, nowNs, bye: false);
        }

        _nextNs = nowNs + (long)(interval.TotalNanoseconds * (0.5 + Random.Shared.NextDouble()));
    }

    /// <summary>Sends one report now.</summary>
    public void Send(RtpSender sender, RtpReceiver receiver, long nowNs, bool bye)
    {
        if (_addressBytes == 0)
        {
            return;
        }

        RtcpSenderInfo? sent = sender.Packets == _sentBefore
            ? null
            : new RtcpSenderInfo(Ntp(), sender.Timestamp, (uint)sender.Packets, (uint)sender.Bytes);
        _sentBefore = sender.Packets;
        var buffer = stackalloc byte[RtcpReport.BytesMax];
        var length = RtcpReport.Write(
            new Span<byte>(buffer, RtcpReport.BytesMax), sender.Ssrc, sent, Block(receiver, nowNs), _cname, bye);
        fixed (byte* address = _address)
        {
            // Reports are advice: one that the kernel refuses is made up for by the next.
            _ = Posix.SendTo(socket, buffer, (nuint)length, Posix.DontWait, address, (uint)_addressBytes);
        }
    }

    private RtcpBlock? Block(RtpReceiver receiver, long nowNs) => receiver.Received == 0
        ? null
        : new RtcpBlock(
            receiver.Ssrc, receiver.FractionLost256(), (int)Math.Min(receiver.Lost, int.MaxValue),
            receiver.HighestSequence - 0x10000, (uint)receiver.JitterSamples, _senderTime,
            _senderTime == 0 ? 0 : (uint)((nowNs - _senderTimeNs) / 1_000_000.0 * NtpUnitsPerMs));

    private ulong Ntp()
    {
        var since = time.GetUtcNow() - s_ntpEpoch;
        var seconds = (ulong)since.Ticks / TimeSpan.TicksPerSecond;
        var fraction = (((ulong)since.Ticks % TimeSpan.TicksPerSecond) << 32) / TimeSpan.TicksPerSecond;
        return (seconds << 32) | fraction;
    }
}
