using Zhkh.Pbx.Numbers;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// What people at screens do with calls: hold, pass on, ask, bring together, pick up, listen in. Every wish may be
/// repeated; one that is true already is done. Answers at once; what takes time shows in the feed.
/// </summary>
public sealed class CallControl
{
    private readonly CallParts _parts;
    private readonly PhoneDesk _phones;
    private readonly DialPlan _plan;
    private readonly TrunkOut _trunk;
    private readonly LineDoor _lines;
    private readonly Func<string, bool> _isExtension;
    private readonly Func<string, string> _organisationOf;
    private readonly RoomMoves _moves;
    private readonly PickUps _pickUps;
    private readonly Supervision _supervision;

    internal CallControl(
        CallParts parts, PhoneDesk phones, DialPlan plan, TrunkOut trunk, LineDoor lines,
        Func<string, bool> isExtension, Func<string, string> organisationOf)
    {
        (_parts, _phones, _plan, _trunk, _lines) = (parts, phones, plan, trunk, lines);
        (_isExtension, _organisationOf) = (isExtension, organisationOf);
        _moves = new RoomMoves(parts, phones, trunk, lines);
        _pickUps = new PickUps(parts, phones, this);
        _supervision = new Supervision(parts, phones, _moves);
        _ = new PhoneRefers(parts, this, _moves);
    }

    /// <summary>Codes of the lines a caller may be sent to.</summary>
    public IReadOnlyList<string> Lines => _lines.Codes();

    /// <summary>What a phone calls to be a permanent line; with an extension behind it, to be that one's.</summary>
    public string LineNumber => _parts.Options.PermanentLineNumber;

    /// <summary>The far side hears music until <see cref="Resume"/>.</summary>
    public ControlAnswer Hold(Guid callId, string by) => Hold(callId, by, out _);

    /// <param name="isBegun">True when this began it; false when it was so, or was refused.</param>
    internal ControlAnswer Hold(Guid callId, string by, out bool isBegun)
    {
        var begun = false;
        var answer = In(callId, room => room.Do(state => Hold(state, by, out begun)));
        isBegun = begun;
        return answer;
    }

    /// <summary>Takes the far side back; a colleague who is being asked meanwhile is given up.</summary>
    /// <remarks>Of two calls of one phone the other one is put on hold: nobody talks to both.</remarks>
    public ControlAnswer Resume(Guid callId, string by) => In(callId, room =>
    {
        var answer = Release(room, by);
        if (answer is ControlAnswer.Done)
        {
            foreach (var other in _parts.Rooms.Of(by).Where(other => other != room))
            {
                Hold(other.CallId, by);
            }
        }

        return answer;
    });

    private static ControlAnswer Release(Room room, string by) => room.Do(state =>
    {
        if (state.Talker(by) is null)
        {
            return ControlAnswer.No(ControlRefusal.NotInCall, PersonIn(state));
        }

        if (state.Move is { Kind: MoveKind.Consult } asking && asking.By == by)
        {
            state.Move = null;
            asking.GiveUp();
        }

        return Release(state, by);
    });

    /// <summary>Switches the microphone of one's own telephone off, or on.</summary>
    public ControlAnswer Mute(Guid callId, string by, bool isMuted) => In(callId, room => room.Do(state =>
    {
        if (state.Talker(by) is not { Role: PartyRole.Person } own)
        {
            return ControlAnswer.No(ControlRefusal.NotInCall, PersonIn(state));
        }

        if (own.IsMuted != isMuted)
        {
            own.IsMuted = isMuted;
            state.Story.Muted(by, isMuted);
        }

        return ControlAnswer.Ok;
    }));

    /// <summary>Passes the far side on at once; whoever passes it leaves.</summary>
    /// <param name="to">An extension, a line's code, or a number in any spelling.</param>
    public ControlAnswer Transfer(Guid callId, string by, string to) => In(callId, room =>
    {
        MoveTarget? target = null;
        RoomMove? move = null;
        var answer = room.Do(state =>
        {
            if (IsUnderWay(state, by, to, MoveKind.Blind))
            {
                return ControlAnswer.Ok;
            }

            if (Refusal(state, by) is { } refusal)
            {
                return refusal;
            }

            if (Resolve(by, to, mayBeLine: true, out target) is { } bad)
            {
                return bad;
            }

            Give(state, by);
            move = state.Begin(by, target?.Name ?? to, MoveKind.Blind);
            return ControlAnswer.Ok;
        });
        return Carry(room, move, target, answer);
    });

    /// <summary>Leaves the far side to whoever was asked.</summary>
    public ControlAnswer Complete(Guid callId, string by) => In(callId, room => room.Do(state =>
    {
        if (state.Talker(by) is null)
        {
            // A repeated wish: the one who passed the call on has left it.
            return state.Story.Record.Moves.LastOrDefault() is { Kind: MoveKind.Attended } last && last.By == by
                ? ControlAnswer.Ok : ControlAnswer.No(ControlRefusal.NotInCall, PersonIn(state));
        }

        if (state.Move is { Kind: MoveKind.Consult } asking && asking.By == by)
        {
            Give(state, by);   // nobody has answered yet: it becomes a transfer, with its way back
            return ControlAnswer.Ok;
        }

        if (state.Parties.LastOrDefault(p => p.Role == PartyRole.Person && p.Name != by) is not { } heir)
        {
            return ControlAnswer.No(ControlRefusal.NobodyThere);
        }

        Release(state, by);
        state.Leaving.Add(state.Parties.First(p => p.Name == by && !p.IsSupervisor));
        state.Story.Moved(by, heir.Name, MoveKind.Attended);
        return ControlAnswer.Ok;
    }));

    /// <summary>Asks a colleague first; the far side hears music.</summary>
    public ControlAnswer Consult(Guid callId, string by, string to) => Bring(callId, by, to, MoveKind.Consult);

    /// <summary>Brings another party in, nobody is held.</summary>
    public ControlAnswer Add(Guid callId, string by, string to) => Bring(callId, by, to, MoveKind.Conference);

    /// <summary>All who are there talk with one another: the far side and whoever was asked.</summary>
    public ControlAnswer Join(Guid callId, string by) => In(callId, room => room.Do(state =>
        state.Talker(by) is null ? ControlAnswer.No(ControlRefusal.NotInCall, PersonIn(state))
        : state.Parties.Count(p => !p.IsSupervisor) < 3 ? ControlAnswer.No(ControlRefusal.NobodyThere)
        : Release(state, by)));

    /// <summary>Sends a party away: somebody who was brought in, or a supervisor who goes.</summary>
    public ControlAnswer Drop(Guid callId, string by, string party) => In(callId, room => room.Do(state =>
    {
        if (state.Parties.All(p => p.Name != by))
        {
            return ControlAnswer.No(ControlRefusal.NotInCall, PersonIn(state));
        }

        if (state.Move is { Kind: MoveKind.Consult or MoveKind.Conference or MoveKind.Attended } coming
            && coming.By == by && coming.To == party)
        {
            state.Move = null;
            coming.GiveUp();
            return ControlAnswer.Ok;
        }

        if (state.Parties.FirstOrDefault(p => p.Name == party) is not { } gone)
        {
            return ControlAnswer.TooLate;
        }

        if (gone.Role == PartyRole.Resident
            || (!gone.IsSupervisor && state.Parties.Count(p => !p.IsSupervisor) < 3)
            || (gone.IsSupervisor && party != by))
        {
            return ControlAnswer.No(ControlRefusal.NobodyThere);
        }

        state.Leaving.Add(gone);
        return ControlAnswer.Ok;
    }));

    /// <summary>Takes a ringing call with another phone.</summary>
    public ControlAnswer PickUp(Guid callId, string by) => _pickUps.Take(callId, by);

    /// <summary>A supervisor hears, prompts or joins.</summary>
    public ControlAnswer Supervise(Guid callId, string by, SupervisorMode mode) => In(
        callId, room => _supervision.Begin(room, by, mode));

    /// <summary>Seats a leg of another conversation in the place of whoever passes the call on (REFER with Replaces).
    /// </summary>
    internal ControlAnswer TakeOver(Room room, string by, Room other, RoomParty heir)
    {
        if (room.Find(by) is null || !other.TryTakeOut(heir))
        {
            return ControlAnswer.TooLate;
        }

        if (heir.IsOurs)
        {
            _parts.InUse.TryTake(heir.Name, room.CallId);
        }

        var party = new RoomParty(heir.Name, PartyRole.Person, heir.Leg, heir.IsOurs);
        if (!room.TrySeat(party, on: null))
        {
            party.Leg.HangUp();
        }

        other.Finish(new RoomEnd(LegEnd.ByUs, false));
        return Complete(room.CallId, by);
    }

    private ControlAnswer Bring(Guid callId, string by, string to, MoveKind kind) => In(callId, room =>
    {
        MoveTarget? target = null;
        RoomMove? move = null;
        var answer = room.Do(state =>
        {
            if (IsUnderWay(state, by, to, kind) || (state.Talker(by) is not null && state.Talker(to) is not null))
            {
                return ControlAnswer.Ok;
            }

            if (Refusal(state, by) is { } refusal)
            {
                return refusal;
            }

            if (state.Parties.Count >= Bridge.SeatsMax)
            {
                return ControlAnswer.No(ControlRefusal.Full);
            }

            if (Resolve(by, to, mayBeLine: false, out target) is { } bad)
            {
                return bad;
            }

            if (kind == MoveKind.Consult && state.FarSideOf(by) is { } far)
            {
                far.HeldBy = by;
                state.Story.Held(by, far.Name, isHeld: true);
            }

            move = state.Begin(by, target?.Name ?? to, kind);
            return ControlAnswer.Ok;
        });
        return Carry(room, move, target, answer);
    });

    private ControlAnswer Carry(Room room, RoomMove? move, MoveTarget? target, ControlAnswer answer)
    {
        if (move is not null && target is not null && answer is ControlAnswer.Done)
        {
            _moves.Carry(room, move, target);
        }
        else if (target is MoveTarget.Outside unused)
        {
            unused.Lease.Dispose();
        }

        return answer;
    }

    private ControlAnswer In(Guid callId, Func<Room, ControlAnswer> act) =>
        _parts.Rooms.Find(callId) is { } room ? act(room) : ControlAnswer.TooLate;

    private static ControlAnswer? Refusal(RoomState state, string by)
    {
        if (state.Talker(by) is null)
        {
            return ControlAnswer.No(ControlRefusal.NotInCall, PersonIn(state));
        }

        return state.Move is { } other ? ControlAnswer.No(ControlRefusal.Moving, other.By)
            : state.FarSideOf(by) is null ? ControlAnswer.No(ControlRefusal.NobodyThere)
            : null;
    }

    private static bool IsUnderWay(RoomState state, string by, string to, MoveKind kind) =>
        (state.Move is { } move && move.By == by && Same(move.To, to) && move.Kind == kind)
        || (state.Talker(by) is null && state.Story.Record.Moves.LastOrDefault() is { } last && last.By == by
            && Same(last.To, to) && last.Kind == kind);

    private static bool Same(string known, string written) =>
        known == written || NumberPlan.ToE164(written) is { } number && known == number;

    private static string? PersonIn(RoomState state) =>
        state.Parties.FirstOrDefault(p => p is { Role: PartyRole.Person, IsOurs: true })?.Name;

    private static ControlAnswer Hold(RoomState state, string by, out bool isBegun)
    {
        isBegun = false;
        if (state.Talker(by) is null)
        {
            return ControlAnswer.No(ControlRefusal.NotInCall, PersonIn(state));
        }

        if (state.FarSideOf(by) is not { } far)
        {
            return ControlAnswer.No(ControlRefusal.NobodyThere);
        }

        if (far.HeldBy is { } holder)
        {
            return holder == by ? ControlAnswer.Ok : ControlAnswer.No(ControlRefusal.Taken, holder);
        }

        isBegun = true;
        far.HeldBy = by;
        state.Story.Held(by, far.Name, isHeld: true);
        return ControlAnswer.Ok;
    }

    private static ControlAnswer Release(RoomState state, string by)
    {
        foreach (var party in state.Parties.Where(p => p.HeldBy == by))
        {
            party.HeldBy = null;
            state.Story.Held(by, party.Name, isHeld: false);
        }

        return ControlAnswer.Ok;
    }

    /// <summary>Whoever passes the far side on leaves it to music.</summary>
    private static void Give(RoomState state, string by)
    {
        if (state.FarSideOf(by) is { } far && state.Parties.Count(p => !p.IsSupervisor) == 2)
        {
            far.HeldBy = by;
        }

        state.Leaving.Add(state.Parties.First(p => p.Name == by && !p.IsSupervisor));
    }

    private ControlAnswer? Resolve(string by, string to, bool mayBeLine, out MoveTarget? target)
    {
        target = null;
        if (_isExtension(to))
        {
            if (to == by || !_phones.Registered.Contains(to))
            {
                return ControlAnswer.No(ControlRefusal.NotConnected, to);
            }

            if (_parts.InUse.CallOf(to) is not null)
            {
                return ControlAnswer.No(ControlRefusal.Busy, to);
            }

            target = new MoveTarget.Phone(to);
            return null;
        }

        if (mayBeLine && _lines.Has(to))
        {
            target = new MoveTarget.Line(to);
            return null;
        }

        if (!_trunk.IsThere)
        {
            return ControlAnswer.No(ControlRefusal.NoTrunk);
        }

        switch (_plan.Judge(_organisationOf(by), by, to))
        {
            case DialVerdict.Granted granted:
                target = new MoveTarget.Outside(granted.Lease);
                return null;
            case DialVerdict.Denied { Reason: var reason }:
                CallsLog.DialDenied(_parts.Log, by, PhoneNumber.Mask(to), reason);
                return ControlAnswer.No(reason is DialDenial.NotANumber or DialDenial.NotAllowed or DialDenial.Frozen
                    ? ControlRefusal.BadTarget : ControlRefusal.DialLimit);
            default:
                throw new InvalidOperationException("The verdict is granted or denied.");
        }
    }
}
