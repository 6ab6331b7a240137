using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Tries a trunk from a port of its own and writes down each message: registers (and leaves again), or asks whether
/// anybody is there, and calls a number when one is given. It disturbs no running exchange.
/// </summary>
/// <param name="loopbackOnly">True in the demo town.</param>
/// <param name="media">The ports of the exchange: those that a firewall has to let through.</param>
public sealed class TrunkProbe(
    ResolverOptions resolver, bool loopbackOnly, MediaOptions media, TimeProvider time, ILoggerFactory logs)
{
    private const int LadderMax = 200;

    /// <summary>How long the called phone may ring.</summary>
    private static readonly TimeSpan RingTimeMax = TimeSpan.FromSeconds(30);

    /// <summary>Sound that is on its way comes within this.</summary>
    private static readonly TimeSpan ListenTime = TimeSpan.FromSeconds(3);

    /// <summary>A BYE that is lost is repeated within this.</summary>
    private static readonly TimeSpan GoodbyeMax = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan GoodbyeStep = TimeSpan.FromMilliseconds(20);

    /// <summary>Leaving the operator is worth so long.</summary>
    private static readonly TimeSpan LeaveMax = TimeSpan.FromSeconds(2);

    /// <param name="password">Null without one.</param>
    /// <param name="number">Called as a trial; null = nobody.</param>
    /// <param name="withEcho">Calls the operator's echo number, where the line names one.</param>
    public async Task<TrunkProbeReport> RunAsync(
        TrunkSettings trunk, string? password, PhoneNumber? number, bool withEcho, CancellationToken cancel)
    {
        var names = new SipResolver(resolver with { LoopbackOnly = loopbackOnly }, time);
        var servers = (await names.ResolveAsync(trunk.Place, cancel))
            .Where(s => !loopbackOnly || IPAddress.IsLoopback(s.Address.Address))
            .Select(s => s with { Authority = trunk.TlsAuthority }).ToList();
        if (servers.Count == 0)
        {
            return new TrunkProbeReport(false, 0, null, [], [TrunkFinding.UnknownHost]);
        }

        var run = new Run(time);
        var server = servers[0];
        await using var stack = new SipStack(
            Options(trunk, server, run), new PeerDirectory(AddressList.Empty, []), time, logs);
        await stack.StartAsync(cancel);
        var credentials = password is null ? null : new OutgoingCredentials(trunk.LoginUser, password);
        var registration = new TrunkRegistration(stack, trunk, credentials, time);
        bool isWell;
        try
        {
            isWell = await GreetAsync(trunk, servers, registration, run, cancel);
            if (isWell && stack.TryFlowTo(run.Server ?? server) is { } flow)
            {
                OutgoingInviteRequest To(string called) => TrunkInvite.To(
                    trunk, called, trunk.Number, flow, run.Server ?? server, registration, credentials);
                if (number is { } person)
                {
                    isWell = await CallAsync(
                        trunk, stack, To(TrunkRules.Write(person, trunk.Numbers)), run, ListenAsync, cancel);
                }

                if (withEcho && trunk.EchoNumber.Length > 0 && !EmergencyNumbers.Contains(trunk.EchoNumber))
                {
                    isWell &= await CallAsync(
                        trunk, stack, To(trunk.EchoNumber), run, (leg, end) => new EchoTest(leg, time).RunAsync(end),
                        cancel);
                }
            }
        }
        finally
        {
            if (run.IsRegistered)
            {
                await LeaveAsync(registration, run.Server ?? server);
            }
        }

        return run.Report(isWell);
    }

    /// <summary>Whoever broke the trial off leaves too, or calls would go to a port that is closed.</summary>
    private async Task LeaveAsync(TrunkRegistration registration, SipDestination server)
    {
        using var patience = new CancellationTokenSource(LeaveMax, time);
        Task leaving = registration.LeaveAsync(server, patience.Token);
        await leaving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static SipOptions Options(TrunkSettings trunk, SipDestination server, Run run)
    {
        var isFour = server.Address.AddressFamily == AddressFamily.InterNetwork;
        var local = IPAddress.IsLoopback(server.Address.Address)
            ? isFour ? IPAddress.Loopback : IPAddress.IPv6Loopback
            : isFour ? IPAddress.Any : IPAddress.IPv6Any;
        return new SipOptions
        {
            Bind = [new IPEndPoint(local, 0)],
            TlsBind = server.Transport == SipTransport.Tls ? [new IPEndPoint(local, 0)] : [],
            Advertised = IPAddress.TryParse(trunk.ExternalAddress, out var seen) ? seen : null,
            Trace = run.Take,
        };
    }

    /// <summary>Registers, or asks: the first server that answers counts.</summary>
    private static async Task<bool> GreetAsync(
        TrunkSettings trunk, IReadOnlyList<SipDestination> servers, TrunkRegistration registration, Run run,
        CancellationToken cancel)
    {
        foreach (var server in servers)
        {
            run.Server = server;
            if (trunk.Mode == TrunkMode.ByAddress)
            {
                var answer = await registration.PingAsync(server, cancel);
                (run.Status, run.Fault) = (answer.Status, answer.Fault);
                if (answer.IsThere)
                {
                    run.Findings.Add(TrunkFinding.Answers);
                    return true;
                }

                continue;
            }

            run.IsRegistered = true;   // for all we know, while the answer is on its way
            var result = await registration.RegisterAsync(server, cancel);
            (run.Status, run.SeenAs, run.Fault) = (result.Status, result.SeenAs, result.Fault);
            run.IsRegistered = result.IsRegistered;
            if (result.IsRegistered)
            {
                run.Findings.Add(TrunkFinding.Registered);
                return true;
            }

            if (!result.MayTryNext)
            {
                break;
            }
        }

        run.Findings.Add(Of(TrunkState.HintOf(run.Status, run.Fault)));
        return false;
    }

    private static TrunkFinding Of(TrunkHint hint) => hint switch
    {
        TrunkHint.UnknownHost => TrunkFinding.UnknownHost,
        TrunkHint.Silent => TrunkFinding.Silent,
        TrunkHint.WrongLogin => TrunkFinding.WrongLogin,
        TrunkHint.Forbidden => TrunkFinding.Forbidden,
        TrunkHint.UnknownUser => TrunkFinding.UnknownUser,
        TrunkHint.NoCodec => TrunkFinding.NoCodec,
        TrunkHint.OperatorDown => TrunkFinding.OperatorDown,
        TrunkHint.SecretForeign => TrunkFinding.SecretForeign,
        TrunkHint.Unreachable => TrunkFinding.Unreachable,
        TrunkHint.CertificateName => TrunkFinding.CertificateName,
        TrunkHint.CertificateUntrusted => TrunkFinding.CertificateUntrusted,
        TrunkHint.NoTls => TrunkFinding.NoTls,
        TrunkHint.NoPong => TrunkFinding.NoPong,
        TrunkHint.Lost => TrunkFinding.Lost,
        TrunkHint.Refused or TrunkHint.None => TrunkFinding.Refused,
    };

    /// <summary>Calls, does what is to be done once somebody answered, and hangs up.</summary>
    private async Task<bool> CallAsync(
        TrunkSettings trunk, SipStack stack, OutgoingInviteRequest invite, Run run,
        Func<CallLeg, CancellationToken, Task<IReadOnlyList<TrunkFinding>>> talk, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await using var engine = new MediaEngine(media, time, logs.CreateLogger<MediaEngine>());
        engine.Start();
        IPAddress? advertised = IPAddress.TryParse(trunk.ExternalAddress, out var seen) ? seen : null;
        var legs = new LegPool(engine, _ => advertised, time, logs.CreateLogger<TrunkProbe>());
        var dialing = Dialing.Start(
            stack, legs, invite, SourceLearning.Exact, time, RingTimeMax, keys: trunk.Dtmf);
        await using var stopped = cancel.Register(() => dialing.Cancel(false));
        switch (await dialing.Result)
        {
            case RingResult.Answered { Leg: CallLeg leg }:
                var found = await TalkAsync(stack, leg, talk, cancel);
                run.Findings.AddRange(found);
                return !found.Any(f => f is TrunkFinding.OneWayAudio or TrunkFinding.NoEcho);
            case RingResult.Refused { Status: var status }:
                await GoodbyeAsync(stack);   // an answer that crossed our CANCEL
                cancel.ThrowIfCancellationRequested();
                run.Status = status;
                run.Findings.Add(status switch
                {
                    480 or 486 or 487 or 600 or 603 => TrunkFinding.NobodyAnswered,
                    404 or 484 or 604 => TrunkFinding.WrongNumber,
                    _ => Of(TrunkState.HintOf(status)),
                });
                return status is 480 or 486 or 487 or 600 or 603;
            default:
                return false;
        }
    }

    /// <summary>However the talk ends, the operator hears of it: a call that stays up is paid for.</summary>
    private async Task<IReadOnlyList<TrunkFinding>> TalkAsync(
        SipStack stack, CallLeg leg, Func<CallLeg, CancellationToken, Task<IReadOnlyList<TrunkFinding>>> talk,
        CancellationToken cancel)
    {
        try
        {
            return await talk(leg, cancel);
        }
        finally
        {
            leg.HangUp();
            await GoodbyeAsync(stack);
        }
    }

    /// <summary>Until the operator has answered our BYE.</summary>
    private async Task GoodbyeAsync(SipStack stack)
    {
        for (var left = GoodbyeMax; left > TimeSpan.Zero && stack.ConversationCount > 0; left -= GoodbyeStep)
        {
            await Task.Delay(GoodbyeStep, time, CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<TrunkFinding>> ListenAsync(CallLeg leg, CancellationToken cancel)
    {
        leg.Media.Source = new SamplePlayer(Tones.Ringback, loop: true);
        await Task.Delay(ListenTime, time, cancel);
        return [leg.Media.Statistics.Received > 0 ? TrunkFinding.Heard : TrunkFinding.OneWayAudio];
    }

    /// <summary>What is written down on the way; messages come on any thread.</summary>
    private sealed class Run(TimeProvider time)
    {
        private readonly long _began = time.GetTimestamp();
        private readonly List<LadderStep> _ladder = [];

        public SipDestination? Server { get; set; }

        public int Status { get; set; }

        public FlowFault Fault { get; set; }

        public string? SeenAs { get; set; }

        public bool IsRegistered { get; set; }

        public List<TrunkFinding> Findings { get; } = [];

        public void Take(SipTrace trace)
        {
            var text = trace.Message.Span;
            var end = text.IndexOf("\r\n"u8);
            if (end <= 0)
            {
                return;   // a keep-alive
            }

            var at = (int)time.GetElapsedTime(_began).TotalMilliseconds;
            lock (_ladder)
            {
                if (_ladder.Count < LadderMax)
                {
                    _ladder.Add(new LadderStep(
                        at, trace.IsOut, trace.Peer.ToString(), Encoding.Latin1.GetString(text[..end])));
                }
            }
        }

        public TrunkProbeReport Report(bool isWell)
        {
            lock (_ladder)
            {
                if (SeenAs is not null && isWell)
                {
                    Findings.Add(TrunkFinding.BehindNat);
                }

                return new TrunkProbeReport(isWell, Status, SeenAs, [.. _ladder], Findings);
            }
        }
    }
}
