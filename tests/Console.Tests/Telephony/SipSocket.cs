using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Zhkh.Console.Tests.Telephony;

/// <summary>A UDP socket that speaks SIP with the exchange, and a second one where its sound may go.</summary>
internal sealed class SipSocket : IAsyncDisposable
{
    private const int InboxMax = 256;
    private readonly UdpClient _signalling;
    private readonly UdpClient _sound = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<SipText> _inbox = Channel.CreateBounded<SipText>(InboxMax);
    private readonly IPEndPoint _exchange;
    private readonly Task _listening;
    private readonly Task _deaf;

    public SipSocket(IPEndPoint exchange, int port = 0)
    {
        _signalling = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
        _exchange = exchange;
        _listening = ListenAsync();
        _deaf = SwallowAsync();
    }

    public int Port => ((IPEndPoint)_signalling.Client.LocalEndPoint!).Port;

    public int SoundPort => ((IPEndPoint)_sound.Client.LocalEndPoint!).Port;

    public IAsyncEnumerable<SipText> Messages => _inbox.Reader.ReadAllAsync(_stop.Token);

    public Task SendAsync(byte[] datagram) => _signalling.SendAsync(datagram, _exchange, _stop.Token).AsTask();

    /// <summary>The next message that fits; others are dropped. Fails after ten seconds.</summary>
    public async Task<SipText> NextAsync(Func<SipText, bool> fits)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (true)
        {
            var message = await _inbox.Reader.ReadAsync(patience.Token);
            if (fits(message))
            {
                return message;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_listening, _deaf);
        _signalling.Dispose();
        _sound.Dispose();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var datagram = await _signalling.ReceiveAsync(_stop.Token);
                if (datagram.Buffer.Length > 8)
                {
                    await _inbox.Writer.WriteAsync(SipText.Parse(datagram.Buffer), _stop.Token);
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            _inbox.Writer.TryComplete();
        }
    }

    private async Task SwallowAsync()
    {
        try
        {
            while (true)
            {
                await _sound.ReceiveAsync(_stop.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The telephone was put away.
        }
    }
}
