using System.Runtime.InteropServices;

namespace Zhkh.Bench;

/// <summary>
/// The Linux calls of the load generator: many datagrams a call, each with the kernel's own time of arrival, so that
/// the generator's scheduling does not show in what it measures.
/// </summary>
internal static unsafe partial class KernelSocket
{
    public const int SocketLevel = 1;
    public const int ReceiveBytes = 8;
    public const int ReceiveBytesForced = 33;
    public const int ReceiveTimeout = 20;
    public const int ArrivalTimes = 35;

    /// <summary>Waits for the first datagram, takes the others that are there.</summary>
    public const int WaitForOne = 0x10000;

    private const int RealTime = 0;
    private const int Monotonic = 1;
    private const int Absolute = 1;
    private const int SetTimerSlack = 29;
    private const int FirstInFirstOut = 1;
    private const int RealTimePriority = 5;
    private const long SecondNs = 1_000_000_000;

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int Receive(int socket, Message* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int Send(int socket, Message* messages, uint count, int flags);

    /// <summary>Nanoseconds of the clock that stamps arriving datagrams.</summary>
    public static long WallNs()
    {
        Time time;
        _ = GetTime(RealTime, &time);
        return (time.Seconds * SecondNs) + time.Nanoseconds;
    }

    /// <summary>Nanoseconds of the clock that deadlines are told in.</summary>
    public static long SteadyNs()
    {
        Time time;
        _ = GetTime(Monotonic, &time);
        return (time.Seconds * SecondNs) + time.Nanoseconds;
    }

    /// <summary>Sleeps until the steady clock shows so many nanoseconds.</summary>
    public static void SleepUntil(long steadyNs)
    {
        var until = new Time { Seconds = steadyNs / SecondNs, Nanoseconds = steadyNs % SecondNs };
        while (Sleep(Monotonic, Absolute, &until, null) != 0)
        {
        }
    }

    /// <summary>
    /// This thread is woken on time, not up to 50 µs later, and before those of other programs, as the engine's own
    /// media thread is; without permission as one of them.
    /// </summary>
    public static void BeExact()
    {
        var priority = RealTimePriority;
        _ = Control(SetTimerSlack, 1, 0, 0, 0);
        _ = SetScheduler(0, FirstInFirstOut, &priority);
    }

    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, Time* time);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int Sleep(int clock, int flags, Time* until, Time* left);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, int* priority);

    /// <summary>struct timespec</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>struct iovec</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Piece
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct mmsghdr of a 64-bit machine</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Message
    {
        public byte* Address;
        public uint AddressBytes;
        public Piece* Pieces;
        public nuint PieceCount;
        public byte* Control;
        public nuint ControlBytes;
        public long Flags;   // an int, and the end of struct msghdr at a multiple of 8
        public long Length;   // an int likewise
    }
}
