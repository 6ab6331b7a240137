using System.Net;

namespace Zhkh.Bench;

/// <summary>Both sides of the calls: callers, the agent, their two RTP ports and the one thread that sends.</summary>
internal sealed class MediaRig : IDisposable
{
    private const long LeadNs = 100_000_000;

    private readonly RtpPort _callerPort = new(IPAddress.Loopback);
    private readonly RtpPort _agentPort = new(IPAddress.Loopback);
    private readonly RtpPace _pace = new();
    private readonly SipAgent _agent;
    private readonly SipCaller _caller;
    private readonly ProcessMeter _own = new(Environment.ProcessId);
    private readonly Engine _engine;

    public MediaRig(Engine engine)
    {
        _engine = engine;
        _agent = new SipAgent(_agentPort, _pace);
        _caller = new SipCaller(engine.Sip, _callerPort, _pace);
    }

    /// <summary>Calls that stand.</summary>
    public List<BenchCall> Calls { get; } = [];

    /// <summary>Places calls, so many a second, until so many stand.</summary>
    /// <returns>False when some were not answered.</returns>
    public async Task<bool> FillAsync(string user, int calls, int perSecond, bool speaks = true)
    {
        var wanted = calls - Calls.Count;
        var placing = new List<Task<BenchCall?>>(Math.Max(0, wanted));
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        for (var i = 0; i < wanted; i++)
        {
            placing.Add(_caller.PlaceAsync(user, speaks));
            await pace.WaitForNextTickAsync();
        }

        Calls.AddRange((await Task.WhenAll(placing)).OfType<BenchCall>());
        return Calls.Count >= calls;
    }

    public async Task EmptyAsync()
    {
        foreach (var some in Calls.Chunk(20))
        {
            await Task.WhenAll(some.Select(_caller.EndAsync));
        }

        Calls.Clear();
    }

    /// <summary>Watches what stands for a while.</summary>
    /// <param name="press">Called now and then while the window is open; null: nobody presses a key.</param>
    public async Task<MediaSample> WatchAsync(double seconds, Func<Task>? press = null)
    {
        // The window opens a little later, when all that is read at its beginning has been read.
        var dropped = Dropped();
        var from = KernelSocket.WallNs() + LeadNs;
        var until = from + (long)(seconds * 1e9);
        RtpWindow[] windows = [new(from, until), new(from, until)];
        _callerPort.Measure(windows[0]);
        _agentPort.Measure(windows[1]);
        await Task.Delay(TimeSpan.FromMilliseconds((from - KernelSocket.WallNs()) / 1e6));
        _ = _pace.TakeLateness();
        var (begun, own, engine) = (KernelSocket.WallNs(), _own.Processor, _engine.Process?.Processor);
        while (press is not null && KernelSocket.WallNs() < until)
        {
            await press();
        }

        await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, (until - KernelSocket.WallNs()) / 1e6)));
        var taken = TimeSpan.FromSeconds((KernelSocket.WallNs() - begun) / 1e9);
        var ownShare = (_own.Processor - own) / taken;
        var engineShare = (_engine.Process?.Processor - engine) / taken;
        await Task.Delay(TimeSpan.FromMilliseconds(20));
        var legs = Calls.Count + _agent.Calls;
        return new MediaSample
        {
            Calls = Calls.Count,
            Expected = (long)(legs * 50 * seconds),
            Received = windows[0].Received + windows[1].Received,
            Lost = windows[0].Lost + windows[1].Lost,
            GapErrors = windows[0].GapErrors.With(windows[1].GapErrors),
            Transits = windows[0].Transits.With(windows[1].Transits),
            KeyAnswers = windows[0].KeyAnswers,
            Lateness = _pace.TakeLateness(),
            Dropped = Dropped() - dropped,
            GeneratorShare = ownShare,
            EngineShare = engineShare,
            Threads = _engine.Process?.Threads,
            ResidentKiB = _engine.Process?.ResidentKiB,
        };
    }

    public void Dispose()
    {
        _caller.Dispose();
        _agent.Dispose();
        _pace.Dispose();
        _callerPort.Dispose();
        _agentPort.Dispose();
    }

    private long Dropped() => _callerPort.Dropped() + _agentPort.Dropped();
}
