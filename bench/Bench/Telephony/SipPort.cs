using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Zhkh.Testing;

namespace Zhkh.Bench;

/// <summary>A UDP port for signalling and the thread that reads it.</summary>
internal sealed class SipPort : IDisposable
{
    private const int ReceiveBytes = 4 << 20;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Action<WireMessage, long> _take;
    private readonly Thread _reading;
    private volatile bool _stopping;

    /// <param name="take">Gets each message and the moment it came, in ticks of <see cref="Stopwatch"/>.</param>
    public SipPort(IPEndPoint local, Action<WireMessage, long> take)
    {
        _take = take;
        _socket.Bind(local);
        _socket.ReceiveBufferSize = ReceiveBytes;
        _socket.ReceiveTimeout = 200;
        _reading = new Thread(Read) { IsBackground = true, Name = "sip" };
        _reading.Start();
    }

    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;   // bound in the constructor

    public void Send(byte[] message, IPEndPoint to) => _socket.SendTo(message, to);

    public void Dispose()
    {
        _stopping = true;
        _reading.Join();
        _socket.Dispose();
    }

    private void Read()
    {
        var buffer = new byte[65_535];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (!_stopping)
        {
            try
            {
                var length = _socket.ReceiveFrom(buffer, ref from);
                var at = Stopwatch.GetTimestamp();
                _take(new WireMessage(buffer[..length], (IPEndPoint)from), at);
            }
            catch (SocketException)
            {
                // Nobody wrote for a while, or a peer has gone.
            }
        }
    }
}
