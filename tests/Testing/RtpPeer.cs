using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Zhkh.Testing;

/// <summary>
/// The far end's sound: a socket that hears and speaks G.711 A-law and presses RFC 4733 keys. Written from the RFCs,
/// sharing nothing with the product. It speaks to whoever it hears first.
/// </summary>
public sealed class RtpPeer : IAsyncDisposable
{
    private const int SamplesMax = 8000 * 120;
    private const byte PcmA = 8;
    private const byte TelephoneEvent = 101;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<short> _heard = [];
    private readonly List<char> _digits = [];
    private readonly TaskCompletionSource<EndPoint> _far = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _listening;
    private readonly uint _ssrc = (uint)Random.Shared.Next();
    private readonly SemaphoreSlim _speaking = new(1);
    private ushort _sequence = (ushort)Random.Shared.Next(0, 30000);
    private uint _timestamp = (uint)Random.Shared.Next();
    private uint _lastEvent;

    public RtpPeer(string address)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        _listening = ListenAsync();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Packets received, of any payload type.</summary>
    public int Packets { get; private set; }

    /// <summary>What was heard so far, decoded, in the order of arrival.</summary>
    public short[] Heard()
    {
        lock (_heard)
        {
            return [.. _heard];
        }
    }

    /// <summary>Keys pressed by the far end.</summary>
    public string Digits()
    {
        lock (_heard)
        {
            return string.Concat(_digits);
        }
    }

    /// <summary>Waits until the audio heard so far satisfies the condition.</summary>
    public async Task<short[]> HearAsync(Func<short[], bool> condition, TimeSpan limit)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (clock.Elapsed < limit)
        {
            var heard = Heard();
            if (condition(heard))
            {
                return heard;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }

        throw new TimeoutException($"not heard within {limit}; {Heard().Length / 8000.0:F1} s of audio came");
    }

    /// <summary>Speaks in real time, 20 ms a packet.</summary>
    public async Task SpeakAsync(short[] samples)
    {
        var far = await _far.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await _speaking.WaitAsync();
        try
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            for (var at = 0; at + 160 <= samples.Length && !_stop.IsCancellationRequested; at += 160)
            {
                var packet = Header(PcmA, marker: at == 0, 160);
                for (var n = 0; n < 160; n++)
                {
                    packet[12 + n] = ALaw.Encode(samples[at + n]);
                }

                _socket.SendTo(packet, far);
                _sequence++;
                _timestamp += 160;
                await pace.WaitForNextTickAsync();
            }
        }
        finally
        {
            _speaking.Release();
        }
    }

    /// <summary>Presses keys: 100 ms each with 60 ms between, three end packets (RFC 4733 §2.5).</summary>
    public async Task PressAsync(string keys)
    {
        var far = await _far.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await _speaking.WaitAsync();
        try
        {
            foreach (var key in keys)
            {
                await PressOneAsync(far, (byte)"0123456789*#ABCD".IndexOf(key, StringComparison.Ordinal));
            }
        }
        finally
        {
            _speaking.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task PressOneAsync(EndPoint far, byte code)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var step = 1; step <= 7; step++)
        {
            var ends = step >= 5;
            var packet = Header(TelephoneEvent, marker: step == 1, 4);
            packet[12] = code;
            packet[13] = (byte)((ends ? 0x80 : 0) | 10);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14), (ushort)(Math.Min(step, 5) * 160));
            _socket.SendTo(packet, far);
            _sequence++;
            if (!ends)
            {
                await pace.WaitForNextTickAsync();
            }
        }

        _timestamp += 8 * 160;
        await Task.Delay(TimeSpan.FromMilliseconds(60));
    }

    private byte[] Header(byte payloadType, bool marker, int payload)
    {
        var packet = new byte[12 + payload];
        packet[0] = 0x80;
        packet[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), _timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), _ssrc);
        return packet;
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[2048];
        try
        {
            while (true)
            {
                var from = new IPEndPoint(IPAddress.Any, 0);
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, from, _stop.Token);
                Take(buffer.AsSpan(0, received.ReceivedBytes), received.RemoteEndPoint);
            }
        }
        catch (OperationCanceledException)
        {
            // The peer was put away.
        }
    }

    private void Take(ReadOnlySpan<byte> packet, EndPoint from)
    {
        if (packet.Length < 12 || packet[0] >> 6 != 2)
        {
            return;
        }

        _far.TrySetResult(from);
        Packets++;
        lock (_heard)
        {
            var type = packet[1] & 0x7F;
            var timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
            if (type == PcmA && _heard.Count < SamplesMax)
            {
                foreach (var code in packet[12..])
                {
                    _heard.Add(ALaw.Decode(code));
                }
            }
            else if (type == TelephoneEvent && packet.Length >= 16
                && (packet[13] & 0x80) != 0 && timestamp != _lastEvent)
            {
                _lastEvent = timestamp;
                _digits.Add("0123456789*#ABCD"[packet[12] & 15]);
            }
        }
    }
}
