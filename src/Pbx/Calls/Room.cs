namespace Zhkh.Pbx.Calls;

/// <summary>
/// The conversation of a call. Parties come and go, are held and brought back; the call, its recording and its record
/// stay. It is over when the resident leaves, or when nobody is left who talks with them and nobody is on the way.
/// A resident whom our side leaves on hold is not dropped: somebody is found for them.
/// </summary>
/// <remarks>
/// Between two of our own phones there is no resident: then it is over when fewer than two are left. One lock, nothing
/// awaited under it; what takes time is carried by <see cref="RoomMoves"/>.
/// </remarks>
internal sealed class Room(CallParts parts, CallStory story)
{
    private readonly Lock _gate = new();
    private readonly Bridge _bridge = new();
    private readonly RoomTap _tap = new();
    private readonly List<RoomParty> _parties = [];
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource<RoomEnd> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RoomMove? _move;
    private bool _isOver;

    public Guid CallId => story.Id;

    public CallStory Story => story;

    /// <summary>Completes when everybody has been hung up.</summary>
    public Task<RoomEnd> Over => _over.Task;

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>The change of places under way, or null.</summary>
    public RoomMove? Move => Look(() => _move);

    /// <summary>Seats the first two and stays until it is over. Never throws.</summary>
    public async Task<RoomEnd> RunAsync(RoomParty first, RoomParty second)
    {
        parts.Rooms.Add(this);
        lock (_gate)
        {
            _parties.Add(first);
            _parties.Add(second);
            Begin(first);
            Begin(second);
            Arrange();
        }

        Watch(first);
        Watch(second);
        var end = await _over.Task;
        parts.Rooms.Remove(this);
        return end;
    }

    public RoomParty? Find(string name) => Find(party => party.Name == name);

    /// <summary>Whom a party would pass on: the resident, else the one it talks to.</summary>
    public RoomParty? FarSideOf(RoomParty party) =>
        Look(() => new RoomState(_parties, _move, story).FarSideOf(party.Name));

    /// <summary>How many supervisors are here.</summary>
    public int Supervisors => Look(() => _parties.Count(party => party.IsSupervisor));

    /// <summary>Does something with the parties and the move as they are, then sees that all hear what they should.
    /// </summary>
    /// <returns>Null when the conversation is over.</returns>
    public ControlAnswer Do(Func<RoomState, ControlAnswer> act)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return ControlAnswer.TooLate;
            }

            var state = new RoomState(_parties, _move, story);
            var answer = act(state);
            _move = state.Move;
            foreach (var gone in state.Leaving)
            {
                Remove(gone);
            }

            if (answer is ControlAnswer.Done)
            {
                Arrange();
            }

            return answer;
        }
    }

    /// <summary>Seats another party. False when it is too late, or <paramref name="on"/> is not under way.</summary>
    /// <param name="on">The move that brings it; it is done then. Null: none.</param>
    /// <param name="isTold">False when its coming is in the story already.</param>
    public bool TrySeat(RoomParty party, RoomMove? on, bool isTold = true)
    {
        lock (_gate)
        {
            if (_isOver || (on is not null && !ReferenceEquals(on, _move)))
            {
                return false;
            }

            _parties.Add(party);
            Begin(party);
            if (on is not null)
            {
                _move = null;
                RoomSuccession.BringBack(_parties, on);
            }

            if (isTold)
            {
                story.Joined(party.Name, party.Role, party.IsOurs);
            }

            Arrange();
        }

        Watch(party);
        return true;
    }

    /// <summary>
    /// A move came to nothing. True when whoever began it is still here and has the call in hand.
    /// </summary>
    public bool IsFailureHarmless(RoomMove move)
    {
        lock (_gate)
        {
            if (_isOver || !ReferenceEquals(move, _move))
            {
                return true;
            }

            if (Talkers() < 2)
            {
                return false;
            }

            _move = null;
            Arrange();
            return true;
        }
    }

    /// <summary>Puts one move in the place of another that came to nothing. False when that is not under way.</summary>
    public bool TryReplace(RoomMove move, RoomMove next)
    {
        lock (_gate)
        {
            if (_isOver || !ReferenceEquals(move, _move))
            {
                return false;
            }

            _move = next;
            story.Moved(next.By, next.To, next.Kind);
            return true;
        }
    }

    /// <summary>Hands the resident's sound to a waiting line, or takes it back.</summary>
    public VoiceLeg? GiveToLine(bool isInLine)
    {
        lock (_gate)
        {
            if (_isOver || _parties.Find(p => p.Role == PartyRole.Resident) is not { } resident)
            {
                return null;
            }

            resident.IsInLine = isInLine;
            resident.HeldBy = isInLine ? null : resident.HeldBy;
            Arrange();
            return resident.Leg;
        }
    }

    /// <summary>Takes a leg out without ending it: another conversation will have it.</summary>
    public bool TryTakeOut(RoomParty party)
    {
        lock (_gate)
        {
            if (_isOver || !_parties.Remove(party))
            {
                return false;
            }

            Leave(party);
            return true;
        }
    }

    /// <summary>
    /// Another phone takes the place of a person (RFC 3891): same role, same holds. False when it is too late.
    /// </summary>
    public bool TryTakePlace(RoomParty before, RoomParty next)
    {
        lock (_gate)
        {
            var at = _parties.IndexOf(before);
            var isSamePhone = before.Name == next.Name;   // another device of it: the phone stays in the call
            if (_isOver || at < 0 || (!isSamePhone && !parts.InUse.TryTake(next.Name, story.Id)))
            {
                return false;
            }

            _parties[at] = next;
            Leave(before, isReleased: !isSamePhone);
            Begin(next);
            RoomSuccession.Tell(story, _parties, _move, before, next);
            Arrange();
        }

        Watch(next);
        before.Leg.HangUp(CallReasons.AnsweredElsewhere);
        return true;
    }

    /// <summary>Ends it for everybody.</summary>
    public void Finish(RoomEnd end)
    {
        List<RoomParty> all;
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
            all = [.. _parties];
            _parties.Clear();
            _move?.GiveUp();
            _tap.Restore();
            _bridge.Dispose();
            all.ForEach(party => Leave(party));
        }

        all.ForEach(party => party.Leg.HangUp());
        _ = _closed.CancelAsync();
        _over.TrySetResult(end);
    }

    public RoomParty? Find(Predicate<RoomParty> which) => Look(() => _parties.Find(which));

    private T Look<T>(Func<T> what)
    {
        lock (_gate)
        {
            return what();
        }
    }

    /// <summary>Outside the lock: a leg that is over already says so at once.</summary>
    private void Watch(RoomParty party) => party.Watch = party.Leg.Ended.Register(() => OnLegOver(party));

    private void Begin(RoomParty party)
    {
        party.SeatedAt = parts.Time.GetTimestamp();
        party.Leg.OnHold = isHeld => OnHeldByPhone(party, isHeld);
        party.Leg.OnRefer = refer => parts.Rooms.OnRefer?.Invoke(party.Leg, refer) == true;
        if (party.Lease is { } lease)
        {
            party.Limit = parts.Time.CreateTimer(
                _ => party.Leg.HangUp(), null, lease.TimeAllowed, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Forgets everything that ties a party to this room.</summary>
    /// <param name="isReleased">False when its phone stays in the call with another device.</param>
    private void Leave(RoomParty party, bool isReleased = true)
    {
        party.Watch.Unregister();
        party.Leg.OnHold = null;
        party.Leg.OnRefer = null;
        party.Limit?.Dispose();
        _bridge.Leave(party.Leg.Media);
        if (party.Lease is { } lease)
        {
            lease.Talked = parts.Time.GetElapsedTime(party.SeatedAt);
            lease.Dispose();
        }

        if (isReleased && party is { IsOurs: true, Role: not PartyRole.Resident })
        {
            parts.InUse.Release(party.Name, story.Id);
        }
    }

    /// <summary>Our side sends a party away.</summary>
    private void Remove(RoomParty party)
    {
        if (_parties.Remove(party))
        {
            Leave(party);
            story.Left(party.Name);
            party.Leg.HangUp();
        }
    }

    private void OnHeldByPhone(RoomParty party, bool isHeld)
    {
        lock (_gate)
        {
            if (!_isOver && _parties.Contains(party))
            {
                story.Held(party.Name, null, isHeld);
                Arrange();
            }
        }
    }

    private void OnLegOver(RoomParty party)
    {
        RoomEnd? end;
        RoomMove? rescue = null;
        var how = party.Leg.How ?? LegEnd.ByPeer;
        lock (_gate)
        {
            if (_isOver || !_parties.Remove(party))
            {
                return;
            }

            Leave(party);
            end = Settle(party, how, ref rescue);
            if (end is null)
            {
                story.Left(party.Name);
                Arrange();
            }
        }

        if (end is { } over)
        {
            Finish(over);
        }
        else if (rescue is not null)
        {
            parts.Rooms.OnLeftAlone?.Invoke(this, rescue);
        }
    }

    /// <summary>Somebody left by themselves: is it over, does it go on, or is somebody left alone?</summary>
    private RoomEnd? Settle(RoomParty gone, LegEnd how, ref RoomMove? rescue)
    {
        if (gone.Role == PartyRole.Resident || Talkers() == 0)
        {
            return new RoomEnd(how, gone.Role == PartyRole.Resident);
        }

        if (gone.IsSupervisor)
        {
            return null;
        }

        var held = _parties.FindAll(party => party.HeldBy == gone.Name);
        if (Talkers() >= 2)
        {
            // Whoever asked a colleague and hung up has left the caller to the colleague.
            held.ForEach(party => party.HeldBy = null);
            if (held.Count > 0 && _parties.FindLast(p => p.Role == PartyRole.Person) is { } heir)
            {
                story.Moved(gone.Name, heir.Name, MoveKind.Attended);
            }

            return null;
        }

        if (_move is { } under)
        {
            Alone().HeldBy ??= under.By;
            return null;
        }

        if (held.Count == 0 && !gone.Leg.IsHeld)
        {
            return new RoomEnd(how, false);
        }

        Alone().HeldBy = gone.Name;
        _move = rescue = new RoomMove(gone.Name, gone.Name, MoveKind.RingBack) { IsRescue = true };
        story.Moved(gone.Name, gone.Name, MoveKind.RingBack);
        return null;
    }

    private int Talkers() => _parties.Count(party => !party.IsSupervisor);

    private RoomParty Alone() => _parties.First(party => !party.IsSupervisor);

    private void Arrange()
    {
        RoomSound.Arrange(_parties, _move, _bridge);
        _tap.Arrange(_parties);
    }
}
