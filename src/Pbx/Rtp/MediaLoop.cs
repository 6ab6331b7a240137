using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// The one thread of the media: receives with epoll and sends by the clock. Everything a leg is made of belongs to
/// this thread; others leave their wishes in the leg and put it into the inbox.
/// </summary>
/// <remarks>
/// Clock and receiver are one thread on purpose. The clock is a timerfd with absolute deadlines in the same epoll set,
/// as exact as clock_nanosleep, and unlike it can be interrupted: a prompt leaves in microseconds instead of at the
/// next phase, a packet of a bridge is passed on when it comes, and no state of a leg is shared between two threads,
/// so there is nothing to lock.
/// </remarks>
internal sealed class MediaLoop : IAsyncDisposable
{
    private const int EventsMax = 256;
    private const int DatagramBytesMax = 2048;
    private const ulong TimerData = 0;
    private const ulong WakeData = 1;
    private const int FirstLegData = 2;

    private const int Idle = 0;
    private const int Running = 1;
    private const int Stopped = 2;

    // Low among the real-time priorities: above ordinary threads, below the kernel's own.
    private const int Priority = 10;

    private readonly ILogger _logger;
    private readonly bool _realTime;
    private readonly int _epoll;
    private readonly int _timer;
    private readonly int _wake;
    private readonly MediaInbox _inbox = new();
    private readonly ClockLateness _lateness = new();
    private readonly MediaWheel _wheel = new(Now());
    private readonly RtpLeg?[] _table;
    private readonly Stack<int> _freeRows;
    private readonly Func<RtpLeg, long, int> _tick;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _armedNs = long.MaxValue;
    private long _skippedLogged;
    private int _state;
    private volatile bool _stopping;

    public MediaLoop(MediaOptions options, ILogger logger)
    {
        _logger = logger;
        _realTime = options.RealTime;
        _table = new RtpLeg?[options.LegsMax];
        _freeRows = new Stack<int>(Enumerable.Range(0, options.LegsMax).Reverse());
        _tick = Tick;
        _epoll = Checked(Posix.EpollCreate(Posix.CloseOnExec));
        _timer = Checked(Posix.TimerCreate(Posix.ClockMonotonic, Posix.CloseOnExec | Posix.NonBlocking));
        _wake = Checked(Posix.EventCreate(0, Posix.CloseOnExec | Posix.NonBlocking));

        // Edge-triggered: neither needs to be read to fire again.
        Watch(_timer, TimerData, Posix.EpollIn | Posix.EpollEdge);
        Watch(_wake, WakeData, Posix.EpollIn | Posix.EpollEdge);
    }

    private long _threadAllocatedBytes;

    public long TicksSkipped => _wheel.TicksSkipped;

    public TimeSpan Lateness => _lateness.Value;

    /// <summary>Bytes allocated by the media thread so far; for the test that says it allocates nothing.</summary>
    public long ThreadAllocatedBytes => Volatile.Read(ref _threadAllocatedBytes);

    /// <summary>CLOCK_MONOTONIC in nanoseconds: what the timer counts in.</summary>
    public static long Now() => Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency);

    public void Start()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Idle) == Idle)
        {
            new Thread(Run) { IsBackground = true, Name = "media", Priority = ThreadPriority.Highest }.Start();
        }
    }

    /// <summary>Another thread has changed the leg.</summary>
    public void Post(RtpLeg leg)
    {
        if (!_inbox.Push(leg))
        {
            return;
        }

        if (Volatile.Read(ref _state) != Stopped)
        {
            Wake();
        }
        else if (_ended.Task.IsCompleted)
        {
            // A leg that outlives the loop is closed by whoever closes it.
            lock (_ended)
            {
                TakeInbox(Now());
            }
        }
    }

    /// <summary>Takes a leg into the table and its sockets into the epoll set. Media thread only.</summary>
    public void Admit(RtpLeg leg, long nowNs)
    {
        var row = _freeRows.Pop();
        leg.Row = row;
        _table[row] = leg;
        Watch(leg.RtpSocket, (ulong)(FirstLegData + (2 * row)), Posix.EpollIn);
        Watch(leg.RtcpSocket, (ulong)(FirstLegData + (2 * row) + 1), Posix.EpollIn);
        _wheel.Add(leg, nowNs);
    }

    /// <summary>Forgets a leg whose sockets are about to be closed. Media thread only.</summary>
    public void Dismiss(RtpLeg leg)
    {
        Unwatch(leg.RtpSocket);
        Unwatch(leg.RtcpSocket);
        _wheel.Remove(leg);
        _table[leg.Row] = null;
        _freeRows.Push(leg.Row);
    }

    /// <summary>Sends the next frame of a leg now instead of at its phase. Media thread only.</summary>
    public void TickNow(RtpLeg leg, long nowNs)
    {
        Tick(leg, nowNs);
        _wheel.Rephase(leg, nowNs);
    }

    public void TimedOut(RtpLeg leg, double seconds) => RtpLog.RtpTimedOut(_logger, leg.Local.Port, seconds);

    public void DigitsDropped(RtpLeg leg, int count) => RtpLog.DigitsDropped(_logger, count, leg.Local.Port);

    public async ValueTask DisposeAsync()
    {
        var before = Interlocked.Exchange(ref _state, Stopped);
        if (before == Stopped)
        {
            return;
        }

        if (before == Running)
        {
            _stopping = true;
            Wake();
            await _ended.Task;
        }

        _ended.TrySetResult();
        lock (_ended)
        {
            CloseAll();
        }

        _ = Posix.Close(_epoll);
        _ = Posix.Close(_timer);
        _ = Posix.Close(_wake);
    }

    private unsafe void Run()
    {
        RtpLog.LoopStarted(_logger, _realTime && TryBecomeRealTime());
        var events = stackalloc byte[EventsMax * Posix.EpollEventBytes];
        var datagram = stackalloc byte[DatagramBytesMax];
        while (!_stopping)
        {
            var count = Posix.EpollWait(_epoll, events, EventsMax, -1);
            if (count < 0 && Marshal.GetLastPInvokeError() is not Posix.Interrupted and var error)
            {
                RtpLog.LoopBroken(_logger, error);
                break;
            }

            var nowNs = Now();
            for (var i = 0; i < count; i++)
            {
                var data = *(ulong*)(events + (i * Posix.EpollEventBytes) + Posix.EpollDataOffset);
                if (data >= FirstLegData && _table[(data - FirstLegData) / 2] is { } leg)
                {
                    Receive(leg, datagram, ((data - FirstLegData) & 1) != 0, nowNs);
                }
            }

            if (nowNs >= _armedNs)
            {
                _lateness.Add(nowNs - _armedNs);
                _armedNs = long.MaxValue;
                _wheel.Run(nowNs, _tick);
                ReportSlips();
            }

            TakeInbox(nowNs);
            Arm();
            Volatile.Write(ref _threadAllocatedBytes, GC.GetAllocatedBytesForCurrentThread());
        }

        _ended.TrySetResult();
    }

    private unsafe void Receive(RtpLeg leg, byte* buffer, bool rtcp, long nowNs)
    {
        var address = stackalloc byte[WireAddress.SockAddrBytesMax];
        uint addressBytes = WireAddress.SockAddrBytesMax;
        var socket = rtcp ? leg.RtcpSocket : leg.RtpSocket;
        var length = (int)Posix.ReceiveFrom(
            socket, buffer, DatagramBytesMax, Posix.DontWait, address, &addressBytes);
        if (length < 0)
        {
            // Nothing there after all, or a complaint of the network about what we sent: neither ends a call.
            return;
        }

        var from = WireAddress.FromSockAddr(new ReadOnlySpan<byte>(address, WireAddress.SockAddrBytesMax));
        try
        {
            leg.OnDatagram(new ReadOnlySpan<byte>(buffer, length), from, nowNs);
        }
        catch (Exception e)
        {
            Survive(leg, e);
        }
    }

    // One of the four loops that catch everything: a broken prompt or recorder must not silence the other calls.
    private int Tick(RtpLeg leg, long nowNs)
    {
        try
        {
            return leg.Tick(nowNs);
        }
        catch (Exception e)
        {
            Survive(leg, e);
            return 0;
        }
    }

    private void Survive(RtpLeg leg, Exception exception)
    {
        RtpLog.LegThrew(_logger, leg.Local.Port, exception);
        leg.DropAttachments();
    }

    private void TakeInbox(long nowNs)
    {
        for (var leg = _inbox.TakeAll(); leg is not null;)
        {
            // Read before Apply lets others push the leg again.
            var next = leg.InboxNext;
            leg.InboxNext = null;
            try
            {
                leg.Apply(nowNs);
            }
            catch (Exception e)
            {
                Survive(leg, e);
            }

            leg = next;
        }
    }

    private unsafe void Arm()
    {
        var dueNs = _wheel.NextDueNs;
        if (dueNs == long.MaxValue)
        {
            _lateness.Clear();
            return;
        }

        if (dueNs == _armedNs)
        {
            return;
        }

        _armedNs = dueNs;
        var spec = new Posix.TimerSpec { Seconds = dueNs / 1_000_000_000, Nanoseconds = dueNs % 1_000_000_000 };
        _ = Posix.TimerSet(_timer, Posix.TimerAbsolute, &spec, null);
    }

    private void ReportSlips()
    {
        if (_wheel.TicksSkipped != _skippedLogged)
        {
            RtpLog.ClockSlipped(_logger, _wheel.TicksSkipped - _skippedLogged);
            _skippedLogged = _wheel.TicksSkipped;
        }
    }

    private void CloseAll()
    {
        TakeInbox(Now());
        foreach (var leg in _table)
        {
            leg?.Dispose();
        }

        TakeInbox(Now());
    }

    private unsafe void Wake()
    {
        ulong one = 1;
        _ = Posix.Write(_wake, &one, sizeof(ulong));
    }

    private unsafe void Watch(int descriptor, ulong data, uint flags)
    {
        var epollEvent = stackalloc byte[16];
        *(uint*)epollEvent = flags;
        *(ulong*)(epollEvent + Posix.EpollDataOffset) = data;
        Checked(Posix.EpollControl(_epoll, Posix.EpollAdd, descriptor, epollEvent));
    }

    private unsafe void Unwatch(int descriptor) =>
        _ = Posix.EpollControl(_epoll, Posix.EpollDelete, descriptor, null);

    private static unsafe bool TryBecomeRealTime()
    {
        var priority = Priority;
        return Posix.SetScheduler(0, Posix.SchedFifo | Posix.SchedResetOnFork, &priority) == 0;
    }

    private static int Checked(int result) => result >= 0
        ? result
        : throw new InvalidOperationException($"The kernel refused (errno {Marshal.GetLastPInvokeError()}).");
}
