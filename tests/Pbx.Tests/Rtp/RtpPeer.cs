using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Zhkh.Pbx.Tests.Audio;

namespace Zhkh.Pbx.Tests.Rtp;

/// <summary>A packet as the tests' own peer sees it.</summary>
internal sealed record SeenPacket(
    bool Marker, int PayloadType, ushort Sequence, uint Timestamp, uint Ssrc, byte[] Payload, IPEndPoint From)
{
    public static SeenPacket Read(byte[] bytes, IPEndPoint from)
    {
        Assert.True(bytes.Length >= 12 && bytes[0] == 0x80, "we send plain version 2 headers only");
        return new SeenPacket(
            bytes[1] >= 128, bytes[1] % 128, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2)),
            BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4)),
            BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)),
            bytes[12..], from);
    }

    /// <summary>A-law or µ-law sound of the payload.</summary>
    public IEnumerable<short> Sound => Payload.Select(
        code => (short)(PayloadType == 8 ? ItuG711.ALawValue(code) : ItuG711.MuLawValue(code)));
}

/// <summary>The far side, in sixty lines of its own: sends what it is told, keeps what it gets.</summary>
internal sealed class RtpPeer : IDisposable
{
    private readonly Socket _socket;
    private readonly Socket _rtcp;

    public RtpPeer(string host = "127.0.0.1")
    {
        while (true)
        {
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            _rtcp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            _socket.Bind(new IPEndPoint(IPAddress.Parse(host), 0));
            EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
            try
            {
                _rtcp.Bind(new IPEndPoint(EndPoint.Address, EndPoint.Port + 1));
                break;
            }
            catch (SocketException)
            {
                _socket.Dispose();
                _rtcp.Dispose();
            }
        }
    }

    public IPEndPoint EndPoint { get; }

    public uint Ssrc { get; set; } = 0x1234;

    public ushort Sequence { get; set; } = 65_500;

    public uint Timestamp { get; set; } = uint.MaxValue - 1000;

    public void Dispose()
    {
        _socket.Dispose();
        _rtcp.Dispose();
    }

    public void SendRaw(IPEndPoint to, byte[] datagram) => _socket.SendTo(datagram, to);

    public void SendRtcp(IPEndPoint leg, byte[] datagram) =>
        _rtcp.SendTo(datagram, new IPEndPoint(leg.Address, leg.Port + 1));

    /// <summary>One packet of sound; numbers move on by themselves.</summary>
    public void Send(IPEndPoint to, byte[] payload, int payloadType = 8, bool marker = false)
    {
        SendRaw(to, Packet(payload, payloadType, marker, Sequence++, Timestamp));
        Timestamp += (uint)payload.Length;
    }

    public byte[] Packet(byte[] payload, int payloadType, bool marker, ushort sequence, uint timestamp)
    {
        var bytes = new byte[12 + payload.Length];
        bytes[0] = 0x80;
        bytes[1] = (byte)(payloadType + (marker ? 128 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), Ssrc);
        payload.CopyTo(bytes, 12);
        return bytes;
    }

    /// <summary>All packets of a key press, as RFC 4733 §2.5 has them.</summary>
    public void SendDigit(IPEndPoint to, int number, int payloadType = 101, int ends = 3)
    {
        for (var i = 1; i <= 5 + ends; i++)
        {
            var duration = (ushort)(160 * Math.Min(i, 5));
            byte[] payload = [(byte)number, (byte)(i > 5 ? 0x8A : 0x0A), (byte)(duration >> 8), (byte)duration];
            SendRaw(to, Packet(payload, payloadType, i == 1, Sequence++, Timestamp));
        }

        Timestamp += 960;
    }

    /// <summary>The next packet; fails after a time no working machine needs.</summary>
    public SeenPacket Receive() => SeenPacket.Read(ReceiveFrom(_socket, out var from), from);

    public byte[] ReceiveRtcp() => ReceiveFrom(_rtcp, out _);

    public List<SeenPacket> Receive(int count) => [.. Enumerable.Range(0, count).Select(_ => Receive())];

    /// <summary>Packets until one satisfies the condition, that one included.</summary>
    public List<SeenPacket> ReceiveUntil(Func<SeenPacket, bool> condition, int max = 500)
    {
        var seen = new List<SeenPacket>();
        do
        {
            seen.Add(Receive());
        }
        while (!condition(seen[^1]) && seen.Count < max);
        Assert.True(condition(seen[^1]), $"not among {max} packets");
        return seen;
    }

    /// <summary>What already lies in the socket.</summary>
    public int Drain()
    {
        var count = 0;
        var buffer = new byte[2048];
        for (; _socket.Available > 0; count++)
        {
            _socket.Receive(buffer);
        }

        return count;
    }

    private static byte[] ReceiveFrom(Socket socket, out IPEndPoint from)
    {
        socket.ReceiveTimeout = 20_000;
        var buffer = new byte[2048];
        EndPoint source = new IPEndPoint(IPAddress.Any, 0);
        var length = socket.ReceiveFrom(buffer, ref source);
        from = (IPEndPoint)source;
        return buffer[..length];
    }
}
