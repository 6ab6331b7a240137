using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>A phone's own wish to transfer (REFER, RFC 3515), as calls need it; the SIP layer makes it.</summary>
/// <param name="Dialled">The number the far side is to be led to.</param>
/// <param name="Replaces">The phone's other call whose far side it is (attended transfer); null: blind.</param>
/// <param name="Tell">Says how it goes, as SIP statuses: 100–199 on the way, 200–699 the end.</param>
internal sealed record PhoneRefer(string Dialled, Dialog? Replaces, Action<int> Tell);

/// <summary>
/// Carries out the transfers that phones ask for by themselves. From the phone's side it is over as soon as the
/// exchange has it in hand: the call then comes back by ringing, not by a failed REFER.
/// </summary>
internal sealed class PhoneRefers
{
    private readonly CallParts _parts;
    private readonly CallControl _control;

    public PhoneRefers(CallParts parts, CallControl control)
    {
        (_parts, _control) = (parts, control);
        parts.Rooms.OnRefer = Take;
    }

    /// <summary>True when the wish was understood and begun; false is 603.</summary>
    public bool Take(VoiceLeg leg, PhoneRefer refer)
    {
        if (_parts.Rooms.Find(leg) is not { Party: { IsSupervisor: false } party } found)
        {
            return false;
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
    /// The phone has two calls; the far sides of both are put together in the one that has the resident.
    /// </summary>
    private ControlAnswer Attend(Room room, RoomParty own, Dialog other)
    {
        if (_parts.Rooms.Find(other) is not { } second || ReferenceEquals(second.Room, room))
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
