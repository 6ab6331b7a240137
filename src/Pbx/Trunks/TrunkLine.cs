using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>
/// One trunk at work: finds its servers, registers or asks whether they are there, and goes on doing so until it is
/// stopped. What it knows is read from any thread.
/// </summary>
internal sealed class TrunkLine : IAsyncDisposable
{
    /// <summary>How long a name that leads nowhere, or a ready server, is left before it is asked for anew.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(60);

    /// <summary>How long a server that took no call goes behind the others.</summary>
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>A way that lasted so long is mended at once; one that breaks earlier waits longer each time.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(2);

    /// <summary>How long a break is remembered.</summary>
    private static readonly TimeSpan LossKept = TimeSpan.FromMinutes(10);

    /// <summary>Breaks remembered; more than make a line flap.</summary>
    private const int LossesMax = 32;

    /// <summary>Leaving is worth so long at the end of the host.</summary>
    private static readonly TimeSpan LeaveMax = TimeSpan.FromSeconds(2);

    private readonly SipStack _stack;
    private readonly SipResolver _resolver;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly bool _isLoopbackOnly;
    private readonly AddressList _peers;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, bool> _calls = new(StringComparer.Ordinal);
    private Task _running = Task.CompletedTask;
    private volatile TrunkState _state;
    private volatile IReadOnlyList<SipDestination> _servers = [];
    private SipDestination? _home;
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;
    private readonly Queue<DateTimeOffset> _losses = new();   // of its own task only
    private int _failures;
    private int _breaks;
    private DateTimeOffset? _wellSince;

    public TrunkLine(
        TrunkEntry entry, OutgoingCredentials? credentials, SipStack stack, SipResolver resolver,
        bool isLoopbackOnly, TimeProvider time, ILogger log)
    {
        (Entry, Credentials, _stack, _resolver) = (entry, credentials, stack, resolver);
        (_isLoopbackOnly, _time, _log) = (isLoopbackOnly, time, log);
        _peers = AddressList.Parse(entry.Settings.Peers);
        Registration = new TrunkRegistration(stack, Settings, credentials, time);
        var isForeign = entry.Secret.Length > 0 && credentials is null;
        _state = new TrunkState(
            !Settings.IsOn ? TrunkCondition.Off : isForeign ? TrunkCondition.Failing : TrunkCondition.Starting,
            time.GetUtcNow(), Hint: isForeign ? TrunkHint.SecretForeign : TrunkHint.None);
    }

    public TrunkEntry Entry { get; }

    public TrunkSettings Settings => Entry.Settings;

    public OutgoingCredentials? Credentials { get; }

    /// <summary>How requests to it are addressed, and our place there.</summary>
    public TrunkRegistration Registration { get; }

    public TrunkState State => _state;

    public DateTimeOffset? LastCallAt { get; private set; }

    /// <summary>Calls of it that are being set up or talk.</summary>
    public int InUse
    {
        get
        {
            foreach (var (callId, _) in _calls)
            {
                if (!_stack.IsLive(callId))
                {
                    _calls.TryRemove(callId, out _);
                }
            }

            return _calls.Count;
        }
    }

    /// <summary>
    /// A call may be tried on it. A registration that only nobody renews is good until its end: the operator knows us
    /// yet, and the server may be back.
    /// </summary>
    public bool IsUsable => _servers.Count > 0 && _state switch
    {
        { Condition: TrunkCondition.Registered or TrunkCondition.Ready } => true,
        {
            Condition: TrunkCondition.Failing, Until: { } until,
            Hint: TrunkHint.Silent or TrunkHint.OperatorDown or TrunkHint.NoPong or TrunkHint.Lost,
        } => until > _time.GetUtcNow(),
        _ => false,
    };

    /// <summary>It took no call a moment ago.</summary>
    public bool IsResting => _failedAt + RestAfterFailure > _time.GetUtcNow();

    /// <summary>Servers to try a call at, the one that knows us first.</summary>
    public IReadOnlyList<SipDestination> Servers =>
        _home is { } home ? [home, .. _servers.Where(s => s != home)] : _servers;

    /// <summary>Calls from this address are this operator's.</summary>
    public bool Owns(IPAddress address) => Settings.IsOn
        && (_peers.Contains(address) || _servers.Any(s => s.Address.Address.Equals(Plain(address))));

    public void Start() => _running = _state.Condition == TrunkCondition.Starting
        ? Task.Run(() => RunAsync(_stop.Token), CancellationToken.None) : Task.CompletedTask;

    /// <summary>A call of it began: it is counted until the stack has forgotten it.</summary>
    public void Count(string callId, bool isInbound)
    {
        _calls[callId] = true;
        if (isInbound)
        {
            LastCallAt = _time.GetUtcNow();
        }
    }

    /// <summary>It did not take a call.</summary>
    public void Fail() => _failedAt = _time.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Settings.Mode == TrunkMode.Registration && _home is { } home && _state.Until is not null)
        {
            using var patience = new CancellationTokenSource(LeaveMax, _time);
            Task leaving = Registration.LeaveAsync(home, patience.Token);
            await leaving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
    }

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var found = await _resolver.ResolveAsync(Settings.Place, cancel).ConfigureAwait(false);
            _servers =
            [
                .. found.Where(s => !_isLoopbackOnly || IPAddress.IsLoopback(s.Address.Address))
                    .Select(s => s with { Authority = Settings.TlsAuthority }),
            ];
            if (_servers.Count == 0)
            {
                Say(TrunkCondition.Failing, null, null, LookAgain);
                await Task.Delay(LookAgain, _time, cancel).ConfigureAwait(false);
            }
            else if (Settings.Mode == TrunkMode.Registration)
            {
                await RegisterAsync(cancel).ConfigureAwait(false);
            }
            else
            {
                await AskAsync(cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Registers at the first server that takes us, and rests until that has to be renewed.</summary>
    private async Task RegisterAsync(CancellationToken cancel)
    {
        RegisterResult? result = null;
        SipDestination? server = null;
        foreach (var candidate in Servers)
        {
            server = candidate;
            result = await Registration.RegisterAsync(candidate, cancel).ConfigureAwait(false);
            if (!result.MayTryNext)
            {
                break;
            }
        }

        if (result is null || server is null)
        {
            return;
        }

        if (!result.IsRegistered)
        {
            var pause = TrunkBackOff.After(
                ++_failures, result.Status, result.RetryAfter, Random.Shared.NextDouble());
            _wellSince = null;
            Say(TrunkCondition.Failing, server, result, pause);
            await Task.Delay(pause, _time, cancel).ConfigureAwait(false);
            return;
        }

        _failures = 0;
        _home = server;
        var rest = TrunkBackOff.Renewal(result.Life, Random.Shared.NextDouble());
        Say(TrunkCondition.Registered, server, result, rest);
        await HoldAsync(rest, server, result, cancel).ConfigureAwait(false);
    }

    /// <summary>By address there is nothing to register: only whether anybody is there.</summary>
    private async Task AskAsync(CancellationToken cancel)
    {
        if (Settings.KeepAliveSeconds == 0 || Settings.KeepAlive == TrunkKeepAlive.Crlf)
        {
            var way = new RegisterResult(0, LookAgain, null, null, _stack.TryFlowTo(_servers[0]));
            Say(TrunkCondition.Ready, _servers[0], way, LookAgain);
            await HoldAsync(LookAgain, _servers[0], way, cancel).ConfigureAwait(false);
            return;
        }

        foreach (var server in _servers)
        {
            var answer = await Registration.PingAsync(server, cancel).ConfigureAwait(false);
            if (answer.IsThere)
            {
                (_failures, _home) = (0, server);
                Say(TrunkCondition.Ready, server, answer, KeepAliveTime);
                await HoldAsync(KeepAliveTime, server, answer, cancel).ConfigureAwait(false);
                return;
            }

            Say(TrunkCondition.Failing, server, answer, KeepAliveTime);
        }

        _home = null;
        await Task.Delay(KeepAliveTime, _time, cancel).ConfigureAwait(false);
    }

    private TimeSpan KeepAliveTime => TimeSpan.FromSeconds(Settings.KeepAliveSeconds);

    /// <summary>
    /// Rests while the way is there. A way that breaks is made anew at once when it had lasted; one that breaks again
    /// and again is left alone longer each time, or each break would be a registration.
    /// </summary>
    private async Task HoldAsync(TimeSpan rest, SipDestination server, RegisterResult way, CancellationToken cancel)
    {
        _wellSince ??= _time.GetUtcNow();
        if (await RestAsync(rest, server, way.Flow, cancel).ConfigureAwait(false) is not { } lost)
        {
            return;
        }

        var now = _time.GetUtcNow();
        _breaks = now - _wellSince >= Steady ? 1 : _breaks + 1;
        _wellSince = null;
        _losses.Enqueue(now);
        var pause = _breaks == 1 ? TimeSpan.Zero
            : TrunkBackOff.After(_breaks - 1, 0, null, Random.Shared.NextDouble());
        Say(TrunkCondition.Failing, server, lost, pause);
        if (_state.IsFlapping)
        {
            TrunksLog.Flaps(_log, Settings.Code, _state.LostLately);
        }

        await Task.Delay(pause, _time, cancel).ConfigureAwait(false);
    }

    /// <summary>Waits, keeping the way open; tells early how the way was lost, null when it lasted.</summary>
    private async Task<RegisterResult?> RestAsync(
        TimeSpan rest, SipDestination server, Flow? flow, CancellationToken cancel)
    {
        for (var left = rest; left > TimeSpan.Zero;)
        {
            var step = Settings.KeepAliveSeconds > 0 && KeepAliveTime < left ? KeepAliveTime : left;
            await WaitAsync(step, flow, cancel).ConfigureAwait(false);
            left -= step;
            if (flow is { IsOpen: false })
            {
                return Lost(flow);
            }

            if (left > TimeSpan.Zero && Settings.KeepAliveSeconds > 0
                && await KeepAsync(server, flow, cancel).ConfigureAwait(false) is { } lost)
            {
                return lost;
            }
        }

        return null;
    }

    /// <summary>A connection that ends, ends the waiting.</summary>
    private async Task WaitAsync(TimeSpan step, Flow? flow, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            cancel, flow?.Closed ?? CancellationToken.None);
        await Task.Delay(step, _time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Null when the operator is there yet.</summary>
    private async Task<RegisterResult?> KeepAsync(SipDestination server, Flow? flow, CancellationToken cancel)
    {
        if (flow is null)
        {
            return new RegisterResult(StatusCode.ServiceUnavailable, default, null, null, null);
        }

        if (Settings.KeepAlive == TrunkKeepAlive.Crlf)
        {
            return await flow.PingAsync(cancel).ConfigureAwait(false) ? null : Lost(flow);
        }

        var answer = await Registration.PingAsync(server, cancel).ConfigureAwait(false);
        return answer.IsThere ? null : answer;
    }

    private static RegisterResult Lost(Flow flow) => new(
        StatusCode.ServiceUnavailable, default, null, null, flow,
        flow.Fault == FlowFault.None ? FlowFault.Closed : flow.Fault);

    private void Say(TrunkCondition condition, SipDestination? server, RegisterResult? result, TimeSpan again)
    {
        var before = _state;
        var now = _time.GetUtcNow();
        while (_losses.Count > LossesMax || (_losses.TryPeek(out var oldest) && oldest + LossKept <= now))
        {
            _losses.Dequeue();
        }

        var fault = result?.Fault ?? FlowFault.None;
        var status = fault == FlowFault.None ? result?.Status ?? 0 : 0;   // nobody answered anything
        var until = condition == TrunkCondition.Registered && result is not null ? now + result.Life
            : condition == TrunkCondition.Failing && before.Until > now ? before.Until : null;
        var hint = condition == TrunkCondition.Failing ? TrunkState.HintOf(status, fault) : TrunkHint.None;
        var isSame = before.Condition == condition && before.Status == status && before.Hint == hint;
        _state = new TrunkState(
            condition, condition == TrunkCondition.Registered || !isSame ? now : before.Since, status, hint,
            server?.Address.ToString(), result?.SeenAs ?? before.SeenAs, until, now + again)
        {
            LostLately = _losses.Count,
        };
        if (!isSame)
        {
            TrunksLog.Changed(_log, Settings.Code, condition, status, _state.Server ?? Settings.Domain);
        }
    }
}
