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

    public WaitingLines(IPhones phones, PhonesInUse inUse, QueueOptions options, TimeProvider time)
    {
        (_inUse, _options, _time) = (inUse, options, time);
        _roster = new AgentRoster(phones, inUse, options, time);
        _order = new RingOrder(phones, _roster);
        phones.OnChanged += Pump;
        inUse.OnFreed += Pump;
    }

    public AgentRoster Roster => _roster;

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

    public async Task<WaitEnding> JoinAsync(
        ICall call, string line, IReadOnlyList<Prompt> opening, CancellationToken cancel)
    {
        var settings = _options.Lines.FirstOrDefault(l => string.Equals(l.Name, line, StringComparison.Ordinal))
            ?? throw new ArgumentException($"No line {line}", nameof(line));
        var caller = call as IWaitingCall ?? throw new ArgumentException("Not a call of this exchange", nameof(call));
        caller.Story.WantedPerson(line);
        var waiter = new Waiter(caller, settings);
        var result = TryEnter(waiter)
            ? await WaitAsync(waiter, opening, cancel)
            : new WaitResult(WaitEnding.NobodyThere);
        if (result is { Leg: { } leg, Extension: { } extension })
        {
            await TalkAsync(caller, leg, extension);
        }
        else if (!call.HangUp.IsCancellationRequested)
        {
            caller.Story.LeftLine(line);
        }

        return result.Ending;
    }

    /// <summary>These lines as calls see them, that send a caller back to wait.</summary>
    public LineDoor Door => new(
        () => [.. _options.Lines.Select(line => line.Name)],
        code => _options.Lines.Any(line => string.Equals(line.Name, code, StringComparison.Ordinal)),
        async (call, line, cancel) => await JoinAsync(call, line, [], cancel) != WaitEnding.NobodyThere);

    private bool TryEnter(Waiter waiter)
    {
        lock (_gate)
        {
            if (_order.Count >= _options.WaitingMax)
            {
                return false;
            }

            _order.Add(waiter);
        }

        Pump();
        return true;
    }

    private async Task<WaitResult> WaitAsync(
        Waiter waiter, IReadOnlyList<Prompt> opening, CancellationToken cancel)
    {
        using var over = new CancellationTokenSource();
        using var left = waiter.Call.HangUp.Register(() => waiter.TryEnd(new WaitResult(WaitEnding.CallerLeft)));
        using var taken = cancel.Register(() => waiter.TryEnd(new WaitResult(WaitEnding.CallerLeft)));
        var patience = waiter.Call.ArrivedAt + waiter.Line.Patience - _time.GetUtcNow();
        await using var deadline = _time.CreateTimer(
            _ => waiter.TryEnd(new WaitResult(WaitEnding.NobodyThere)), null,
            patience > TimeSpan.Zero ? patience : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await using var empty = _time.CreateTimer(
            _ => EndIfNobodyIsRegistered(waiter), null, _options.NoPhonesPatience, _options.NoPhonesPatience);
        var announcing = AnnounceAsync(waiter, opening, over.Token);
        var result = await waiter.Result;
        lock (_gate)
        {
            _order.Remove(waiter, result.Leg is not null);
        }

        Pump();
        await over.CancelAsync();
        waiter.Call.StopPlaying();
        await announcing;
        waiter.Call.DropKeys();
        return result;
    }

    private async Task TalkAsync(IWaitingCall call, ITalkLeg leg, string extension)
    {
        try
        {
            if (!call.HangUp.IsCancellationRequested)
            {
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

    private void EndIfNobodyIsRegistered(Waiter waiter)
    {
        if (_roster.IsEmpty)
        {
            waiter.TryEnd(new WaitResult(WaitEnding.NobodyThere));
        }
    }

    private void Pump()
    {
        IReadOnlyList<(string Extension, IRing Ring)> begun;
        Waiter? first;
        lock (_gate)
        {
            begun = _order.Ring(out first);
        }

        foreach (var (extension, ring) in begun)
        {
            _ = WatchAsync(first, extension, ring);
        }
    }

    /// <summary>
    /// Follows one ringing phone to its end. The first answer wins; a later one is sent away with its reason.
    /// </summary>
    private async Task WatchAsync(Waiter? waiter, string extension, IRing ring)
    {
        var result = await ring.Result;
        if (waiter is null)
        {
            return;
        }

        if (result is RingResult.Answered { Leg: var leg, By: var by })
        {
            extension = by ?? extension;   // another phone picked it up
            var isFirst = _inUse.TryTake(extension, waiter.Call.Id);
            if (isFirst && waiter.TryEnd(new WaitResult(WaitEnding.Served, extension, leg)))
            {
                return;
            }

            leg.HangUp(CallReasons.AnsweredElsewhere);
            if (isFirst)
            {
                _inUse.Release(extension, waiter.Call.Id);
            }

            return;
        }

        bool wasOurs;
        lock (_gate)
        {
            wasOurs = waiter.Rings.TryGetValue(extension, out var current) && ReferenceEquals(current, ring)
                && waiter.Rings.Remove(extension);
        }

        if (wasOurs)
        {
            _roster.Rest(extension);
            await Task.Delay(_options.RestAfterRefusal, _time, CancellationToken.None);
            Pump();
        }
    }

    /// <summary>The opening words; then, now and then, tells the next in line so; music between.</summary>
    private async Task AnnounceAsync(Waiter waiter, IReadOnlyList<Prompt> opening, CancellationToken over)
    {
        try
        {
            if (opening.Count > 0)
            {
                waiter.Call.DropKeys();
                await waiter.Call.PlayAsync(opening);
            }

            while (!over.IsCancellationRequested)
            {
                bool isNext;
                lock (_gate)
                {
                    isNext = _order.PositionOf(waiter) == 1;
                }

                if (isNext)
                {
                    waiter.Call.DropKeys();
                    await waiter.Call.PlayAsync(new Prompt(_options.NextPrompt));
                }

                over.ThrowIfCancellationRequested();
                waiter.Call.PlayMusic();
                await Task.Delay(_options.AnnouncementPause, _time, over);
            }
        }
        catch (OperationCanceledException)
        {
            // The wait is over, or the caller hung up.
        }
    }
}
