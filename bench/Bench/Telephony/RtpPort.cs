using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Zhkh.Bench;

/// <summary>
/// One UDP port that all legs of a side share; a leg is known by the port of the engine its packets come from. One
/// blocking thread receives, many packets a call; nothing is allocated per packet.
/// </summary>
internal sealed unsafe class RtpPort : IDisposable
{
    private const int Batch = 128;
    private const int DatagramBytes = 256;
    private const int ControlBytes = 64;
    private const int ArrivalOffset = 16;
    private const long PacketNs = 20_000_000;
    private const long NapNs = 300_000;

    // A gap longer than this is a pause between two prompts, not lateness.
    private const long PauseNs = 2_000_000_000;

    private readonly Socket _rtp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _rtcp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly RtpStream?[] _byFarPort = new RtpStream?[65_536];
    private readonly Thread _receiving;
    private RtpWindow _window = new(0, 0);
    private volatile bool _stopping;

    public RtpPort(IPAddress local)
    {
        Bind(local);
        var bytes = 16 << 20;
        if (SetOption(KernelSocket.ReceiveBytesForced, bytes) < 0)
        {
            _ = SetOption(KernelSocket.ReceiveBytes, bytes);
        }

        _ = SetOption(KernelSocket.ArrivalTimes, 1);
        _rtp.SetRawSocketOption(
            KernelSocket.SocketLevel, KernelSocket.ReceiveTimeout,
            MemoryMarshal.AsBytes<long>([0, 200_000]));
        _receiving = new Thread(Receive) { IsBackground = true, Name = "rtp in" };
        _receiving.Start();
    }

    public IPEndPoint Local => (IPEndPoint)_rtp.LocalEndPoint!;   // bound in the constructor

    public int Descriptor => (int)_rtp.Handle;

    /// <summary>Packets of nobody.</summary>
    public long Strays { get; private set; }

    public void Add(RtpStream stream) => Volatile.Write(ref _byFarPort[stream.FarPort], stream);

    public void Remove(RtpStream stream) =>
        Interlocked.CompareExchange(ref _byFarPort[stream.FarPort], null, stream);

    /// <summary>What comes from now on is counted in this window, as far as it lies in it.</summary>
    public void Measure(RtpWindow window) => Volatile.Write(ref _window, window);

    /// <summary>Datagrams the kernel had to drop because we were too slow.</summary>
    public long Dropped()
    {
        var port = Local.Port.ToString("X4", CultureInfo.InvariantCulture);
        var line = File.ReadLines("/proc/net/udp")
            .FirstOrDefault(l => l.Contains($":{port} ", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _stopping = true;
        _receiving.Join();
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    // An even port, its odd neighbour listens to the reports: nobody is told that there is nobody.
    private void Bind(IPAddress local)
    {
        for (var port = 8_000; ; port += 2)
        {
            try
            {
                _rtp.Bind(new IPEndPoint(local, port));
                _rtcp.Bind(new IPEndPoint(local, port + 1));
                return;
            }
            catch (SocketException) when (port < 9_900 && !_rtp.IsBound)
            {
                // Taken: the next pair.
            }
        }
    }

    private int SetOption(int option, int value)
    {
        try
        {
            _rtp.SetRawSocketOption(KernelSocket.SocketLevel, option, MemoryMarshal.AsBytes<int>([value]));
            return 0;
        }
        catch (SocketException)
        {
            return -1;   // not permitted
        }
    }

    private void Receive()
    {
        KernelSocket.BeExact();
        var messages = (KernelSocket.Message*)NativeMemory.AllocZeroed(Batch, (nuint)sizeof(KernelSocket.Message));
        var pieces = (KernelSocket.Piece*)NativeMemory.AllocZeroed(Batch, (nuint)sizeof(KernelSocket.Piece));
        const int Room = DatagramBytes + ControlBytes + RtpStream.AddressBytes;
        var room = (byte*)NativeMemory.AllocZeroed(Batch, Room);
        for (var i = 0; i < Batch; i++)
        {
            var own = room + (i * Room);
            pieces[i] = new KernelSocket.Piece { Start = own, Length = DatagramBytes };
            messages[i].Pieces = pieces + i;
            messages[i].PieceCount = 1;
            messages[i].Control = own + DatagramBytes;
            messages[i].Address = own + DatagramBytes + ControlBytes;
        }

        var descriptor = Descriptor;
        while (!_stopping)
        {
            for (var i = 0; i < Batch; i++)
            {
                messages[i].AddressBytes = RtpStream.AddressBytes;
                messages[i].ControlBytes = ControlBytes;
            }

            var count = KernelSocket.Receive(descriptor, messages, Batch, KernelSocket.WaitForOne, null);
            var window = Volatile.Read(ref _window);
            for (var i = 0; i < count; i++)
            {
                Take(messages + i, window);
            }

            // The kernel has noted when each came: looking less often costs nothing but saves half the wake-ups.
            if (count is >= 0 and < Batch)
            {
                KernelSocket.SleepUntil(KernelSocket.SteadyNs() + NapNs);
            }
        }

        NativeMemory.Free(room);
        NativeMemory.Free(pieces);
        NativeMemory.Free(messages);
    }

    private void Take(KernelSocket.Message* message, RtpWindow window)
    {
        var packet = message->Pieces->Start;
        var farPort = (message->Address[2] << 8) | message->Address[3];
        if (Volatile.Read(ref _byFarPort[farPort]) is not { } stream || message->Length < RtpStream.HeaderBytes)
        {
            Strays++;
            return;
        }

        var time = (KernelSocket.Time*)(message->Control + ArrivalOffset);
        var nowNs = (time->Seconds * 1_000_000_000) + time->Nanoseconds;
        var gapNs = nowNs - stream.LastArrivalNs;
        stream.LastArrivalNs = nowNs;
        var sequence = (packet[2] << 8) | packet[3];
        var missing = stream.LastSequence < 0 ? 0 : (short)(sequence - stream.LastSequence) - 1;
        stream.LastSequence = sequence;
        var keyEndedNs = stream.KeyEndedNs;
        var answers = keyEndedNs != 0 && nowNs > keyEndedNs && (packet[1] & 0x80) != 0;
        if (answers)
        {
            stream.KeyEndedNs = 0;
        }

        if (nowNs < window.FromNs || nowNs >= window.UntilNs)
        {
            return;
        }

        window.Received++;
        window.Lost += Math.Max(0, missing);
        if (answers)
        {
            window.KeyAnswers.Add(nowNs - keyEndedNs);
        }
        else if (gapNs < PauseNs)
        {
            window.GapErrors.Add(Math.Abs(gapNs - PacketNs));
        }

        if (message->Length == RtpStream.PacketBytes
            && Read(packet + RtpStream.HeaderBytes + 8, 4) == RtpStream.StampMark)
        {
            window.Transits.Add(nowNs - Read(packet + RtpStream.HeaderBytes, 8));
        }
    }

    private static long Read(byte* at, int bytes)
    {
        var value = 0L;
        for (var i = 0; i < bytes; i++)
        {
            value = (value << 8) | at[i];
        }

        return value;
    }
}
