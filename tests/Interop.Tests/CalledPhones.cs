using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// The operator's side of calls out: the telephones of residents that the exchange rings. Text over UDP, no code of
/// the product; each call is in the hands of the test.
/// </summary>
public sealed class CalledPhones : IAsyncDisposable
{
    private const int CallsMax = 64;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<CalledPhone> _rung = Channel.CreateBounded<CalledPhone>(CallsMax);
    private readonly ConcurrentDictionary<string, CalledPhone> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _dialled = new();
    private readonly Task _listening;

    public CalledPhones(string address, int port)
    {
        Address = address;
        _socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        _listening = ListenAsync();
    }

    /// <summary>Where the sound of these telephones comes from.</summary>
    public string Address { get; }

    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Every number rung so far, in order; a number rung twice is there twice.</summary>
    public IReadOnlyList<string> Dialled => [.. _dialled];

    /// <summary>The next telephone that rings.</summary>
    public async Task<CalledPhone> RingAsync(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        return await _rung.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        foreach (var call in _calls.Values)
        {
            await call.DisposeAsync();
        }

        _socket.Dispose();
        _stop.Dispose();
    }

    internal void Send(string message, IPEndPoint to) => _socket.SendTo(Encoding.Latin1.GetBytes(message), to);

    private async Task ListenAsync()
    {
        var buffer = new byte[65_536];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveFromAsync(
                    buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                Take(new WireMessage(buffer[..received.ReceivedBytes], (IPEndPoint)received.RemoteEndPoint));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private void Take(WireMessage message)
    {
        if (message.Status != 0)
        {
            return;
        }

        if (_calls.TryGetValue(message["Call-ID"], out var known))
        {
            known.Take(message);
        }
        else if (message.Method == "INVITE" && _calls.Count < CallsMax)
        {
            var call = new CalledPhone(this, message);
            _calls[message["Call-ID"]] = call;
            _dialled.Enqueue(call.Number);
            _rung.Writer.TryWrite(call);
        }
    }
}
