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
    private readonly TrunkBreaks _breaks;
    private Task _running = Task.CompletedTask;
    private volatile TrunkState _state;
    private volatile IReadOnlyList<SipDestination> _servers = [];
    private SipDestination? _home;
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;
    private int _failures;

    public TrunkLine(
        TrunkEntry entry, OutgoingCredentials? credentials, SipStack stack, SipResolver resolver,
        bool isLoopbackOnly, TimeProvider time, ILogger log)
    {
        (Entry, Credentials, _stack, _resolver) = (entry, credentials, stack, resolver);
        (_isLoopbackOnly, _time, _log) = (isLoopbackOnly, time, log);
        _peers = AddressList.Parse(entry.Settings.Peers);
        _breaks = new TrunkBreaks(time);
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

    /// <summary>Whatever breaks a turn, handles that run out above all, it must not be the last one.</summary>
    private async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var turn = TurnAsync(cancel);
            await turn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (turn.IsCompletedSuccessfully || cancel.IsCancellationRequested)
            {
                continue;
            }

            var pause = TrunkBackOff.After(++_failures, 0, null, Random.Shared.NextDouble());
            TrunksLog.NotAsked(_log, turn.Exception, Settings.Code, pause.TotalSeconds);
            Say(TrunkCondition.Failing, _home, NoWay with { Fault = FlowFault.Unreachable }, pause);
            await Task.Delay(pause, _time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TurnAsync(CancellationToken cancel)
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
            _breaks.Fails(isLoss: false);
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
        var again = AsksOptions ? KeepAliveTime : LookAgain;
        var (last, silence) = (_servers[0], NoWay);
        foreach (var server in _servers)
        {
            var answer = await LookAsync(server, cancel).ConfigureAwait(false);
            if (answer.IsThere)
            {
                (_failures, _home) = (0, server);
                Say(TrunkCondition.Ready, server, answer, again);
                await HoldAsync(again, server, answer, cancel).ConfigureAwait(false);
                return;
            }

            (last, silence) = (server, answer);
        }

        var pause = Settings.KeepAliveSeconds > 0 ? KeepAliveTime : LookAgain;
        Lose(last, silence, pause);
        _home = null;
        await Task.Delay(pause, _time, cancel).ConfigureAwait(false);
    }

    /// <summary>A connection may be closed just when it is spoken through: what is new is asked once more.</summary>
    private async Task<RegisterResult> LookAsync(SipDestination server, CancellationToken cancel)
    {
        var answer = await LookOnceAsync(server, cancel).ConfigureAwait(false);
        return answer.Fault == FlowFault.Closed
            ? await LookOnceAsync(server, cancel).ConfigureAwait(false) : answer;
    }

    /// <summary>As it was told to ask; told not to, it looks only whether the way can be opened.</summary>
    private async Task<RegisterResult> LookOnceAsync(SipDestination server, CancellationToken cancel)
    {
        if (AsksOptions)
        {
            return await Registration.PingAsync(server, cancel).ConfigureAwait(false);
        }

        if (_stack.TryFlowTo(server) is not { } flow)
        {
            return NoWay;
        }

        var isThere = Settings.KeepAliveSeconds > 0
            ? await flow.PingAsync(cancel).ConfigureAwait(false)
            : await flow.Opened.WaitAsync(cancel).ConfigureAwait(false);
        return isThere ? new RegisterResult(0, default, null, null, flow) : Lost(flow);
    }

    private bool AsksOptions => Settings.KeepAliveSeconds > 0 && Settings.KeepAlive == TrunkKeepAlive.Options;

    private TimeSpan KeepAliveTime => TimeSpan.FromSeconds(Settings.KeepAliveSeconds);

    /// <summary>
    /// Rests while the way is there. A way that breaks is made anew at once when it had lasted; one that breaks again
    /// and again is left alone longer each time, or each break would be a registration.
    /// </summary>
    private async Task HoldAsync(TimeSpan rest, SipDestination server, RegisterResult way, CancellationToken cancel)
    {
        _breaks.Works();
        if (await RestAsync(rest, server, way.Flow, cancel).ConfigureAwait(false) is not { } lost)
        {
            return;
        }

        var pause = _breaks.Break();
        if (Settings.Mode == TrunkMode.ByAddress && lost.Fault == FlowFault.Closed)
        {
            // Nobody is registered through it: a connection that rests may be closed, and each call makes its own.
            // Whether somebody is there is asked at once, and where it is closed again and again, at the usual time.
            pause = pause < rest ? pause : rest;
        }
        else
        {
            Lose(server, lost, pause);
        }

        await Task.Delay(pause, _time, cancel).ConfigureAwait(false);
    }

    /// <summary>It does not work: a loss when it did.</summary>
    private void Lose(SipDestination server, RegisterResult how, TimeSpan again)
    {
        var worked = _state.Condition is TrunkCondition.Registered or TrunkCondition.Ready;
        _breaks.Fails(isLoss: worked);
        Say(TrunkCondition.Failing, server, how, again);
        if (worked && _state.IsFlapping)
        {
            TrunksLog.Flaps(_log, Settings.Code, _state.LostLately);
        }
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
            return NoWay;
        }

        if (Settings.KeepAlive == TrunkKeepAlive.Crlf)
        {
            return await flow.PingAsync(cancel).ConfigureAwait(false) ? null : Lost(flow);
        }

        var answer = await Registration.PingAsync(server, cancel).ConfigureAwait(false);
        return answer.IsThere ? null : answer;
    }

    private static RegisterResult NoWay => new(StatusCode.ServiceUnavailable, default, null, null, null);

    private static RegisterResult Lost(Flow flow) => new(
        StatusCode.ServiceUnavailable, default, null, null, flow,
        flow.Fault == FlowFault.None ? FlowFault.Closed : flow.Fault);

    private void Say(TrunkCondition condition, SipDestination? server, RegisterResult? result, TimeSpan again)
    {
        var before = _state;
        var now = _time.GetUtcNow();
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
            LostLately = _breaks.LostLately,
        };
        if (!isSame)
        {
            TrunksLog.Changed(_log, Settings.Code, condition, status, _state.Server ?? Settings.Domain);
        }
    }
}
