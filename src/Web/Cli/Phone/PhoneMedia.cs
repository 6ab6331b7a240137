using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Web.Cli;

/// <summary>The sound of one call: sends 20 ms packets of speech, silence or keys, and keeps what comes back.</summary>
/// <param name="heard">Told of each packet's sound as it comes; null = nobody listens meanwhile.</param>
internal sealed class PhoneMedia(IPAddress local, TimeProvider time, Action<short[]>? heard = null) : IDisposable
{
    private const int FrameSamples = Pcm16.FrameSamples;
    private const int DatagramMax = 2048;

    /// <summary>The end of a key is told three times (RFC 4733 §2.5.1.4).</summary>
    private const int EndRepeats = 3;

    private readonly Socket _socket = Bind(local);
    private readonly uint _ssrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private readonly uint _firstTimestamp = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private readonly Lock _gate = new();
    private ushort _sequence = BitConverter.ToUInt16(RandomNumberGenerator.GetBytes(2));

    public IPEndPoint Local => (IPEndPoint)(_socket.LocalEndPoint ?? new IPEndPoint(local, 0));

    public ReceivedAudio Received { get; } = new();

    /// <summary>Sends until cancelled; late ticks are caught up with, so that the stream keeps its pace.</summary>
    public async Task SendAsync(PhoneMediaTarget target, IPhoneVoice voice, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var datagram = new byte[RtpPacket.HeaderBytes + FrameSamples];
        (long Tick, char Key)? down = null;
        for (long tick = 0; !cancel.IsCancellationRequested; tick++)
        {
            var due = TimeSpan.FromMilliseconds(tick * Pcm16.FrameMs) - time.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, time, cancel);
            }

            if (down is null && target.KeysPayloadType is not null && voice.KeyAt(tick) is { } pressed)
            {
                down = (tick, pressed);
            }

            if (down is { } key && target.KeysPayloadType is { } payloadType)
            {
                await SendKeyAsync(target, payloadType, key, tick, cancel);
                down = tick - key.Tick + 1 >= KeyPlan.TicksDown ? null : down;
                continue;
            }

            Speak(datagram.AsSpan(RtpPacket.HeaderBytes), voice, tick, target.Codec);
            Head(datagram, tick == 0, target.PayloadType, tick);
            await _socket.SendToAsync(datagram, target.Remote, cancel);
        }
    }

    /// <summary>Listens until cancelled.</summary>
    /// <param name="answeredAt">Timestamp of the clock that is zero on the line of time.</param>
    public async Task ReceiveAsync(PhoneMediaTarget target, long answeredAt, CancellationToken cancel)
    {
        var buffer = new byte[DatagramMax];
        EndPoint anybody = new IPEndPoint(local.AddressFamily == AddressFamily.InterNetwork
            ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!cancel.IsCancellationRequested)
        {
            var datagram = await _socket.ReceiveFromAsync(buffer, anybody, cancel);
            Take(buffer.AsSpan(0, datagram.ReceivedBytes), target, time.GetElapsedTime(answeredAt).TotalMilliseconds);
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Take(ReadOnlySpan<byte> datagram, PhoneMediaTarget target, double atMs)
    {
        // 0 is PCMU and 8 is PCMA for ever (RFC 3551 §6); the far end may use either of those it was offered.
        if (!RtpPacket.TryParse(datagram, out var packet) || packet.PayloadType is not (0 or 8))
        {
            return;
        }

        var codec = packet.PayloadType == 8 ? AudioCodec.Pcma : AudioCodec.Pcmu;
        lock (_gate)
        {
            Received.Take(packet, codec, atMs);
        }

        if (heard is not null)
        {
            var frame = new short[packet.Payload.Length];
            G711.Decode(codec, packet.Payload, frame);
            heard(frame);
        }
    }

    /// <summary>What was heard from a sample on, while the call goes on.</summary>
    /// <returns>A copy of the sound, where packets begin in it, and the share that was lost so far.</returns>
    public (short[] Sound, int[] Packets, double LossPercent) Since(int sample)
    {
        lock (_gate)
        {
            var from = Math.Min(sample, Received.Samples.Length);
            return (Received.Samples[from..].ToArray(),
                [.. Received.Packets.Where(at => at >= from).Select(at => at - from)], Received.LossPercent);
        }
    }

    private async Task SendKeyAsync(
        PhoneMediaTarget target, byte payloadType, (long Tick, char Key) key, long tick, CancellationToken cancel)
    {
        var datagram = new byte[RtpPacket.HeaderBytes + TelephoneEvent.Bytes];
        var isLast = tick - key.Tick + 1 == KeyPlan.TicksDown;
        var duration = (ushort)((tick - key.Tick + 1) * FrameSamples);
        new TelephoneEvent((byte)TelephoneEvent.EventOf(key.Key), isLast, Volume: 10, duration)
            .Write(datagram.AsSpan(RtpPacket.HeaderBytes));
        for (var copy = 0; copy < (isLast ? EndRepeats : 1); copy++)
        {
            // All packets of one key carry the timestamp of its beginning (RFC 4733 §2.3.5).
            Head(datagram, tick == key.Tick, payloadType, key.Tick);
            await _socket.SendToAsync(datagram, target.Remote, cancel);
        }
    }

    private void Head(Span<byte> datagram, bool marker, byte payloadType, long tick) => RtpPacket.WriteHeader(
        datagram, marker, payloadType, _sequence++, _firstTimestamp + (uint)(tick * FrameSamples), _ssrc);

    private static void Speak(Span<byte> codes, IPhoneVoice voice, long tick, AudioCodec codec)
    {
        Span<short> frame = stackalloc short[FrameSamples];
        frame.Clear();
        voice.Speak(tick, frame);
        G711.Encode(codec, frame, codes);
    }

    private static Socket Bind(IPAddress local)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(local, 0));
        return socket;
    }
}
