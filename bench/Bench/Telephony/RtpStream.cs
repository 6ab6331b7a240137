using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Zhkh.Bench;

/// <summary>
/// One leg: what is sent to the engine's port and what came from there. Its packet lives outside the heap, where the
/// kernel can read it, for as long as the generator runs; the first bytes of the sound carry the time of sending.
/// </summary>
internal sealed unsafe class RtpStream
{
    public const int HeaderBytes = 12;
    public const int PacketBytes = HeaderBytes + Samples;
    public const int AddressBytes = 16;

    /// <summary>Marks a payload that begins with a time.</summary>
    public const uint StampMark = 0x5A68_6B68;

    private const int Samples = 160;
    private const byte ALaw = 8;
    private const byte Silence = 0xD5;
    private const byte TelephoneEvent = 101;
    private const int KeyPackets = 5;
    private const short InternetFamily = 2;

    private static int s_count;

    private readonly byte* _memory;
    private ushort _sequence;
    private uint _timestamp;
    private int _keyStep;
    private volatile bool _pressWanted;
    private long _keyEndedNs;

    public RtpStream(RtpPort port, IPEndPoint far)
    {
        Port = port;
        FarPort = far.Port;
        _memory = (byte*)NativeMemory.AllocZeroed(PacketBytes + AddressBytes);
        var packet = new Span<byte>(_memory, PacketBytes);
        packet.Fill(Silence);
        packet[0] = 0x80;
        BinaryPrimitives.WriteInt32BigEndian(packet[8..], Interlocked.Increment(ref s_count));
        *(short*)Address = InternetFamily;
        BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(Address + 2, 2), (ushort)far.Port);
        far.Address.TryWriteBytes(new Span<byte>(Address + 4, 4), out _);
    }

    /// <summary>Where it is sent from and heard.</summary>
    public RtpPort Port { get; }

    /// <summary>The engine's.</summary>
    public int FarPort { get; }

    /// <summary>The packet as last written.</summary>
    public byte* Packet => _memory;

    /// <summary>struct sockaddr_in of the engine's port.</summary>
    public byte* Address => _memory + PacketBytes;

    /// <summary>Wall clock; owned by the receiving thread.</summary>
    public long LastArrivalNs { get; set; }

    /// <summary>Of the packet that came last; owned by the receiving thread.</summary>
    public int LastSequence { get; set; } = -1;

    /// <summary>When the end of a key was sent; 0 when no answer is awaited.</summary>
    public long KeyEndedNs
    {
        get => Volatile.Read(ref _keyEndedNs);
        set => Volatile.Write(ref _keyEndedNs, value);
    }

    /// <summary>Presses a key for 80 ms, from the next packet on.</summary>
    public void Press() => _pressWanted = true;

    /// <summary>Writes the next packet; sending thread only.</summary>
    /// <returns>Its length, and how many times it is to be sent at once.</returns>
    public (int Bytes, int Times) Next(long wallNs)
    {
        if (_keyStep == 0 && _pressWanted)
        {
            _pressWanted = false;
            _keyStep = 1;
        }

        return _keyStep > 0 ? NextKey(wallNs) : NextSound(wallNs);
    }

    /// <summary>The same packet again under the next number.</summary>
    public void Renumber() => BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(_memory + 2, 2), _sequence++);

    private (int Bytes, int Times) NextSound(long wallNs)
    {
        var packet = new Span<byte>(_memory, PacketBytes);
        packet[1] = ALaw;
        Renumber();
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], _timestamp);
        BinaryPrimitives.WriteInt64BigEndian(packet[HeaderBytes..], wallNs);
        BinaryPrimitives.WriteUInt32BigEndian(packet[(HeaderBytes + 8)..], StampMark);
        _timestamp += Samples;
        return (PacketBytes, 1);
    }

    // RFC 4733 §2.5: all packets of a key carry the time of its beginning, the last comes three times.
    private (int Bytes, int Times) NextKey(long wallNs)
    {
        var packet = new Span<byte>(_memory, HeaderBytes + 4);
        var ends = _keyStep == KeyPackets;
        packet[1] = (byte)(TelephoneEvent | (_keyStep == 1 ? 0x80 : 0));
        Renumber();
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], _timestamp);
        packet[HeaderBytes] = 5;
        packet[HeaderBytes + 1] = (byte)(ends ? 0x8A : 0x0A);
        BinaryPrimitives.WriteUInt16BigEndian(packet[(HeaderBytes + 2)..], (ushort)(_keyStep * Samples));
        _keyStep++;
        if (ends)
        {
            _timestamp += KeyPackets * Samples;
            _keyStep = 0;
            KeyEndedNs = wallNs;
        }

        return (HeaderBytes + 4, ends ? 3 : 1);
    }
}
