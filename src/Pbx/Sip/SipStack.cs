using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// The façade of the signalling: start, stop, call out, and what to do with calls that come in. It never names who
/// uses it.
/// </summary>
public sealed class SipStack : IAsyncDisposable
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMilliseconds(200);
    private readonly SipCore _core;
    private readonly BanList _bans;
    private readonly CallGate _gate;
    private readonly MessageRouter _router;
    private readonly TransportLayer _transports;
    private readonly SocketDoor _sockets;
    private readonly NonceBook _nonces;
    private ITimer? _saver;

    public SipStack(SipOptions options, IPeerDirectory peers, TimeProvider time, ILoggerFactory logs)
    {
        _core = new SipCore(options, time, new BoundedLogger(logs.CreateLogger("Zhkh.Pbx.Sip"), time));
        _bans = new BanList(options.Admission, options.NeverBan, time);
        _gate = new CallGate(options, time);
        _nonces = new NonceBook(time);
        var guard = new FloodGuard(options.Admission, peers, _bans, time);
        var logins = new LoginGate(options, peers, _nonces, _bans, _core.Log);
        _router = new MessageRouter(_core, peers, logins, guard, _gate);
        _transports = new TransportLayer(_core, guard, _router);
        _sockets = new SocketDoor(_core, guard, _router);
    }

    /// <summary>
    /// The owner of new calls. Called in the conversation's mailbox; it must return at once and start a task of its own
    /// for whatever takes time. While it is null calls are refused with 503.
    /// </summary>
    public Func<IncomingInvite, Task>? OnInvite
    {
        get => _router.OnInvite;
        set => _router.OnInvite = value;
    }

    /// <summary>
    /// Told of a call that was wanted but refused with 503 before it had a conversation: there may be a caller to be
    /// called back. On a receive thread; must return at once.
    /// </summary>
    public Action<SipRequest, PeerIdentity>? OnShed
    {
        get => _router.OnShed;
        set => _router.OnShed = value;
    }

    /// <summary>Where phones are kept; without one REGISTER is refused with 503.</summary>
    public IRegistrar? Registrar
    {
        get => _router.Registrar;
        set => _router.Registrar = value;
    }

    /// <summary>The addresses taken, with their ports; TCP has the same ones.</summary>
    public IReadOnlyList<IPEndPoint> BoundEndpoints => _transports.Bound;

    /// <summary>Where we listen for TLS.</summary>
    public IReadOnlyList<IPEndPoint> BoundTlsEndpoints => _transports.BoundTls;

    /// <summary>True while new calls are refused with 503 and running ones go on.</summary>
    public bool IsDraining
    {
        get => _gate.IsDraining;
        set => _gate.IsDraining = value;
    }

    /// <summary>Call-IDs alive: calls being set up or talking.</summary>
    public int ConversationCount => _core.Conversations.Count;

    /// <summary>Transactions alive, those that only wait for retransmissions included.</summary>
    public int TransactionCount => _core.Transactions.Count;

    /// <summary>Timers that wait.</summary>
    internal int TimerCount => _core.Wheel.Count;

    internal int UsedNonceCount => _nonces.UsedCount;

    /// <summary>Binds and begins to listen.</summary>
    /// <exception cref="SocketException">An address is taken or is not of this machine.</exception>
    public Task StartAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_core.Options.Bans is { } store)
        {
            _bans.Restore(store.Load());
            _saver = _core.Time.CreateTimer(_ => SaveBans(store), null, SaveEvery, SaveEvery);
        }

        _transports.Start();
        SipLog.Listening(_core.Log, string.Join(", ", BoundEndpoints), string.Join(", ", BoundTlsEndpoints));
        return Task.CompletedTask;
    }

    /// <summary>Stops listening. Calls that still run are the owner's to end first.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        IsDraining = true;
        if (_saver is { } saver)
        {
            await saver.DisposeAsync().ConfigureAwait(false);
            _saver = null;
            if (_core.Options.Bans is { } store)
            {
                SaveBans(store);
            }
        }

        _sockets.Dispose();
        _transports.Dispose();
        _core.Dispose();
    }

    public ValueTask DisposeAsync() => new(StopAsync(CancellationToken.None));

    /// <summary>
    /// Serves a WebSocket with the subprotocol <c>sip</c> (RFC 7118) until either side closes it. Whoever accepted it
    /// judged its Origin; who speaks through it is asked for a password like any phone, and is never a trunk.
    /// </summary>
    public Task ServeSocketAsync(WebSocket socket, IPEndPoint local, IPEndPoint remote, bool isSecure) =>
        _sockets.ServeAsync(socket, local, remote, isSecure);

    /// <summary>
    /// Prepares a call. Nothing is sent before <see cref="OutgoingInvite.Start"/>, so that no answer can come before
    /// its delegates are set.
    /// </summary>
    /// <exception cref="ArgumentException">The target is no SIP URI.</exception>
    public OutgoingInvite Invite(OutgoingInviteRequest request)
    {
        if (!SipUri.TryParse(request.Target, out var target) || !target.IsSip)
        {
            throw new ArgumentException("A call goes to a SIP URI.", nameof(request));
        }

        var callId = SipTokens.CallId();
        return new OutgoingInvite(_core, request, _core.Conversations.TryOpen(callId, request.Mailbox), callId);
    }

    /// <summary>
    /// Asks a phone for something outside any call (<see cref="Dialog.NotifyTalk"/> does it inside one). Tells its
    /// final status, 408 when it is silent.
    /// </summary>
    /// <param name="target">Contact of the phone.</param>
    /// <exception cref="ArgumentException">The target is no SIP URI.</exception>
    public Task<int> NotifyAsync(Flow flow, string target, PhoneEvent what)
    {
        if (!SipUri.TryParse(target, out var uri) || !uri.IsSip)
        {
            throw new ArgumentException("A phone is reached by a SIP URI.", nameof(target));
        }

        return new LoneNotify(_core, flow, target).SendAsync(what);
    }

    /// <summary>The way to an address: of a trunk, or of a phone whose flow is not known any more.</summary>
    /// <exception cref="InvalidOperationException">No socket of ours speaks the address's family.</exception>
    public Flow FlowTo(SipTransport transport, IPEndPoint remote) => _transports.FlowTo(transport, remote)
        ?? throw new InvalidOperationException($"Nothing is bound that reaches {remote} by {transport}.");

    /// <summary>The way to a server; null when no socket of ours speaks its family or its transport.</summary>
    internal Flow? TryFlowTo(SipDestination to) => _transports.FlowTo(
        to.Transport, to.Address, new TlsServer(to.Name, to.Authority));

    /// <summary>Sends a request outside any dialog and waits for its final response.</summary>
    internal Task<OutgoingAnswer> RequestAsync(OutgoingRequest request) => OutgoingExchange.RunAsync(_core, request);

    /// <summary>True while a call of this Call-ID is being set up or talks.</summary>
    internal bool IsLive(string callId) => _core.Conversations.Find(callId) is not null;

    /// <summary>Our address and port as the peer at the end of a flow should see them.</summary>
    internal string HostPortOf(Flow flow) => _core.HostPortOf(flow);

    private void SaveBans(IBanStore store)
    {
        if (_bans.TakeChanges() is { } changes)
        {
            store.Save(changes);
        }
    }
}
