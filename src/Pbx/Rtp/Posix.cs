using System.Runtime.InteropServices;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// The system calls of the media loop. The runtime's own sockets cost twice as much per packet as epoll by hand and
/// its timers are late by milliseconds, so the loop speaks to Linux directly.
/// </summary>
internal static unsafe partial class Posix
{
    public const int EpollIn = 0x001;
    public const uint EpollEdge = 1u << 31;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int ClockMonotonic = 1;
    public const int TimerAbsolute = 1;
    public const int DontWait = 0x40;
    public const int SchedFifo = 1;

    /// <summary>Threads started from this one fall back to ordinary scheduling.</summary>
    public const int SchedResetOnFork = 0x40000000;

    public const int Interrupted = 4;

    /// <summary>On x86-64 alone <c>struct epoll_event</c> is packed: 4 bytes of flags, 8 of data.</summary>
    public static readonly int EpollEventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>Where the data begins in <c>struct epoll_event</c>.</summary>
    public static readonly int EpollDataOffset = EpollEventBytes - 8;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int eventsMax, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    public static partial int TimerCreate(int clock, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_settime", SetLastError = true)]
    public static partial int TimerSet(int timer, int flags, TimerSpec* spec, TimerSpec* old);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventCreate(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint Write(int descriptor, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "recvfrom")]
    public static partial nint ReceiveFrom(
        int socket, byte* buffer, nuint length, int flags, byte* address, uint* addressLength);

    [LibraryImport("libc", EntryPoint = "sendto")]
    public static partial nint SendTo(
        int socket, byte* buffer, nuint length, int flags, byte* address, uint addressLength);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int thread, int policy, int* priority);

    /// <summary>struct itimerspec: a period of zero fires once.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimerSpec
    {
        public long PeriodSeconds;
        public long PeriodNanoseconds;
        public long Seconds;
        public long Nanoseconds;
    }
}
