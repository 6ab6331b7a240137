using Microsoft.Extensions.Logging;
using Npgsql;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Queues;
using Zhkh.Pbx.Recording;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx;

/// <summary>
/// The telephone exchange: everything put together, started and stopped in order. It starts and works without its
/// database; only the drain waits for that.
/// </summary>
public sealed class Exchange : IAsyncDisposable
{
    private static readonly TimeSpan DrainLook = TimeSpan.FromMilliseconds(200);

    /// <summary>What a crash may take off the recorded end of a call.</summary>
    private static readonly TimeSpan PulsePause = TimeSpan.FromSeconds(1);

    /// <summary>Twice T1: time for a BYE and one more copy of it.</summary>
    private static readonly TimeSpan GoodbyeMax = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan GoodbyeLook = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LastShipMax = TimeSpan.FromSeconds(5);

    private readonly PbxOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Exchange> _log;
    private readonly CallJournal _journal;
    private readonly CallRecords _records;
    private readonly LiveCalls _live;
    private readonly MediaEngine _media;
    private readonly Registrar _registrar;
    private readonly SipPhones _sipPhones;
    private readonly BindingFile _bindings;
    private readonly PeerFile _peerFile;
    private readonly SipStack _sip;
    private readonly InboundCalls _inbound;
    private readonly PhoneCalls _phoneCalls;
    private readonly PhoneDesk _phones;
    private readonly JournalDrain? _drain;
    private readonly CancellationTokenSource _stop = new();
    private Task _draining = Task.CompletedTask;
    private ITimer? _pulse;
    private int _isStopped;

    /// <param name="database">As the system role; null runs without one (the journal keeps everything).</param>
    public Exchange(
        PbxOptions options, TownPorts town, NpgsqlDataSource? database, TimeProvider time, ILoggerFactory logs)
    {
        (_options, _time) = (options, time);
        if (options.IsBench)
        {
            options.UseBench();
        }

        _log = logs.CreateLogger<Exchange>();
        var callsLog = logs.CreateLogger("Zhkh.Pbx.Calls");
        Directory.CreateDirectory(options.DataFolder);
        Prompts = Directory.Exists(options.PromptsFolder)
            ? PromptLibrary.Load(options.PromptsFolder)
            : PromptLibrary.Empty;
        _records = new CallRecords(options.Journal.RecordsMax);
        _journal = CallJournal.Open(new JournalFolder(InData("journal")), _records, options.Journal, time, callsLog);
        _drain = database is null
            ? null
            : new JournalDrain(_records, _journal, database, options.Drain, time, logs.CreateLogger<JournalDrain>());
        Recordings = new RecordingStore(
            options.Recording ?? DefaultRecording(), time, logs.CreateLogger<RecordingStore>());
        _media = new MediaEngine(options.Media, time, logs.CreateLogger<MediaEngine>());
        _bindings = new BindingFile(InData("registrations"), logs.CreateLogger<BindingFile>());
        _registrar = new Registrar(new RegistrarOptions(), _bindings, time, logs.CreateLogger<Registrar>());
        _peerFile = new PeerFile(InData("peers.json"), _log);
        TrunkBoard = new TrunkBoard(options.ToTrunkBoard(IsPublic), time, logs.CreateLogger<TrunkBoard>());
        Peers = OpenPeers();
        _live = new LiveCalls(options.Calls.CallsMax);
        Menus = new CurrentMenus(InData("menus"), options.Ivr, Prompts, logs.CreateLogger<CurrentMenus>());
        _sip = new SipStack(SipOptions(logs), Peers, time, logs);

        var parts = new CallParts(
            options.Calls, _journal, Feed, _live, new PhonesInUse(),
            new LegPool(_media, to => TrunkBoard.AdvertisedTo(to) ?? options.Advertised, time, callsLog), Prompts,
            Record, time, callsLog);
        _sipPhones = new SipPhones(_sip, _registrar, _registrar, parts.Legs, options.Calls, time);
        _sip.Registrar = _sipPhones;
        var phones = _phones = new PhoneDesk(_sipPhones, parts, user => Peers.Find(user) is { AnswersItself: true });
        Queues = OpenQueues(phones, parts.InUse, logs);
        Flows = new FlowTable(town.Subscribers, town.Meters, town.Outages, Lines, options.Ivr, Menus, time, logs);
        var trunk = new TrunkOut(_sip, parts.Legs, TrunkBoard, options.Calls, time, callsLog);
        DialPlan = OpenDialPlan();
        _inbound = new InboundCalls(parts, RouteOf);
        var places = new PhonePlaces(parts, phones, user => Peers.Find(user)?.Organisation ?? "");
        _phoneCalls = new PhoneCalls(
            parts, _inbound, phones, places, new LineOpening(parts, phones.Lines, Peers.Find), DialPlan, trunk,
            Peers.NamesExtension, OrganisationOf);
        Switchboard = new Switchboard(parts, phones, DialPlan, trunk);
        Control = new CallControl(
            parts, phones, DialPlan, trunk, Queues.Lines.Door, Peers.NamesExtension, OrganisationOf);
        Conversations = new RobotConversations(Lines, options.Ivr, time, logs);
        if (options.IsBench)
        {
            new BenchFlows(parts, _sip, options.BenchAgent, time).AddTo(options.Routes);
        }

        _sip.OnInvite = Offer;
        _sip.OnShed = _inbound.TakeShed;
    }

    /// <summary>Signals for screens, and the snapshot of live calls.</summary>
    public CallFeed Feed { get; } = new();

    /// <summary>Numbers, hours and menus as data; replaced whole.</summary>
    public CurrentMenus Menus { get; }

    public FlowTable Flows { get; }

    /// <summary>Calls for people at screens.</summary>
    public Switchboard Switchboard { get; }

    /// <summary>What people at screens do with calls that are up.</summary>
    public CallControl Control { get; }

    /// <summary>What the robot says to people it calls.</summary>
    public RobotConversations Conversations { get; }

    /// <summary>The lines over the trunk at this moment, in both directions.</summary>
    public LineState LinesNow => new(
        TrunkBoard.Lines ?? _options.Dialer.LinesCapacity,
        Feed.Live.Count(call => call.Direction != CallDirection.Internal),
        TrunkBoard.LinesReserved ?? _options.Dialer.LinesReserved, WaitingCallCount, Switchboard.IsDraining);

    public RecordingStore Recordings { get; }

    public PeerDirectory Peers { get; }

    /// <summary>The operators' lines.</summary>
    public TrunkBoard TrunkBoard { get; }

    public DialPlan DialPlan { get; }

    /// <summary>Health: a library that is empty or has faults is not ready for service.</summary>
    public PromptLibrary Prompts { get; }

    /// <summary>Where we listen, with the ports really taken.</summary>
    public IReadOnlyList<System.Net.IPEndPoint> BoundEndpoints => _sip.BoundEndpoints;

    /// <summary>Where the phones are.</summary>
    public IRegistrations Registrations => _registrar;

    /// <summary>How their last calls sounded.</summary>
    public PhoneSounds Sounds => _sipPhones.Sounds;

    /// <summary>Where we listen for TLS.</summary>
    public IReadOnlyList<System.Net.IPEndPoint> BoundTlsEndpoints => _sip.BoundTlsEndpoints;

    /// <inheritdoc cref="SipStack.ServeSocketAsync"/>
    public Task ServeSocketAsync(
        System.Net.WebSockets.WebSocket socket, System.Net.IPEndPoint local, System.Net.IPEndPoint remote,
        bool isSecure) =>
        _sip.ServeSocketAsync(socket, local, remote, isSecure);

    /// <summary>Calls that are going on.</summary>
    public int LiveCallCount => _live.Count;

    /// <summary>The lines callers wait in for a person.</summary>
    public IWaitingLines Lines => Queues.Lines;

    /// <summary>Queues, their people, who waits.</summary>
    public QueueDesk Queues { get; }

    /// <summary>Calls waiting for a person.</summary>
    public int WaitingCallCount => Queues.Lines.Waiting;

    /// <summary>Calls the database does not have completely yet.</summary>
    public int UndrainedCallCount => _records.Count;

    /// <summary>
    /// Completes when every fact so far is on the disk, and counted in <see cref="UndrainedCallCount"/>.
    /// </summary>
    internal Task FlushAsync() => _journal.FlushAsync();

    /// <summary>True while the database takes calls.</summary>
    public bool IsDatabaseCurrent => _drain?.IsCurrent ?? false;

    /// <summary>The dispatchers' phones and what they are doing.</summary>
    public IReadOnlyList<Agent> Agents() => Queues.Agents();

    /// <summary>Takes over what the database says of phones, and keeps a copy for a start without a database.</summary>
    public void ReplaceExtensions(IReadOnlyList<Extension> extensions)
    {
        _peerFile.Save(extensions);
        var before = Peers.All();
        Peers.Replace(_options.TrunkPeers, extensions);
        _sipPhones.ForgetGone(before, extensions);   // after: none of them may come back meanwhile
    }

    /// <summary>Mends recordings, opens the media, then the SIP port: the first call finds everything ready.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">An address is taken or is not of this machine.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        Recordings.OnPartial = Miss;
        Recordings.Start();
        _media.Start();
        await _sip.StartAsync(cancel);
        _registrar.Restore(_sip.FlowTo);
        await TrunkBoard.StartAsync(_sip);
        _sipPhones.ForgetUnknown(user => Peers.Extension(user) is not null);
        _pulse = _time.CreateTimer(_ => Beat(), null, PulsePause, PulsePause);
        if (_drain is not null)
        {
            _draining = Task.Run(() => _drain.RunAsync(_stop.Token), CancellationToken.None);
        }
    }

    /// <summary>Takes no new call and waits for those that are going on, ten minutes at most; ends the rest.</summary>
    public async Task DrainAsync(CancellationToken cancel)
    {
        _inbound.IsDraining = true;
        Switchboard.IsDraining = true;
        var deadline = _time.GetUtcNow() + _options.Calls.DrainTimeMax;
        while (_live.Count > 0 && _time.GetUtcNow() < deadline && !cancel.IsCancellationRequested)
        {
            await Task.Delay(DrainLook, _time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _live.EndAll(new CallEnding.HostStopped());
    }

    /// <summary>
    /// Stops. Without <see cref="DrainAsync"/> before, calls that are going on are cut and owed a callback.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
        {
            return;
        }

        _inbound.IsDraining = true;
        _pulse?.Dispose();
        _live.EndAll(new CallEnding.HostStopped());
        _phones.Lines.HangUpAll();
        await SayGoodbyeAsync();
        await TrunkBoard.DisposeAsync();
        await _sip.StopAsync(CancellationToken.None);
        await _media.DisposeAsync();
        await _stop.CancelAsync();
        await _draining;
        await ShipLastAsync();
        await _journal.DisposeAsync();
        Recordings.Dispose();
        _registrar.Dispose();
        _bindings.Dispose();
        _stop.Dispose();
    }

    /// <summary>Calls were ended a moment ago: their BYEs leave, and are answered, before the sockets close.</summary>
    private async Task SayGoodbyeAsync()
    {
        var deadline = _time.GetTimestamp() + (long)(GoodbyeMax.TotalSeconds * _time.TimestampFrequency);
        while (_sip.ConversationCount > 0 && _time.GetTimestamp() < deadline)
        {
            await Task.Delay(GoodbyeLook, _time, CancellationToken.None);
        }
    }

    /// <summary>What the last seconds left; a database that does not take it gets it after the next start.</summary>
    private async Task ShipLastAsync()
    {
        await _journal.FlushAsync();
        using var patience = new CancellationTokenSource(LastShipMax, _time);
        try
        {
            while (_drain is { IsCurrent: true } drain && await drain.DrainOnceAsync(patience.Token) > 0)
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The journal keeps it.
        }
    }

    private void Beat()
    {
        if (_live.Count > 0)
        {
            _journal.Pulse();
        }
    }

    private Task Offer(IncomingInvite invite)
    {
        if (invite.Peer is { Kind: PeerKind.Extension, Extension: { } extension })
        {
            _phoneCalls.Take(invite, extension);
        }
        else if (_inbound.RouteOf(invite.Dialled) is { } route)
        {
            TrunkBoard.Count(invite);
            _inbound.Take(invite, route);
        }
        else
        {
            invite.Reject(StatusCode.NotFound);
        }

        return Task.CompletedTask;
    }

    private InboundRoute? RouteOf(string number) =>
        _options.Routes.TryGetValue(number, out var route) ? route : Flows.RouteOf(number);

    private bool IsPublic(string number) => Menus.Book.Find(number) is not null || _options.Routes.ContainsKey(number);

    private string OrganisationOf(string extension) =>
        Peers.Find(extension) is { Organisation.Length: > 0 } known
            ? known.Organisation
            : _options.Calls.DefaultOrganisation;

    private PeerDirectory OpenPeers() => new(
        _options.TrunkPeers, _options.Extensions.Count > 0 ? _options.Extensions : _peerFile.Load(),
        _options.IsReservedNumber) { Board = TrunkBoard };

    private DialPlan OpenDialPlan() => new(_options.DialPlan, _time)
    {
        OnFrozen = extension => PbxLog.ExtensionFrozen(_log, extension),
        RightsOf = extension => Peers.Find(extension)?.Rights,
    };

    private QueueDesk OpenQueues(PhoneDesk phones, PhonesInUse inUse, ILoggerFactory logs) => new(
        _options.DataFolder, phones, inUse, _options.Queues, _time, new QueuePhrase(_options.Ivr, _time).Words,
        extension => Peers.Find(extension)?.Organisation ?? "", logs.CreateLogger("Zhkh.Pbx.Queues"));

    private void Miss(Guid id, string reason)
    {
        if (Feed.Find(id) is not null)
        {
            _journal.Post(new JournalFact.RecordingPartial(id, reason) { CallId = id, At = _time.GetUtcNow() });
        }
    }

    // What has no call of its own is a message: it is kept under an id of its own.
    private OpenRecording Record(Guid callId)
    {
        var recorder = Recordings.Begin(callId, Feed.Find(callId)?.Class ?? RecordingClass.Voicemail);
        return new OpenRecording(recorder.Id, recorder, recorder.Dispose);
    }

    private SipOptions SipOptions(ILoggerFactory logs) => new()
    {
        Bind = _options.Bind,
        TlsBind = _options.TlsBind,
        TlsCertificate = ServerCertificate.Of(_options, _time, logs.CreateLogger<CertificateFile>()),
        Advertised = _options.Advertised,
        Realm = _options.Realm,
        IsPublicNumber = IsPublic,
        IsEmergencyNumber = number => Menus.Book.Find(number)?.Purpose == NumberPurpose.Emergency,
        NeverBan = address => _options.TrunkPeers.Contains(address) || TrunkBoard.Owns(address),
        AdvertisedTo = TrunkBoard.AdvertisedTo,
        Lag = () => _media.Lateness,
        Bans = new BanFile(InData("bans.json"), logs.CreateLogger<BanFile>()),
        Admission = _options.IsBench ? AdmissionOptions.Bench : new AdmissionOptions(),
        CallsPerSecondMax = _options.CallsPerSecondMax,
        CallBurst = 2 * _options.CallsPerSecondMax,
    };

    private RecordingOptions DefaultRecording() => new()
    {
        Folder = InData("recordings"), KeyFile = InData(Path.Combine("keys", "recording.key")),
    };

    private string InData(string name) => Path.Combine(_options.DataFolder, name);
}
