using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>What the trunks are told from outside.</summary>
public sealed record TrunkBoardOptions
{
    /// <summary>The snapshot for a start without the database, and below it the key of passwords.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The line of <c>--trunk-out</c>, at work while no trunk is described.</summary>
    public Trunk? Unnamed { get; init; }

    public ResolverOptions Resolver { get; init; } = new();

    /// <summary>True in the demo town: it dials and sends to this machine only (CONTRACT).</summary>
    public bool LoopbackOnly { get; init; }

    /// <summary>Whether a number of ours leads somewhere.</summary>
    public Func<string, bool> IsPublic { get; init; } = _ => false;
}

/// <summary>All trunks at work: whose a call is, which one a call goes out by, how they are.</summary>
public sealed class TrunkBoard : IAsyncDisposable
{
    /// <summary>Trunks at once; a dispatch centre has a handful.</summary>
    public const int TrunksMax = 100;

    private readonly TrunkBoardOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TrunkFile _file;
    private readonly SipResolver _resolver;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile IReadOnlyList<TrunkLine> _lines = [];
    private SipStack? _stack;
    private int _isOver;

    public TrunkBoard(TrunkBoardOptions options, TimeProvider time, ILogger log)
    {
        (_options, _time, _log) = (options, time, log);
        Secrets = new TrunkSecrets(KeyFile(options.DataFolder));
        _file = new TrunkFile(Path.Combine(options.DataFolder, "trunks.json"), log);
        _resolver = new SipResolver(options.Resolver with { LoopbackOnly = options.LoopbackOnly }, time);
    }

    public TrunkSecrets Secrets { get; }

    /// <summary>Calls that all usable trunks carry at once; null while none is described.</summary>
    public int? Lines => _lines.Count == 0 ? null : _lines.Where(l => l.IsUsable).Sum(l => l.Settings.Lines);

    /// <summary>Of them, those the robot never takes; null while none is described.</summary>
    public int? LinesReserved =>
        _lines.Count == 0 ? null : _lines.Where(l => l.IsUsable).Sum(l => l.Settings.LinesReserved);

    /// <summary>False when nobody can be called.</summary>
    public bool CanCall => _lines.Count == 0 ? _options.Unnamed is not null : _lines.Any(l => l.IsUsable);

    /// <summary>True when trunks are described and switched on, and none can be used.</summary>
    public bool IsCutOff => _lines.Any(l => l.Settings.IsOn) && !_lines.Any(l => l.IsUsable);

    /// <summary>Where the key of the passwords is.</summary>
    public static string KeyFile(string dataFolder) => Path.Combine(dataFolder, "keys", "trunk.key");

    /// <summary>Every trunk, in the order they are chosen.</summary>
    public IReadOnlyList<TrunkStatus> All() =>
    [
        .. _lines.OrderBy(l => l.Settings.Priority).ThenBy(l => l.Settings.Code, StringComparer.Ordinal)
            .Select(l => new TrunkStatus(
                l.Settings, l.State, l.InUse, l.LastCallAt, l.IsUsable, l.Entry.Secret.Length > 0)),
    ];

    /// <summary>Begins with what was known last; whoever reads the database replaces it.</summary>
    internal Task StartAsync(SipStack stack)
    {
        _stack = stack;
        return ReplaceAsync(_file.Load(), isFromFile: true);
    }

    /// <summary>Takes over what the database says; trunks that did not change go on undisturbed.</summary>
    public Task ReplaceAsync(IReadOnlyList<TrunkEntry> entries) => ReplaceAsync(entries, isFromFile: false);

    /// <summary>Leaves the operators, so that they send no call to a telephone that is off.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
        {
            return;
        }

        await _changing.WaitAsync().ConfigureAwait(false);
        var lines = _lines;
        _lines = [];
        await Task.WhenAll(lines.Select(l => l.DisposeAsync().AsTask())).ConfigureAwait(false);
        _changing.Dispose();
    }

    /// <summary>The trunks at work, usable or not.</summary>
    internal IReadOnlyList<TrunkLine> Choices => _lines;

    internal bool Owns(IPAddress address)
    {
        foreach (var line in _lines)
        {
            if (line.Owns(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Our address as the operator at this address sees it; null when it is the usual one.</summary>
    internal IPAddress? AdvertisedTo(IPAddress peer)
    {
        foreach (var line in _lines)
        {
            if (line.Settings.ExternalAddress.Length > 0 && line.Owns(peer))
            {
                return IPAddress.TryParse(line.Settings.ExternalAddress, out var address) ? address : null;
            }
        }

        return null;
    }

    /// <summary>A request of an operator, read by the rules of its trunk.</summary>
    internal TrunkCall Read(SipRequest request, Flow flow)
    {
        var line = LineOf(request, flow.Remote.Address);
        return TrunkRules.Read(request, line?.Settings ?? TrunkRules.Unnamed, _options.IsPublic);
    }

    /// <summary>An INVITE of an operator was taken on.</summary>
    internal void Count(IncomingInvite invite)
    {
        if (invite.Peer.TrunkCall is { Trunk.Length: > 0 } call
            && _lines.FirstOrDefault(l => l.Settings.Code == call.Trunk) is { } line)
        {
            line.Count(invite.CallId, isInbound: true);
        }
    }

    /// <summary>
    /// The trunks a call of an organisation may go out by, the best first: by priority, those that took no call a
    /// moment ago and those that break again and again behind the others. The robot leaves the
    /// lines that are kept for residents.
    /// </summary>
    internal IReadOnlyList<TrunkLine> Choose(string organisation, bool isRobot) =>
    [
        .. _lines
            .Where(l => l.IsUsable && l.Settings.Serves(organisation))
            .Where(l => l.InUse < l.Settings.Lines - (isRobot ? l.Settings.LinesReserved : 0))
            .OrderBy(l => l.IsResting || l.State.IsFlapping).ThenBy(l => l.Settings.Priority).ThenBy(l => l.InUse),
    ];

    /// <summary>The line of the flags, while no trunk is described.</summary>
    internal Trunk? Unnamed => _lines.Count == 0 ? _options.Unnamed : null;

    private async Task ReplaceAsync(IReadOnlyList<TrunkEntry> entries, bool isFromFile)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var known = _lines.ToDictionary(l => l.Settings.Code, StringComparer.Ordinal);
            var next = new List<TrunkLine>();
            foreach (var entry in entries.Take(TrunksMax).Where(e => TrunkFault.Of(e.Settings) is null))
            {
                if (known.TryGetValue(entry.Settings.Code, out var same) && IsSame(same.Entry, entry))
                {
                    known.Remove(entry.Settings.Code);
                    next.Add(same);
                }
                else
                {
                    next.Add(Make(entry));
                }
            }

            if (known.Count == 0 && next.Count == _lines.Count)
            {
                return;   // nothing changed
            }

            // The old account is left before the new one comes: they may be one and the same at the operator.
            await Task.WhenAll(known.Values.Select(l => l.DisposeAsync().AsTask())).ConfigureAwait(false);
            var added = next.Except(_lines).ToList();
            _lines = next;
            added.ForEach(l => l.Start());

            if (!isFromFile)
            {
                _file.Save(entries);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private static bool IsSame(TrunkEntry one, TrunkEntry other) =>
        one.Secret == other.Secret && JsonSerializer.Serialize(one.Settings, TrunkFile.Json)
            == JsonSerializer.Serialize(other.Settings, TrunkFile.Json);

    private TrunkLine Make(TrunkEntry entry)
    {
        var stack = _stack ?? throw new InvalidOperationException("The trunks were not started.");
        var password = entry.Secret.Length == 0 ? null : Secrets.Open(entry.Settings.Code, entry.Secret);
        if (entry.Secret.Length > 0 && password is null)
        {
            TrunksLog.SecretForeign(_log, entry.Settings.Code);
        }

        var credentials = password is null ? null : new OutgoingCredentials(entry.Settings.LoginUser, password);
        return new TrunkLine(entry, credentials, stack, _resolver, _options.LoopbackOnly, _time, _log);
    }

    /// <summary>Two accounts at one operator are told apart by the account the call was sent to.</summary>
    private TrunkLine? LineOf(SipRequest request, IPAddress source)
    {
        TrunkLine? first = null;
        foreach (var line in _lines)
        {
            if (!line.Owns(source))
            {
                continue;
            }

            if (line.Settings.User.Length > 0 && request.RequestUri.IsSip
                && request.RequestUri.User == line.Settings.User)
            {
                return line;
            }

            first ??= line;
        }

        return first;
    }
}
