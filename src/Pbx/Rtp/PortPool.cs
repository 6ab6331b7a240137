using System.Net;
using System.Net.Sockets;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// Even ports for RTP with the odd one above for RTCP (RFC 3550 §11), in an order nobody can foretell. A freed pair
/// rests before it is used again.
/// </summary>
internal sealed class PortPool
{
    private const int EphemeralFirst = 32_768;
    private const int EphemeralLast = 60_999;
    private const int AnyFirst = 16_384;
    private const int AnyLast = EphemeralFirst - 1;

    // A pair taken by another program is set aside like a freed one; this bounds one search.
    private const int TriesMax = 256;

    private readonly TimeProvider _time;
    private readonly TimeSpan _rest;
    private readonly Lock _gate = new();
    private readonly Queue<int> _free = new();
    private readonly Queue<(int Port, long FreedAt)> _resting = new();

    /// <exception cref="ArgumentOutOfRangeException">The range is empty or overlaps the ephemeral ports.</exception>
    public PortPool(MediaOptions options, TimeProvider time)
    {
        _time = time;
        _rest = options.PortRest;
        var any = options is { FirstPort: 0, LastPort: 0 };
        var first = any ? AnyFirst : options.FirstPort + (options.FirstPort & 1);
        var last = any ? AnyLast : options.LastPort;
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1024, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first + 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, ushort.MaxValue, nameof(options));
        if (first <= EphemeralLast && last >= EphemeralFirst)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), "RTP ports must lie outside 32768–60999, where the kernel hands out ports.");
        }

        var ports = Enumerable.Range(0, (last - first + 1) / 2).Select(pair => first + (2 * pair)).ToArray();
        Random.Shared.Shuffle(ports);
        foreach (var port in ports)
        {
            _free.Enqueue(port);
        }
    }

    /// <summary>Pairs ready for use; resting ones not counted.</summary>
    public int Free
    {
        get
        {
            lock (_gate)
            {
                Wake();
                return _free.Count;
            }
        }
    }

    /// <summary>Binds a pair on the address, or null when there is none left.</summary>
    public (Socket Rtp, Socket Rtcp)? TryBind(IPAddress local)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            int port;
            lock (_gate)
            {
                Wake();
                if (!_free.TryDequeue(out port))
                {
                    return null;
                }
            }

            if (Bind(local, port) is { } rtp)
            {
                if (Bind(local, port + 1) is { } rtcp)
                {
                    return (rtp, rtcp);
                }

                rtp.Dispose();
            }

            Release(port);
        }

        return null;
    }

    /// <summary>Gives a pair back by its even port; its sockets are closed by then.</summary>
    public void Release(int port)
    {
        lock (_gate)
        {
            _resting.Enqueue((port, _time.GetTimestamp()));
        }
    }

    private void Wake()
    {
        while (_resting.TryPeek(out var pair) && _time.GetElapsedTime(pair.FreedAt) >= _rest)
        {
            _resting.Dequeue();
            _free.Enqueue(pair.Port);
        }
    }

    private static Socket? Bind(IPAddress local, int port)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            socket.Bind(new IPEndPoint(local, port));
            return socket;
        }
        catch (SocketException e)
            when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            socket.Dispose();
            return null;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
