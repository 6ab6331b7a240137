using System.Runtime.InteropServices;

namespace Zhkh.Bench;

/// <summary>
/// The one sending thread: every stream has its moment within the 20 ms, deadlines are absolute, and what a stall
/// delayed is sent when it ends, as the reference program does it.
/// </summary>
internal sealed unsafe class RtpPace : IDisposable
{
    private const int Slots = 80;
    private const long SlotNs = 20_000_000 / Slots;
    private const int Batch = 64;

    private readonly RtpStream[][] _slots = new RtpStream[Slots][];
    private readonly Lock _gate = new();
    private readonly Thread _sending;
    private readonly KernelSocket.Message* _messages = Allocated<KernelSocket.Message>();
    private readonly KernelSocket.Piece* _pieces = Allocated<KernelSocket.Piece>();
    private Histogram _lateness = new();
    private volatile bool _stopping;

    public RtpPace()
    {
        Array.Fill(_slots, []);
        _sending = new Thread(Send) { IsBackground = true, Name = "rtp out", Priority = ThreadPriority.Highest };
        _sending.Start();
    }

    /// <summary>How late the slots were sent since the last call.</summary>
    public Histogram TakeLateness() => Interlocked.Exchange(ref _lateness, new Histogram());

    public void Add(RtpStream stream)
    {
        lock (_gate)
        {
            var slot = Array.IndexOf(_slots, _slots.MinBy(s => s.Length));
            Volatile.Write(ref _slots[slot], [.. _slots[slot], stream]);
        }
    }

    public void Remove(RtpStream stream)
    {
        lock (_gate)
        {
            var slot = Array.FindIndex(_slots, s => s.Contains(stream));
            if (slot >= 0)
            {
                Volatile.Write(ref _slots[slot], Array.FindAll(_slots[slot], s => s != stream));
            }
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _sending.Join();
        NativeMemory.Free(_messages);
        NativeMemory.Free(_pieces);
    }

    private static T* Allocated<T>() where T : unmanaged => (T*)NativeMemory.AllocZeroed(Batch, (nuint)sizeof(T));

    private void Send()
    {
        KernelSocket.BeExact();
        var dueNs = KernelSocket.SteadyNs();
        for (var slot = 0; !_stopping; slot = (slot + 1) % Slots)
        {
            dueNs += SlotNs;
            var streams = Volatile.Read(ref _slots[slot]);
            if (streams.Length == 0 && slot > 0)
            {
                continue;   // the first slot alone keeps the time when nobody speaks
            }

            var lateNs = KernelSocket.SteadyNs() - dueNs;
            if (lateNs < 0)
            {
                KernelSocket.SleepUntil(dueNs);
                lateNs = KernelSocket.SteadyNs() - dueNs;
            }

            Volatile.Read(ref _lateness).Add(lateNs);
            SendAll(streams);
        }
    }

    private void SendAll(RtpStream[] streams)
    {
        var count = 0;
        RtpPort? port = null;
        foreach (var stream in streams)
        {
            if (count > 0 && (port != stream.Port || count == Batch))
            {
                Flush(port, count);
                count = 0;
            }

            port = stream.Port;
            var (bytes, times) = stream.Next(KernelSocket.WallNs());
            Put(count++, stream, bytes);
            for (; times > 1; times--)
            {
                Flush(port, count);
                stream.Renumber();
                count = 0;
                Put(count++, stream, bytes);
            }
        }

        Flush(port, count);
    }

    private void Put(int at, RtpStream stream, int bytes)
    {
        _pieces[at] = new KernelSocket.Piece { Start = stream.Packet, Length = (nuint)bytes };
        _messages[at] = new KernelSocket.Message
        {
            Address = stream.Address, AddressBytes = RtpStream.AddressBytes, Pieces = _pieces + at, PieceCount = 1,
        };
    }

    private void Flush(RtpPort? port, int count)
    {
        // A packet that the kernel refuses counts as one that was not delivered.
        for (var sent = 0; port is not null && sent < count;)
        {
            sent += Math.Max(1, KernelSocket.Send(port.Descriptor, _messages + sent, (uint)(count - sent), 0));
        }
    }
}
