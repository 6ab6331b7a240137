using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Web.Cli;

/// <summary>
/// What the far end said, laid on the line of time by the timestamps of its packets; sample 0 is the answer. What was
/// lost stays silent.
/// </summary>
internal sealed class ReceivedAudio
{
    private const int SamplesMax = CallOptions.SecondsMax * Pcm16.SampleRate;

    /// <summary>
    /// A stream whose clock parts this far from the arrivals is laid anew where it arrived: two seconds.
    /// </summary>
    private const int DriftMax = 2 * Pcm16.SampleRate;

    private readonly SortedSet<int> _packets = [];
    private short[] _samples = new short[Pcm16.SampleRate * 60];
    private int _length;
    private uint? _ssrc;
    private uint _timestampAtZero;
    private ushort _highest;
    private long _expected;
    private long _received;

    public ReadOnlySpan<short> Samples => _samples.AsSpan(0, _length);

    /// <summary>Where packets begin, ascending.</summary>
    public IReadOnlyList<int> Packets => [.. _packets];

    /// <summary>Share of the packets that never came, of all streams together.</summary>
    public double LossPercent => _expected == 0 ? 0 : Math.Max(0, 100.0 * (_expected - _received) / _expected);

    /// <summary>Takes one packet of G.711.</summary>
    /// <param name="atMs">Arrival, from the answer on.</param>
    public void Take(in RtpPacket packet, AudioCodec codec, double atMs)
    {
        var arrived = (int)Math.Clamp(atMs * Pcm16.SamplesPerMs, 0, SamplesMax);
        if (_ssrc != packet.Ssrc)
        {
            Lay(packet, arrived);
            (_ssrc, _highest) = (packet.Ssrc, (ushort)(packet.Sequence - 1));
        }

        Count(packet.Sequence);
        var at = (long)(int)(packet.Timestamp - _timestampAtZero);
        if (Math.Abs(at - arrived) > DriftMax)
        {
            Lay(packet, arrived);
            at = arrived;
        }

        var end = at + packet.Payload.Length;
        if (at < 0 || end > SamplesMax || !_packets.Add((int)at))
        {
            return;
        }

        _received++;
        if (end > _samples.Length)
        {
            Array.Resize(ref _samples, (int)Math.Min(SamplesMax, end * 2));
        }

        G711.Decode(codec, packet.Payload, _samples.AsSpan((int)at, packet.Payload.Length));
        _length = Math.Max(_length, (int)end);
    }

    /// <summary>Puts the packet where it arrived, behind everything heard so far.</summary>
    private void Lay(in RtpPacket packet, int arrived) =>
        _timestampAtZero = packet.Timestamp - (uint)Math.Max(arrived, _length);

    private void Count(ushort sequence)
    {
        var step = (short)(sequence - _highest);
        if (step > 0)
        {
            _expected += step;
            _highest = sequence;
        }
    }
}
