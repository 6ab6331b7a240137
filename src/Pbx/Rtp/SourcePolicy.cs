namespace Zhkh.Pbx.Rtp;

/// <summary>
/// Decides whose packets are the far side's. The RTP bleed of AST-2017-005 came from learning anybody at any time;
/// here a source is exact, or learnt once in the first two seconds, and then locked until the next negotiation.
/// </summary>
internal struct SourcePolicy
{
    /// <summary>Packets in a row that a learnt source has to show.</summary>
    public const int ProbationPackets = 4;

    /// <summary>How long after the start a source may be learnt.</summary>
    public const long LearningNs = 2_000_000_000;

    private WireAddress _announced;
    private WireAddress? _host;
    private long _learnUntilNs;
    private bool _open;

    private WireAddress _candidate;
    private uint _ssrc;
    private ushort _next;
    private byte _payloadType;
    private int _inRow;

    /// <summary>Where packets are accepted from and sent to.</summary>
    public WireAddress Remote { get; private set; }

    /// <summary>Begins anew, after an answer or a re-INVITE.</summary>
    public void Start(WireAddress announced, SourceLearning learning, WireAddress? onlyHost, long nowNs)
    {
        this = default;
        _announced = Remote = announced;
        _host = onlyHost;
        _open = learning == SourceLearning.OnceAfterStart;
        _learnUntilNs = nowNs + LearningNs;
    }

    /// <summary>True when the packet is the far side's. May move <see cref="Remote"/>, once.</summary>
    public bool Admits(WireAddress from, in RtpPacket packet, long nowNs)
    {
        if (from == Remote)
        {
            // The announced address speaks: nobody else will be heard any more.
            _open = false;
            return true;
        }

        if (!_open || nowNs > _learnUntilNs || !MayBeLearnt(from))
        {
            return false;
        }

        var follows = _inRow > 0 && from == _candidate && packet.Ssrc == _ssrc && packet.Sequence == _next
            && packet.PayloadType == _payloadType;
        _inRow = follows ? _inRow + 1 : 1;
        (_candidate, _ssrc, _payloadType) = (from, packet.Ssrc, packet.PayloadType);
        _next = (ushort)(packet.Sequence + 1);
        if (_inRow < ProbationPackets)
        {
            return false;
        }

        Remote = from;
        _open = false;
        return true;
    }

    // A phone on this machine signals from one loopback address and speaks from another: the kernel chooses 127.0.0.1
    // for a socket bound to no address. They are one host.
    private readonly bool MayBeLearnt(WireAddress from) =>
        _host is not { } host || host.SameHost(from) || (host.IsLoopback && from.IsLoopback);

    /// <summary>True when the source differs from what the SDP said.</summary>
    public readonly bool IsLearnt => Remote != _announced;
}
