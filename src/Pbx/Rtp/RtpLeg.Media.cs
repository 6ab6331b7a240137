using System.Net;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Rtp;

// The half of a leg that belongs to the media thread.
public sealed partial class RtpLeg
{
    // A bridged far side that falls silent (mute, silence suppression) is filled in for after this long.
    private const long RelayPauseNs = 100_000_000;

    private const int PhaseSamples = (int)(MediaWheel.TickNs / 1_000_000) * Pcm16.SamplesPerMs;

    // Ahead of the clock by this much, the leg drifts back by two phases a tick, else by one.
    private const int LongLeadSamples = 4 * PhaseSamples;

    private readonly MediaOptions _options;
    private readonly RtpSender _sender;
    private readonly RtpReceiver _receiver = new();
    private readonly RtcpSession _reports;
    private readonly JitterBuffer _heard;
    private JitterBuffer? _relayed;

    private NegotiatedMedia? _media;
    private IFrameSource? _source;
    private IFrameSink? _sink;
    private IFrameTap? _tap;
    private RtpLeg? _peer;
    private bool _admitted;
    private bool _gone;
    private bool _timeoutTold;
    private bool _listening;
    private bool _sending;
    private long _relayedNs = long.MinValue / 2;

    internal int RtpSocket { get; }

    internal int RtcpSocket { get; }

    internal int Row { get; set; }

    internal RtpLeg? InboxNext { get; set; }

    internal RtpLeg? WheelNext { get; set; }

    internal RtpLeg? WheelPrevious { get; set; }

    internal int WheelSlot { get; set; }

    /// <summary>Carries out what other threads have wished for.</summary>
    internal void Apply(long nowNs)
    {
        Interlocked.Exchange(ref _dirty, 0);
        if (Volatile.Read(ref _disposed) == 1)
        {
            Close(nowNs);
            return;
        }

        var media = Volatile.Read(ref _wantedMedia);
        if (media is not null && !ReferenceEquals(media, _media))
        {
            Agree(media, nowNs);
        }

        _sink = Volatile.Read(ref _wantedSink);
        _peer = Volatile.Read(ref _wantedPeer);
        ApplyTap(Volatile.Read(ref _wantedTap));
        Tell(null, _keys.Listen(_hearsTones));
        if (Interlocked.Exchange(ref _wantedDigits, null) is { } digits)
        {
            Press(digits);
        }

        var source = Volatile.Read(ref _wantedSource);
        if (!ReferenceEquals(source, _source))
        {
            _source = source;
            _sender.Mark();
            BeginAtOnce(nowNs);
        }
    }

    /// <summary>Takes one datagram of either socket.</summary>
    internal void OnDatagram(ReadOnlySpan<byte> datagram, WireAddress from, long nowNs)
    {
        switch (PacketDemux.Classify(datagram))
        {
            case PacketKind.Rtp when RtpPacket.TryParse(datagram, out var packet):
                OnRtp(packet, from, nowNs);
                break;
            case PacketKind.Rtcp when from.SameHost(_receiver.Remote)
                && _reports.Take(datagram, _sender.Ssrc, nowNs):
                break;
            default:
                // Here STUN and DTLS of a browser's path will branch off; until then they are strays like any other.
                _receiver.CountStray();
                break;
        }
    }

    /// <summary>One frame in both directions. Returns by how many phases the leg wants to be later.</summary>
    internal int Tick(long nowNs)
    {
        if (_media is not { } media)
        {
            return 0;
        }

        Span<short> heard = stackalloc short[Pcm16.FrameSamples];
        Span<short> sent = stackalloc short[Pcm16.FrameSamples];
        if (IsListened)
        {
            var origin = _heard.Read(heard);
            _sink?.Write(heard);
            Hear(media, heard, isReal: origin != FrameOrigin.Concealed, nowNs);
        }

        Speak(media, sent, nowNs);
        _tap?.Write(heard, sent);
        Tell(null, _keys.Expired(nowNs));

        WatchSilence(nowNs);
        _reports.Tick(_sender, _receiver, nowNs);
        var lead = _sender.Lead(nowNs) - Pcm16.FrameSamples;
        return lead >= LongLeadSamples ? MediaWheel.LaterMax : lead >= PhaseSamples ? 1 : 0;
    }

    /// <summary>After one of them threw: the leg lives on with silence.</summary>
    internal void DropAttachments()
    {
        var source = Interlocked.Exchange(ref _wantedSource, null);
        _wantedSink = null;
        _wantedTap = null;
        (_source, _sink, _tap, _relayed) = (null, null, null, null);
        source?.Detached();
    }

    private void Speak(NegotiatedMedia media, Span<short> sent, long nowNs)
    {
        if (!_sending)
        {
            _sender.Pause();
        }
        else if (_digitsOut.Busy)
        {
            PressKeys(media, sent, nowNs);
        }
        else if (_source is { } source && source.TryRead(sent))
        {
            _sender.Frame(media.Codec, sent, nowNs);
        }
        else if (_source is null && nowNs - _relayedNs < RelayPauseNs)
        {
            // The other leg's packets pass straight through; here is only what the recorder hears of them.
            _relayed?.Read(sent);
        }
        else
        {
            sent.Clear();
            KeepAlive(media, sent, nowNs);
        }
    }

    private void KeepAlive(NegotiatedMedia media, ReadOnlySpan<short> silence, long nowNs)
    {
        _sender.EndRelay();
        if (!_options.SendSilence)
        {
            _sender.Pause();
        }
        else if (_sender.Lead(nowNs) < Pcm16.FrameSamples)
        {
            // Left out while the last prompt's lead lasts: it is paid back in silence.
            _sender.Frame(media.Codec, silence, nowNs);
        }
    }

    private void OnRtp(in RtpPacket packet, WireAddress from, long nowNs)
    {
        var isDigit = packet.PayloadType == _media?.DigitPayloadType;
        var codec = (AudioCodec)packet.PayloadType;
        if (_media is null || (!isDigit && codec is not (AudioCodec.Pcma or AudioCodec.Pcmu)))
        {
            // Comfort noise (13) among them: the jitter buffer makes its own silence.
            _receiver.CountStray();
            return;
        }

        var remote = _receiver.Remote;
        if (!_receiver.Accept(from, packet, nowNs, out var newSource))
        {
            return;
        }

        _timeoutTold = false;
        if (newSource)
        {
            _heard.Reset();
            _keys.Reset();
        }

        if (remote != _receiver.Remote)
        {
            SendTo(_receiver.Remote, null);
        }

        if (isDigit)
        {
            OnDigitPacket(packet, nowNs);
        }
        else
        {
            _receiver.CountJitter(packet.Timestamp, nowNs);
            if (IsListened)
            {
                _heard.Put(packet.Timestamp, codec, packet.Payload);
            }

            if (!_keys.IsToneDown || _peer is { WantsTones: true })
            {
                _peer?.Relay(packet, codec, nowNs);
            }
        }
    }

    private void Relay(in RtpPacket packet, AudioCodec codec, long nowNs)
    {
        if (!CanRelay || packet.Payload.Length > RtpSender.PayloadBytesMax || _media is not { } media)
        {
            return;
        }

        Span<byte> payload = stackalloc byte[RtpSender.PayloadBytesMax];
        payload = payload[..packet.Payload.Length];
        G711.Transcode(codec, packet.Payload, media.Codec, payload);
        var timestamp = _sender.Relay(packet, (byte)media.Codec, payload, payload.Length, nowNs);
        _relayed?.Put(timestamp, media.Codec, payload);
        _relayedNs = nowNs;
    }

    private bool IsListened => _sink is not null || _tap is not null || _keys.Listens;

    // Something of our own (an announcement, keys) goes before what the other leg says.
    private bool CanRelay => _sending && !_gone && _source is null && !_digitsOut.Busy;

    private void Agree(NegotiatedMedia media, long nowNs)
    {
        _media = media;
        _sending = media.Direction is MediaDirection.SendReceive or MediaDirection.SendOnly;
        WireAddress? learnFrom = media.LearnFrom is { } host
            ? WireAddress.From(new IPEndPoint(host, 0))
            : null;
        var remote = WireAddress.From(media.Remote);
        _receiver.Start(remote, media.Learning, learnFrom, nowNs);
        SendTo(remote, media.RemoteRtcp);
        Volatile.Write(ref _listening, media.Direction is MediaDirection.SendReceive or MediaDirection.ReceiveOnly);
        _timeoutTold = false;
        if (!_admitted)
        {
            _admitted = true;
            _loop.Admit(this, nowNs);
        }
    }

    private void SendTo(WireAddress remote, IPEndPoint? remoteRtcp)
    {
        _sender.SetRemote(remote);
        _reports.SetRemote(remoteRtcp is null
            ? remote with { Port = (ushort)Math.Min(remote.Port + 1, ushort.MaxValue) }
            : WireAddress.From(remoteRtcp));
    }

    private void ApplyTap(IFrameTap? tap)
    {
        if (!ReferenceEquals(tap, _tap))
        {
            _tap = tap;
            _relayed = tap is null ? null : new JitterBuffer(_options.JitterMax);
        }
    }

    // The first packet of a prompt does not wait for the leg's phase, unless the lead it would take is too long: two
    // prompts in quick succession may lead by 40 ms, which any receiver's buffer holds.
    private void BeginAtOnce(long nowNs)
    {
        if (_source is not null && _admitted && _sending && !_digitsOut.Busy
            && _sender.Lead(nowNs) <= 2 * Pcm16.FrameSamples)
        {
            _loop.TickNow(this, nowNs);
        }
    }

    private void WatchSilence(long nowNs)
    {
        if (_listening && !_timeoutTold && nowNs - _receiver.LastNs > _options.RtpTimeout.TotalNanoseconds)
        {
            _timeoutTold = true;
            _loop.TimedOut(this, _options.RtpTimeout.TotalSeconds);
            OnTimeout?.Invoke();
        }
    }

    private void Close(long nowNs)
    {
        if (_gone)
        {
            return;
        }

        _gone = true;
        if (_admitted)
        {
            _reports.Send(_sender, _receiver, nowNs, bye: true);
            _loop.Dismiss(this);
        }

        _rtp.Dispose();
        _rtcp.Dispose();
        (_media, _source, _sink, _tap, _peer) = (null, null, null, null, null);
        _closed(Local.Port);
    }
}
