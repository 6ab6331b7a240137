using Microsoft.Extensions.Options;
using Npgsql;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Outward;

/// <summary>
/// Sends the messages of one channel: takes what is due, a bounded number at once, hands each to the gateway and writes
/// down what became of it. A crash between the two is healed by the loan running out: the message goes again under the
/// same id.
/// </summary>
internal sealed class OutwardLoop(
    OutwardChannel channel, IOutwardGateway gateway, int lanes, SystemWork work, OutwardSignal signal,
    IOptions<OutwardOptions> options, TimeProvider time, ILogger<OutwardLoop> log) : BackgroundService
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(5);

    /// <summary>What is under way when the host stops may still end: shorter than the host's own patience.</summary>
    private static readonly TimeSpan LastTries = TimeSpan.FromSeconds(10);

    private readonly ChannelHealth _health = new(options.Value.ProbeMax, time);
    private readonly List<Task> _underWay = [];
    private readonly CancellationTokenSource _hurry = new();
    private readonly Lock _gate = new();
    private long _counted;

    public override void Dispose()
    {
        _hurry.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CountAsync(stoppingToken);
                foreach (var parcel in await ClaimAsync(stoppingToken))
                {
                    _underWay.Add(CarryAsync(parcel));
                }
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                OutwardLog.QueueAway(log, channel, failure.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            await WaitAsync(stoppingToken);
        }

        await FinishAsync();
    }

    private async Task<IReadOnlyList<Parcel>> ClaimAsync(CancellationToken cancel)
    {
        _underWay.RemoveAll(task => task.IsCompleted);
        int free;
        lock (_gate)
        {
            free = _health.Free(lanes, _underWay.Count);
        }

        return free == 0 ? [] : await work.RunAsync(
            DatabasePool.Jobs,
            services => services.GetRequiredService<OutwardBook>()
                .ClaimAsync(channel, free, options.Value.Lease, cancel),
            cancel);
    }

    /// <summary>Until a lane is free, something was queued, or a second has passed.</summary>
    private async Task WaitAsync(CancellationToken cancel)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var poll = Task.Delay(PollEvery, time, wait.Token);
        IEnumerable<Task> ends = _underWay.Count >= lanes ? [] : [signal.WaitAsync(channel, wait.Token)];
        await Task.WhenAny([poll, .. ends, .. _underWay]);
        await wait.CancelAsync();
    }

    private async Task CountAsync(CancellationToken cancel)
    {
        if (_counted != 0 && time.GetElapsedTime(_counted) < CountEvery)
        {
            return;
        }

        OutwardMeter.Stand(channel, await work.RunAsync(
            DatabasePool.Jobs,
            services => services.GetRequiredService<OutwardBook>().StandingAsync(channel, cancel), cancel));
        _counted = time.GetTimestamp();
    }

    private async Task FinishAsync()
    {
        var ending = Task.WhenAll(_underWay);
        await Task.WhenAny(ending, Task.Delay(LastTries, time, CancellationToken.None));
        await _hurry.CancelAsync();
        await ending;
    }

    private async Task CarryAsync(Parcel parcel)
    {
        await Task.Yield();
        var verdict = await TryAsync(parcel);
        OutwardMeter.Count(channel, verdict.Kind);
        bool isAway, isBack;
        lock (_gate)
        {
            var wasAway = _health.IsAway;
            isBack = _health.Note(verdict.Kind, parcel.Recipient);
            isAway = _health.IsAway;
            if (isAway && !wasAway)
            {
                OutwardLog.GatewayAway(log, gateway.Name, channel, verdict.Reply);
            }
        }

        OutwardMeter.SetAway(channel, isAway);
        await WriteDownAsync(parcel, verdict, isAway, isBack);
    }

    private async Task<Verdict> TryAsync(Parcel parcel)
    {
        using var limit = new CancellationTokenSource(options.Value.TryMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _hurry.Token);
        try
        {
            return await gateway.SendAsync(parcel, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return _hurry.IsCancellationRequested
                ? Verdict.Away("the host stopped")
                : Verdict.Postponed($"no end within {options.Value.TryMax}");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A defect of ours must not stop the messages behind this one; the try counts, so it ends as a dead letter.
            OutwardLog.Broke(log, failure, channel, parcel.Id);
            return Verdict.Postponed($"defect: {failure.GetType().Name}");
        }
    }

    /// <summary>
    /// The database may be away just now; what the gateway took must not be sent twice for that, so this goes on for as
    /// long as the loan is ours.
    /// </summary>
    private async Task WriteDownAsync(Parcel parcel, Verdict verdict, bool isAway, bool isBack)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await work.RunAsync(
                    DatabasePool.Jobs,
                    services => RecordAsync(
                        services.GetRequiredService<OutwardBook>(), parcel, verdict, isAway, isBack),
                    CancellationToken.None);
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                OutwardLog.QueueAway(log, channel, failure.Message);
                if (_hurry.IsCancellationRequested || time.GetElapsedTime(began) > options.Value.Lease)
                {
                    return;
                }

                await Task.WhenAny(Task.Delay(PollEvery, time, _hurry.Token));
            }
        }
    }

    private async Task RecordAsync(OutwardBook book, Parcel parcel, Verdict verdict, bool isAway, bool isBack)
    {
        // While the gateway is away nothing counts against a message but its age.
        var counts = verdict.Kind is VerdictKind.Postponed && !isAway;
        var attempts = parcel.Attempts + (verdict.Kind is VerdictKind.Away || (isAway && !counts) ? 0 : 1);
        var now = time.GetUtcNow();
        var isOver = (counts && attempts >= options.Value.AttemptsMax)
            || now - parcel.QueuedAt >= options.Value.GiveUpAfter;
        var state = verdict.Kind switch
        {
            VerdictKind.Taken => "sent",
            VerdictKind.Delivered => "delivered",
            VerdictKind.Refused => "failed",
            VerdictKind.Postponed or VerdictKind.Away => isOver ? "dead" : "queued",
        };
        var pause = isAway || verdict.Kind == VerdictKind.Away
            ? Pause.After(1, options.Value.ProbeMax, options.Value.ProbeMax)
            : Pause.After(Math.Max(1, attempts), options.Value.RetryFirst, options.Value.RetryMax);
        var isNews = state != "queued" || counts;
        if (isBack)
        {
            OutwardLog.GatewayBack(log, gateway.Name, channel, await book.HurryAsync(channel, CancellationToken.None));
        }

        if (!await book.RecordAsync(parcel, state, verdict, attempts, now + pause, isNews, CancellationToken.None))
        {
            OutwardLog.Fenced(log, channel, parcel.Id);
            return;
        }

        Say(parcel, state, attempts, verdict.Reply);
    }

    private void Say(Parcel parcel, string state, int attempts, string reply)
    {
        if (state == "dead")
        {
            OutwardLog.Died(log, channel, parcel.Id, attempts, reply);
        }
        else if (state == "failed")
        {
            OutwardLog.Refused(log, channel, parcel.Id, gateway.Name, reply);
        }
    }
}
