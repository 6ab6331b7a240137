using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>
/// All lines over all phones. Whatever changes (a call joins or leaves, a phone answers, refuses, comes, becomes free)
/// ends in <see cref="Pump"/>, which rings whoever should ring then.
/// </summary>
internal sealed class WaitingLines : IWaitingLines
{
    private readonly Lock _gate = new();
    private readonly QueueOptions _options;
    private readonly AgentRoster _roster;
    private readonly PhonesInUse _inUse;
    private readonly RingOrder _order;
    private readonly TimeProvider _time;
    private readonly RepeatCallers _repeated;
    private readonly QueueTally _tally;
    private readonly Func<QueueNews, IReadOnlyList<Prompt>> _words;
    private volatile QueueSet _queues = QueueSet.BuiltIn;

    /// <param name="words">How a waiting caller is told where they stand.</param>
    /// <param name="organisationOf">Whose phone an extension is; empty serves all.</param>
    public WaitingLines(
        IPhones phones, PhonesInUse inUse, QueueOptions options, TimeProvider time, AgentRoster? roster = null,
        Func<QueueNews, IReadOnlyList<Prompt>>? words = null, Func<string, string>? organisationOf = null,
        QueueTally? tally = null)
    {
        (_inUse, _options, _time) = (inUse, options, time);
        _roster = roster ?? new AgentRoster(phones, inUse, options, time);
        _order = new RingOrder(phones, _roster, () => _queues, organisationOf ?? (_ => ""));
        _repeated = new RepeatCallers(options);
        _tally = tally ?? new QueueTally(time);
        _words = words ?? (_ => []);
        phones.OnChanged += Pump;
        inUse.OnFreed += Pump;
        inUse.OnTaken += () => OnChanged?.Invoke();
        _roster.OnChanged += Pump;
    }

    /// <summary>Somebody waits, rings, talks, comes or goes; on any thread, must return at once.</summary>
    public Action? OnChanged { get; set; }

    public AgentRoster Roster => _roster;

    public QueueTally Tally => _tally;

    /// <summary>The queues as they are now. Callers who wait keep what theirs was when they joined.</summary>
    public QueueSet Queues
    {
        get => _queues;
        set
        {
            _queues = value;
            Pump();
        }
    }

    /// <summary>Calls waiting now.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _order.Count;
            }
        }
    }

    public IReadOnlyList<OverflowStep> OverflowOf(string organisation, string line) =>
        _queues.Find(organisation, line).Overflow;

    /// <summary>Who waits, without their lock held: the queue, whose callers they are, when they arrived.</summary>
    public IReadOnlyList<(Queue Queue, string Organisation, DateTimeOffset ArrivedAt)> Callers()
    {
        lock (_gate)
        {
            return [.. _order.Waiters.Select(w => (w.Queue, w.Organisation, w.Call.ArrivedAt))];
        }
    }

    /// <summary>
    /// A phone that serves the queue, is ready, and is wanted by nobody who waits: of several the one that has been
    /// without a call longest. Null when there is none.
    /// </summary>
    public string? Idle(string organisation, string code)
    {
        var queue = _queues.Find(organisation, code);
        lock (_gate)
        {
            return _roster.Free(forEmergency: false)
                .Where(a => _roster.IsReady(a.Extension) && !_order.IsWantedBySomebody(a.Extension))
                .Select(a => (a.Extension, a.IdleSince,
                    Penalty: _order.PenaltyFor(a.Extension, queue, organisation)))
                .Where(a => a.Penalty is not null)
                .OrderBy(a => a.Penalty).ThenBy(a => a.IdleSince).ThenBy(a => a.Extension, StringComparer.Ordinal)
                .Select(a => a.Extension).FirstOrDefault();
        }
    }

    /// <summary>Phones that could be rung for the queue now.</summary>
    public int Ready(string organisation, string code)
    {
        var queue = _queues.Find(organisation, code);
        lock (_gate)
        {
            return _roster.Free(forEmergency: queue.Purpose == QueuePurpose.Emergency)
                .Count(a => _order.PenaltyFor(a.Extension, queue, organisation) is not null);
        }
    }

    /// <summary>What a caller at this place would be told.</summary>
    public int? EstimateMinutes(Queue queue, string organisation, int position) => WaitEstimate.Minutes(
        position, _tally.Answers(queue, organisation), _time.GetUtcNow(), queue.Patience);

    public async Task<WaitEnding> JoinAsync(
        ICall call, string line, IReadOnlyList<Prompt> opening, CancellationToken cancel)
    {
        var caller = call as IWaitingCall ?? throw new ArgumentException("Not a call of this exchange", nameof(call));
        var organisation = call.Context.Organisation;
        var queue = _queues.Find(organisation, line);
        caller.Story.WantedPerson(line);
        _tally.Know(queue, organisation);
        var result = TryEnter(caller, queue, organisation) is { } waiter
            ? await WaitAsync(waiter, opening, cancel)
            : new WaitResult(WaitEnding.NobodyThere);
        _tally.Note(queue, organisation, result.Ending, _time.GetUtcNow() - call.ArrivedAt);
        OnChanged?.Invoke();
        if (result is { Leg: { } leg, Extension: { } extension })
        {
            await TalkAsync(caller, leg, extension, queue);
        }
        else if (!call.HangUp.IsCancellationRequested)
        {
            caller.Story.LeftLine(line);
        }

        return result.Ending;
    }

    /// <summary>These lines as calls see them, that send a caller back to wait.</summary>
    public LineDoor Door => new(
        () => [.. _queues.Queues.Concat(QueueSet.BuiltIn.Queues).Select(q => q.Code).Distinct()],
        code => _queues.Queues.Concat(QueueSet.BuiltIn.Queues)
            .Any(q => string.Equals(q.Code, code, StringComparison.Ordinal)),
        async (call, line, cancel) =>
            await JoinAsync(call, line, [], cancel) is WaitEnding.Served or WaitEnding.CallerLeft);

    private Waiter? TryEnter(IWaitingCall call, Queue queue, string organisation)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (_order.Count >= _options.WaitingMax || _order.WaitingIn(queue) >= queue.WaitingMax)
            {
                return null;
            }

            waiter = new Waiter(
                call, queue, organisation, _repeated.IsRepeated(call.Id, call.CallerNumber, _time.GetUtcNow()));
            _order.Add(waiter);
        }

        Pump();
        return waiter;
    }

    private async Task<WaitResult> WaitAsync(
        Waiter waiter, IReadOnlyList<Prompt> opening, CancellationToken cancel)
    {
        using var over = new CancellationTokenSource();
        using var left = waiter.Call.HangUp.Register(() => waiter.TryEnd(new WaitResult(WaitEnding.CallerLeft)));
        using var taken = cancel.Register(() => waiter.TryEnd(new WaitResult(WaitEnding.CallerLeft)));
        var patience = PatienceLeft(waiter);
        await using var deadline = _time.CreateTimer(
            _ => waiter.TryEnd(new WaitResult(WaitEnding.NobodyThere)), null,
            patience > TimeSpan.Zero ? patience : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await using var empty = _time.CreateTimer(
            _ => EndIfNobodyIsOnDuty(waiter), null, _options.NoPhonesPatience, _options.NoPhonesPatience);
        var announcing = new QueueAnnouncer(waiter, offers => NewsOf(waiter, offers), _words, _time)
            .RunAsync(opening, over.Token);
        var result = await waiter.Result;
        lock (_gate)
        {
            _order.Remove(waiter, result.Leg is not null);
            if (result.Leg is not null)
            {
                _repeated.Served(waiter.Call.CallerNumber);
            }
            else
            {
                _repeated.LeftUnserved(
                    waiter.Call.Id, waiter.Call.CallerNumber, waiter.IsRepeated, _time.GetUtcNow());
            }
        }

        Pump();
        await over.CancelAsync();
        waiter.Call.StopPlaying();
        await announcing;
        waiter.Call.DropKeys();
        return result;
    }

    private async Task TalkAsync(IWaitingCall call, ITalkLeg leg, string extension, Queue queue)
    {
        try
        {
            if (!call.HangUp.IsCancellationRequested)
            {
                _roster.Took(extension, call.Id, queue);
                call.Story.HumanAnswered(extension);
                await call.TalkAsync(leg);
            }
        }
        finally
        {
            leg.HangUp();
            _inUse.Release(extension, call.Id);
        }
    }

    private TimeSpan PatienceLeft(Waiter waiter) =>
        waiter.Call.ArrivedAt + waiter.Queue.Patience - _time.GetUtcNow();

    private QueueNews NewsOf(Waiter waiter, bool offersKeys)
    {
        int position;
        bool isDeserted;
        lock (_gate)
        {
            position = _order.PositionOf(waiter);
            isDeserted = IsDeserted(waiter);
        }

        var minutes = waiter.Queue.TellsWait
            ? WaitEstimate.Minutes(
                position, _tally.Answers(waiter.Queue, waiter.Organisation), _time.GetUtcNow(), PatienceLeft(waiter))
            : null;
        return new QueueNews(
            waiter.Call, position == 1 || waiter.Queue.TellsPosition ? position : null, minutes, offersKeys,
            isDeserted);
    }

    private bool IsDeserted(Waiter waiter) =>
        !_roster.OnDuty(forEmergency: waiter.Queue.Purpose == QueuePurpose.Emergency)
            .Any(e => _order.PenaltyFor(e, waiter.Queue, waiter.Organisation) is not null);

    private void EndIfNobodyIsOnDuty(Waiter waiter)
    {
        bool isDeserted;
        lock (_gate)
        {
            isDeserted = IsDeserted(waiter);
        }

        if (isDeserted)
        {
            waiter.TryEnd(new WaitResult(WaitEnding.NobodyThere));
        }
    }

    private void Pump()
    {
        IReadOnlyList<(Waiter Waiter, string Extension, IRing Ring)> begun;
        lock (_gate)
        {
            begun = _order.Ring();
        }

        foreach (var (waiter, extension, ring) in begun)
        {
            _ = WatchAsync(waiter, extension, ring);
        }

        OnChanged?.Invoke();
    }

    /// <summary>
    /// Follows one ringing phone to its end. The first answer wins; a later one is sent away with its reason.
    /// </summary>
    private async Task WatchAsync(Waiter waiter, string extension, IRing ring)
    {
        RingResult result;
        await using (_time.CreateTimer(
            _ => ring.Cancel(false), null, waiter.Queue.RingTime, Timeout.InfiniteTimeSpan))
        {
            result = await ring.Result;
        }

        if (result is RingResult.Answered { Leg: var leg, By: var by })
        {
            if (!TryServe(waiter, by ?? extension, leg) && TryDrop(waiter, extension, ring))
            {
                Pump();   // somebody else's turn
            }
        }
        else if (TryDrop(waiter, extension, ring))
        {
            var until = _roster.Rest(extension);
            Pump();   // somebody else's turn
            await Task.Delay(_options.RestAfterRefusal, _time, CancellationToken.None);
            _roster.Rested(extension, until);
            Pump();
        }
    }

    /// <summary>False when the phone may not have the call, and its caller waits on.</summary>
    /// <param name="extension">The phone that answered, be it another than the one that rang.</param>
    private bool TryServe(Waiter waiter, string extension, ITalkLeg leg)
    {
        var isTaken = _inUse.TryTake(extension, waiter.Call.Id);
        if (!isTaken || !waiter.TryEnd(new WaitResult(WaitEnding.Served, extension, leg)))
        {
            leg.HangUp(CallReasons.AnsweredElsewhere);
            if (isTaken)
            {
                _inUse.Release(extension, waiter.Call.Id);
            }
        }

        return isTaken;
    }

    /// <summary>It rings no more. False when the line had taken it away before.</summary>
    private bool TryDrop(Waiter waiter, string extension, IRing ring)
    {
        lock (_gate)
        {
            return waiter.Rings.TryGetValue(extension, out var current) && ReferenceEquals(current, ring)
                && waiter.Rings.Remove(extension);
        }
    }
}
