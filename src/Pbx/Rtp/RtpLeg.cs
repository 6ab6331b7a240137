using System.Net;
using System.Net.Sockets;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// One side of a conversation: a pair of ports, what is sent there and what is heard. Members may be used from any
/// thread; they only note the wish, and the media thread carries it out within microseconds.
/// </summary>
public sealed partial class RtpLeg : IDisposable
{
    private readonly MediaLoop _loop;
    private readonly Socket _rtp;
    private readonly Socket _rtcp;
    private readonly Action<int> _closed;

    private NegotiatedMedia? _wantedMedia;
    private IFrameSource? _wantedSource;
    private IFrameSink? _wantedSink;
    private IFrameTap? _wantedTap;
    private RtpLeg? _wantedPeer;
    private string? _wantedDigits;
    private volatile bool _hearsTones;
    private int _disposed;
    private int _dirty;

    internal RtpLeg(
        MediaLoop loop, Socket rtp, Socket rtcp, MediaOptions options, TimeProvider time, Action<int> closed)
    {
        _loop = loop;
        (_rtp, _rtcp) = (rtp, rtcp);
        _options = options;
        _closed = closed;
        RtpSocket = (int)rtp.SafeHandle.DangerousGetHandle();
        RtcpSocket = (int)rtcp.SafeHandle.DangerousGetHandle();
        Local = rtp.LocalEndPoint as IPEndPoint ?? throw new ArgumentException("Not bound.", nameof(rtp));
        _sender = new RtpSender(RtpSocket);
        _reports = new RtcpSession(RtcpSocket, time, options.RtcpInterval);
        _heard = new JitterBuffer(options.JitterMax);
    }

    /// <summary>Where the far side is to send RTP; RTCP goes to the port above.</summary>
    public IPEndPoint Local { get; }

    /// <summary>
    /// What the far side hears; null: silence. A new source begins at once, not at the next tick, and lets go of the
    /// one before it (<see cref="IFrameSource.Detached"/>).
    /// </summary>
    public IFrameSource? Source
    {
        get => Volatile.Read(ref _wantedSource);
        set
        {
            var before = Interlocked.Exchange(ref _wantedSource, value);
            if (!ReferenceEquals(before, value))
            {
                before?.Detached();
                Changed();
            }
        }
    }

    /// <summary>Takes what the far side says: a frame every 20 ms, silence where nothing came.</summary>
    public IFrameSink? Sink
    {
        get => Volatile.Read(ref _wantedSink);
        set => Change(ref _wantedSink, value);
    }

    /// <summary>Hears both directions, whatever is connected to the leg: the recorder.</summary>
    public IFrameTap? Tap
    {
        get => Volatile.Read(ref _wantedTap);
        set => Change(ref _wantedTap, value);
    }

    /// <summary>
    /// A key went down: stop talking. Called on the media thread; it may only post the key elsewhere.
    /// </summary>
    public Action<char>? OnDigitBegan { get; set; }

    /// <summary>A key was pressed and came up: once per press. Called on the media thread; it may only post.</summary>
    public Action<char>? OnDigit { get; set; }

    /// <summary>
    /// Listens for keys in the sound too: for a far side that offers no telephone-event, or whose operator sends tones
    /// all the same. One that is heard sending events is believed to send all keys so.
    /// </summary>
    public bool HearsTones
    {
        get => _hearsTones;
        set
        {
            if (_hearsTones != value)
            {
                _hearsTones = value;
                Changed();
            }
        }
    }

    /// <summary>
    /// Presses a key by signalling (INFO), for a far side that has shown it does so itself; null: keys for a far side
    /// without telephone-event are tones. Called on the media thread; it may only post.
    /// </summary>
    public Action<char>? OnKeyOut { get; set; }

    /// <summary>
    /// Nothing came for <see cref="MediaOptions.RtpTimeout"/>; told once per silence. Called on the media thread;
    /// it may only post.
    /// </summary>
    public Action? OnTimeout { get; set; }

    /// <summary>Figures so far; they move while the leg is open.</summary>
    public RtpStatistics Statistics => _receiver.Received == 0 && _sender.Packets == 0 && _receiver.Strays == 0
        ? RtpStatistics.None
        : new RtpStatistics(
            _receiver.Received, _receiver.Lost, _receiver.JitterSamples / Pcm16.SamplesPerMs, _sender.Packets,
            _sender.Errors, _receiver.Strays, _reports.RemoteLost, _reports.RoundTripMs, _receiver.SourceLearnt);

    /// <summary>Begins to send and to receive. Calling it again is <see cref="Renegotiate"/>.</summary>
    public void Start(NegotiatedMedia media) => Change(ref _wantedMedia, media);

    /// <summary>Takes a new agreement (hold, another address or codec) without a jump in our stream.</summary>
    public void Renegotiate(NegotiatedMedia media) => Change(ref _wantedMedia, media);

    /// <summary>
    /// Presses keys towards the far side, 200 ms each: as telephone-event, else by <see cref="OnKeyOut"/>, else as
    /// tones.
    /// </summary>
    /// <returns>False when too many keys wait already.</returns>
    /// <exception cref="ArgumentException">Something else than 0–9 * # A–D.</exception>
    public bool SendDigits(string keys)
    {
        if (keys.Any(key => TelephoneEvent.EventOf(key) < 0))
        {
            throw new ArgumentException("Keys are 0–9, *, # and A–D.", nameof(keys));
        }

        string? before, after;
        do
        {
            before = Volatile.Read(ref _wantedDigits);
            after = before + keys;
            if (after.Length > DigitSender.WaitingMax)
            {
                return false;
            }
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _wantedDigits, after, before), before));

        Changed();
        return true;
    }

    /// <summary>Passes a key that came by signalling on to the other leg of a bridge of two.</summary>
    public void PassOn(char key) => Peer?.SendDigits(key.ToString());

    /// <summary>Whether a started leg that should hear something has heard nothing for so long.</summary>
    public bool RtpTimedOut(TimeSpan after) =>
        Volatile.Read(ref _listening) && MediaLoop.Now() - _receiver.LastNs > after.TotalNanoseconds;

    /// <summary>Says goodbye by RTCP and gives the ports back. Returns at once; twice is harmless.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Source = null;
            Changed();
        }
    }

    /// <summary>
    /// Fast path of a bridge of two: packets go straight to this leg when they come. Null: no more.
    /// </summary>
    internal RtpLeg? Peer
    {
        get => Volatile.Read(ref _wantedPeer);
        set => Change(ref _wantedPeer, value);
    }

    private void Change<T>(ref T? field, T? value) where T : class
    {
        if (!ReferenceEquals(Interlocked.Exchange(ref field, value), value))
        {
            Changed();
        }
    }

    private void Changed()
    {
        if (Interlocked.Exchange(ref _dirty, 1) == 0)
        {
            _loop.Post(this);
        }
    }
}
