using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>A phone's own wish to transfer (REFER, RFC 3515), as calls need it; the SIP layer makes it.</summary>
/// <param name="Dialled">The number the far side is to be led to.</param>
/// <param name="Replaces">The phone's other call whose far side it is (attended transfer); null: blind.</param>
/// <param name="Tell">Says how it goes, as SIP statuses: 100–199 on the way, 200–699 the end.</param>
internal sealed record PhoneRefer(string Dialled, Dialog? Replaces, Action<int> Tell);

/// <summary>
/// Carries out the transfers that phones ask for by themselves. From the phone's side it is over as soon as the
/// exchange has it in hand: the call then comes back by ringing, not by a failed REFER. Only where the other call
/// rings already does the phone stay until somebody answers, and is told how it goes.
/// </summary>
internal sealed class PhoneRefers
{
    private readonly CallParts _parts;
    private readonly CallControl _control;
    private readonly RoomMoves _moves;

    public PhoneRefers(CallParts parts, CallControl control, RoomMoves moves)
    {
        (_parts, _control, _moves) = (parts, control, moves);
        parts.Rooms.OnRefer = Take;
    }

    /// <summary>True when the wish was understood and begun; false is 603.</summary>
    public bool Take(VoiceLeg leg, PhoneRefer refer)
    {
        if (_parts.Rooms.Find(leg) is not { Party: { IsSupervisor: false } party } found)
        {
            return false;
        }

        if (refer.Replaces is { } early && _parts.Ringing.Find(early) is { } ringing)
        {
            return TryPassToRinging(found.Room, party, ringing, refer.Tell);
        }

        var answer = refer.Replaces is { } other
            ? Attend(found.Room, party, other)
            : _control.Transfer(found.Room.CallId, party.Name, refer.Dialled);
        if (answer is not ControlAnswer.Done)
        {
            return false;
        }

        refer.Tell(200);
        return true;
    }

    /// <summary>
    /// The phone's other call still rings. The far side of this one is passed on when it is answered; until then the
    /// phone may take its far side back, and when nobody answers it still has it.
    /// </summary>
    private bool TryPassToRinging(Room room, RoomParty own, ThroughCall ringing, Action<int> tell)
    {
        if (ringing.Extension != own.Name)
        {
            return false;
        }

        RoomMove? move = null;
        GivenRing? given = null;
        room.Do(state =>
        {
            if (state.Move is null && state.Parties.Count < Bridge.SeatsMax && state.Parties.Contains(own)
                && state.FarSideOf(own.Name) is not null && (given = ringing.TryGive()) is { } rings)
            {
                move = state.Begin(own.Name, rings.To, MoveKind.Attended);
            }

            return ControlAnswer.Ok;
        });
        if (move is null || given is null)
        {
            return false;
        }

        _moves.CarryRing(room, move, given, tell);
        return true;
    }

    /// <summary>
    /// The phone has two calls; the far sides of both are put together in the one that has the resident.
    /// </summary>
    private ControlAnswer Attend(Room room, RoomParty own, Dialog other)
    {
        if (_parts.Rooms.Find(other) is not { } second || ReferenceEquals(second.Room, room)
            || second.Party.Name != own.Name)
        {
            return ControlAnswer.TooLate;
        }

        var here = room.FarSideOf(own);
        var there = second.Room.FarSideOf(second.Party);
        return (here, there) switch
        {
            ({ }, { Role: not PartyRole.Resident } heir) => _control.TakeOver(room, own.Name, second.Room, heir),
            ({ Role: not PartyRole.Resident } heir, { }) =>
                _control.TakeOver(second.Room, second.Party.Name, room, heir),
            _ => ControlAnswer.No(ControlRefusal.BadTarget),   // two residents are not put together
        };
    }
}
