using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Events;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Dialer;

/// <summary>
/// The robot's hand: looks at the lines, takes orders while there is room, dials them, and writes down what came of
/// it. Residents go first: nothing is dialled while one waits or the reserve would be touched.
/// </summary>
public sealed class RobotDialer
{
    private static readonly TimeSpan RulesEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeasesEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TryAgainLater = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReportPause = TimeSpan.FromSeconds(1);

    /// <summary>Who is called first when lines are few: a crew, then whoever asked, then our own wishes.</summary>
    private static readonly DialKind[] KindsOutsideCampaigns =
        [DialKind.CrewOrder, DialKind.ServiceNotice, DialKind.QualityPoll, DialKind.Debt];

    private readonly ConcurrentDictionary<Guid, ClaimedDial> _up = new();
    private readonly Dictionary<Guid, PaceGate> _gates = [];
    private readonly DialDesk _desk;
    private readonly DialReports _reports;
    private readonly RunningCampaigns _campaigns;
    private readonly Switchboard _switchboard;
    private readonly RobotConversations _conversations;
    private readonly Func<LineState> _lines;
    private readonly DialerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private DateTimeOffset _rulesDue;
    private DateTimeOffset _leasesDue;
    private bool _hasStarted;

    /// <param name="lines">The lines as they are at the moment of asking.</param>
    public RobotDialer(
        NpgsqlDataSource database, IDebtorDesk debtors, Switchboard switchboard, RobotConversations conversations,
        Func<LineState> lines, DialerOptions options, TimeProvider time, ILogger<RobotDialer> log)
    {
        (_switchboard, _conversations, _lines) = (switchboard, conversations, lines);
        (_options, _time, _log) = (options, time, log);
        _desk = new DialDesk(database, debtors, options, time);
        _reports = new DialReports(database, _desk, options, time);
        _campaigns = new RunningCampaigns(database, time);
    }

    /// <summary>Signal for screens: a call of an organisation was begun or is over. On any thread.</summary>
    public Action<string>? OnChanged { get; set; }

    /// <summary>The lines now.</summary>
    public LineState Lines => _lines();

    /// <summary>Calls of the robot that are up.</summary>
    public int CallsUp => _up.Count;

    /// <summary>Runs until cancelled; then waits for nothing: calls that are up end with the exchange.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(_options.Look, _time);
        do
        {
            try
            {
                await LookAsync(cancel);
            }
            catch (Exception e) when (IsAway(e) && !cancel.IsCancellationRequested)
            {
                DialerLog.DatabaseAway(_log, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    /// <summary>One look at lines and orders.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        await KeepBooksAsync(cancel);
        if (Pacer.Room(_lines()) == 0)
        {
            return;
        }

        var decisions = 0;
        var due = await _campaigns.KindsDueAsync(cancel);
        foreach (var kind in KindsOutsideCampaigns.Where(due.Contains))
        {
            decisions = await TakeAllAsync(new DialSource(kind, null), int.MaxValue, null, decisions, cancel);
        }

        foreach (var campaign in await _campaigns.ListAsync(cancel))
        {
            var gate = GateOf(campaign.Id);
            decisions = await TakeAllAsync(
                new DialSource(DialKind.Debt, campaign.Id), campaign.LinesMax - campaign.Dialling,
                () => gate.IsOpen(_time.GetUtcNow()), decisions, cancel,
                () => gate.Pass(_time.GetUtcNow(), campaign.CallsPerMinute));
        }
    }

    /// <summary>
    /// Rings one of our phones with a campaign's conversation; nobody is called and nothing is counted.
    /// </summary>
    public CallOutRefusal? Try(
        string extension, Guid campaignId, string organisation, string account, string phone, DebtPayload debt)
    {
        var payload = System.Text.Json.JsonSerializer.Serialize(debt, PayloadJson.Default.DebtPayload);
        return _switchboard.Call(new RobotCallOut(
            Guid.CreateVersion7(_time.GetUtcNow()), phone, organisation, RobotConversations.LanguageOf(payload),
            _conversations.Debt(payload, new RobotTalk()), account, $"trial:{campaignId}", campaignId, extension))
            is RobotCallAnswer.Refused refused ? refused.Reason : null;
    }

    private async Task KeepBooksAsync(CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        if (now >= _rulesDue)
        {
            await _desk.RefreshAsync(cancel);
            _rulesDue = now + RulesEvery;
        }

        if (now < _leasesDue)
        {
            return;
        }

        if (!_up.IsEmpty)
        {
            await _reports.RenewAsync([.. _up.Keys], cancel);
        }

        while (await _reports.RecoverAsync([.. _up.Keys], !_hasStarted, cancel) is var lost and > 0)
        {
            DialerLog.Recovered(_log, lost);
        }

        _hasStarted = true;
        await _campaigns.FinishAsync(cancel);
        _leasesDue = now + LeasesEvery;
    }

    /// <summary>Takes orders of one source while there is room for them.</summary>
    private async Task<int> TakeAllAsync(
        DialSource source, int roomOfSource, Func<bool>? isOpen, int decisions, CancellationToken cancel,
        Action? onDialled = null)
    {
        while (roomOfSource > 0 && decisions < _options.DecisionsPerLookMax && Pacer.Room(_lines()) > 0
            && isOpen?.Invoke() != false)
        {
            var answer = await _desk.ClaimAsync(source, cancel);
            decisions++;
            if (answer is ClaimAnswer.Nothing)
            {
                break;
            }

            if (answer is ClaimAnswer.Dial { Order: var order })
            {
                // Committing took a moment, in which a resident may have come.
                if (Pacer.Room(_lines()) > 0 && !cancel.IsCancellationRequested)
                {
                    onDialled?.Invoke();
                    roomOfSource--;
                    await DialAsync(order);
                }
                else
                {
                    await _reports.GiveBackAsync(order, TimeSpan.Zero, CancellationToken.None);
                }
            }
        }

        return decisions;
    }

    private async Task DialAsync(ClaimedDial dial)
    {
        var talk = new RobotTalk();
        _up[dial.CallId] = dial;
        var answer = _switchboard.Call(new RobotCallOut(
            dial.CallId, dial.Phone, dial.Organisation, RobotConversations.LanguageOf(dial.Payload),
            TalkOf(dial, talk), dial.AccountNumber, dial.Tag, dial.CampaignId, Class: ClassOf(dial.Kind)));
        if (answer is RobotCallAnswer.Begun begun)
        {
            DialerLog.Dialled(_log, dial.CallId, dial.OrderId, dial.Attempt);
            OnChanged?.Invoke(dial.Organisation);
            _ = FollowAsync(dial, begun.End, talk);
            return;
        }

        _up.TryRemove(dial.CallId, out _);
        if (answer is RobotCallAnswer.Refused { Reason: CallOutRefusal.NumberNotAllowed })
        {
            await _reports.FinishAsync(
                dial, new DialReport(Disposition.Failed, _time.GetUtcNow(), IsForGood: true), CancellationToken.None);
        }
        else
        {
            await _reports.GiveBackAsync(dial, TryAgainLater, CancellationToken.None);
        }
    }

    private static RecordingClass ClassOf(DialKind kind) => kind switch
    {
        DialKind.Debt => RecordingClass.Debt,
        DialKind.ServiceNotice => RecordingClass.Notice,
        DialKind.QualityPoll => RecordingClass.Poll,
        DialKind.CrewOrder => RecordingClass.Crew,
    };

    /// <summary>A machine that hangs up on the greeting was a machine all the same.</summary>
    private Func<IRobotCall, Task> TalkOf(ClaimedDial dial, RobotTalk talk)
    {
        var flow = dial.Kind switch
        {
            DialKind.Debt => _conversations.Debt(dial.Payload, talk),
            DialKind.ServiceNotice => _conversations.Notice(dial.Payload, talk),
            DialKind.QualityPoll => _conversations.Poll(dial.Payload, talk),
            DialKind.CrewOrder => _conversations.Crew(dial.Payload, talk),
        };
        return async call =>
        {
            try
            {
                await flow(call);
            }
            finally
            {
                if (talk.Disposition == Disposition.HungUpEarly && call.IsMonologue)
                {
                    talk.Disposition = Disposition.Machine;
                }
            }
        };
    }

    private async Task FollowAsync(ClaimedDial dial, Task<RobotCallEnd> ending, RobotTalk talk)
    {
        var end = await ending;
        var isSaid = talk.Disposition != Disposition.HungUpEarly;
        var disposition = end.Reach switch
        {
            RobotReach.Answered => end.IsCut && !isSaid ? Disposition.Failed : talk.Disposition,
            RobotReach.Busy => Disposition.Busy,
            RobotReach.NoAnswer => Disposition.NoAnswer,
            RobotReach.Failed => Disposition.Failed,
        };
        var answer = talk is { Score: null, HasComment: false, PromisedOn: null }
            ? null : new DialAnswer(talk.Score, talk.HasComment, talk.PromisedOn);
        var report = new DialReport(
            disposition, end.EndedAt, end.SipStatus, end.AnsweredAt, end.RecordingId, answer, IsCut: end.IsCut);
        while (!await TryReportAsync(dial, report))
        {
            await Task.Delay(ReportPause, _time, CancellationToken.None);
        }

        _up.TryRemove(dial.CallId, out _);
        OnChanged?.Invoke(dial.Organisation);
    }

    /// <summary>True when the database has taken the report, or the call is not ours any more.</summary>
    private async Task<bool> TryReportAsync(ClaimedDial dial, DialReport report)
    {
        try
        {
            if (!await _reports.FinishAsync(dial, report, CancellationToken.None))
            {
                DialerLog.FenceLost(_log, dial.CallId, dial.OrderId);
            }

            return true;
        }
        catch (Exception e) when (IsAway(e))
        {
            DialerLog.DatabaseAway(_log, e.Message);
            return false;
        }
    }

    private PaceGate GateOf(Guid campaign)
    {
        if (!_gates.TryGetValue(campaign, out var gate))
        {
            _gates.Add(campaign, gate = new PaceGate());
        }

        return gate;
    }

    private static bool IsAway(Exception e) =>
        e is NpgsqlException or TimeoutException or IOException or SocketException;
}
