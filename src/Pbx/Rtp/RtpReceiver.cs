using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// The far side's stream: whose packets count, which SSRC speaks, what was lost. Owned by the media thread.
/// </summary>
internal sealed class RtpReceiver
{
    private SourcePolicy _policy;
    private RtpSequence _sequence;
    private bool _locked;
    private uint _otherSsrc;
    private ushort _otherNext;
    private int _otherInRow;

    private double _jitterSamples;
    private int _transit;
    private bool _transitKnown;

    /// <summary>Where to send to: the announced or the learnt address.</summary>
    public WireAddress Remote => _policy.Remote;

    public bool SourceLearnt => _policy.IsLearnt;

    /// <summary>The SSRC that speaks; 0 before the first packet.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>Datagrams that were not the far side's sound or keys.</summary>
    public long Strays { get; private set; }

    /// <summary>When the last packet was taken, or when the media began.</summary>
    public long LastNs { get; private set; }

    public long Received => _sequence.Received;

    public long Lost => _sequence.Lost;

    public uint HighestSequence => _sequence.Highest;

    public double JitterSamples => _jitterSamples;

    public byte FractionLost256() => _sequence.FractionLost256();

    public void Start(WireAddress announced, SourceLearning learning, WireAddress? onlyHost, long nowNs)
    {
        _policy.Start(announced, learning, onlyHost, nowNs);
        _locked = false;
        _otherInRow = 0;
        LastNs = nowNs;
    }

    public void CountStray() => Strays++;

    /// <summary>
    /// True when the packet is to be heard. <paramref name="newSource"/>: another SSRC speaks from here on.
    /// </summary>
    public bool Accept(WireAddress from, in RtpPacket packet, long nowNs, out bool newSource)
    {
        newSource = false;
        if (!_policy.Admits(from, packet, nowNs) || !AdmitsSsrc(packet, out newSource)
            || !_sequence.Take(packet.Sequence))
        {
            Strays++;
            return false;
        }

        LastNs = nowNs;
        return true;
    }

    /// <summary>Interarrival jitter, RFC 3550 appendix A.8. Sound only: keys repeat their timestamp.</summary>
    public void CountJitter(uint timestamp, long nowNs)
    {
        var transit = (int)((uint)(nowNs * Pcm16.SamplesPerMs / 1_000_000) - timestamp);
        if (_transitKnown)
        {
            var difference = Math.Abs((double)transit - _transit);

            // A pause of the speaker is no jitter of the network.
            if (difference < Pcm16.SampleRate)
            {
                _jitterSamples += (difference - _jitterSamples) / 16;
            }
        }

        (_transit, _transitKnown) = (transit, true);
    }

    // A second SSRC from the right address is an injected one, unless the first has fallen silent: then it comes
    // four times in a row with nothing in between (a peer that restarts its stream without a re-INVITE).
    private bool AdmitsSsrc(in RtpPacket packet, out bool newSource)
    {
        newSource = false;
        if (_locked && packet.Ssrc == Ssrc)
        {
            _otherInRow = 0;
            return true;
        }

        if (_locked)
        {
            var follows = _otherInRow > 0 && packet.Ssrc == _otherSsrc && packet.Sequence == _otherNext;
            _otherInRow = follows ? _otherInRow + 1 : 1;
            (_otherSsrc, _otherNext) = (packet.Ssrc, (ushort)(packet.Sequence + 1));
            if (_otherInRow < SourcePolicy.ProbationPackets)
            {
                return false;
            }
        }

        newSource = true;
        Ssrc = packet.Ssrc;
        _locked = true;
        _otherInRow = 0;
        _sequence = default;
        _transitKnown = false;
        return true;
    }
}
