using System.Net;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// All sound of the exchange: hands out legs, and owns the one thread that receives, times and sends for all of them.
/// </summary>
public sealed class MediaEngine : IAsyncDisposable
{
    private readonly MediaOptions _options;
    private readonly TimeProvider _time;
    private readonly PortPool _ports;
    private readonly MediaLoop _loop;
    private int _legs;

    /// <exception cref="ArgumentOutOfRangeException">The port range is unusable.</exception>
    public MediaEngine(MediaOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _ports = new PortPool(options, time);
        _loop = new MediaLoop(options, logger);
    }

    /// <summary>Legs open now.</summary>
    public int Legs => Volatile.Read(ref _legs);

    /// <summary>Pairs of ports ready for calls.</summary>
    public int FreePorts => _ports.Free;

    /// <summary>2 ms ticks the clock had to leave out after stalls of more than half a second.</summary>
    public long TicksSkipped => _loop.TicksSkipped;

    /// <summary>How late the media clock runs now, on average; zero without legs.</summary>
    public TimeSpan Lateness => _loop.Lateness;

    /// <summary>
    /// What the media thread has allocated since its start; beside calls coming and going it stands still.
    /// </summary>
    public long ThreadAllocatedBytes => _loop.ThreadAllocatedBytes;

    /// <summary>Starts the thread. Legs may be opened before.</summary>
    public void Start() => _loop.Start();

    /// <summary>
    /// Takes a pair of ports on the address; null when the pool or the number of legs is exhausted (the call is then
    /// refused with 503).
    /// </summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address is not one of this host.</exception>
    public RtpLeg? TryOpenLeg(IPAddress local)
    {
        if (Interlocked.Increment(ref _legs) > _options.LegsMax || _ports.TryBind(local) is not { } sockets)
        {
            Interlocked.Decrement(ref _legs);
            return null;
        }

        return new RtpLeg(_loop, sockets.Rtp, sockets.Rtcp, _options, _time, Closed);
    }

    /// <summary>Stops the thread and closes every leg.</summary>
    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private void Closed(int port)
    {
        _ports.Release(port);
        Interlocked.Decrement(ref _legs);
    }
}
