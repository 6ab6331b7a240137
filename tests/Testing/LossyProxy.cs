using System.Net;
using System.Net.Sockets;

namespace Zhkh.Testing;

/// <summary>
/// A UDP relay between two parties that loses, doubles and reorders by a seed. Whoever sends to one face reaches the
/// party behind the other.
/// </summary>
public sealed class LossyProxy : IDisposable
{
    private readonly Socket _left = Open();
    private readonly Socket _right = Open();
    private readonly Random _random;
    private readonly double _loss;
    private readonly double _double;
    private readonly Lock _gate = new();
    private readonly IPEndPoint _rightParty;
    private IPEndPoint? _leftParty;
    private (Socket Socket, byte[] Bytes, IPEndPoint To)? _held;

    /// <param name="rightParty">Who stands behind the left face.</param>
    public LossyProxy(IPEndPoint rightParty, double loss, double duplicates, int seed)
    {
        (_rightParty, _loss, _double, _random) = (rightParty, loss, duplicates, new Random(seed));
        Start(_left, from =>
        {
            _leftParty = from;
            return (_right, _rightParty);
        });
        Start(_right, _ => _leftParty is { } left ? (_left, left) : null);
    }

    /// <summary>Where the left party sends.</summary>
    public IPEndPoint LeftFace => (IPEndPoint)_left.LocalEndPoint!;

    public int Lost { get; private set; }

    public int Passed { get; private set; }

    /// <summary>Packets that came to either face.</summary>
    public int Seen { get; private set; }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram,
            ProtocolType.Udp) { ReceiveBufferSize = 4 << 20 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private void Start(Socket face, Func<IPEndPoint, (Socket, IPEndPoint)?> route) => new Thread(() =>
    {
        var buffer = new byte[65_536];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            for (;;)
            {
                var length = face.ReceiveFrom(buffer, ref from);
                lock (_gate)
                {
                    Seen++;
                    if (route((IPEndPoint)from) is var (socket, to))
                    {
                        Pass(socket, buffer[..length], to);
                    }
                }
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }) { IsBackground = true }.Start();

    private void Pass(Socket socket, byte[] bytes, IPEndPoint to)
    {
        if (_random.NextDouble() < _loss)
        {
            Lost++;
            return;
        }

        // One in fifty is overtaken by the next.
        if (_held is null && _random.NextDouble() < 0.02)
        {
            _held = (socket, bytes, to);
            return;
        }

        Passed++;
        socket.SendTo(bytes, to);
        if (_random.NextDouble() < _double)
        {
            socket.SendTo(bytes, to);
        }

        if (_held is var (other, late, where))
        {
            _held = null;
            other.SendTo(late, where);
        }
    }
}
