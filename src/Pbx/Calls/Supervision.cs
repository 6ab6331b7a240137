namespace Zhkh.Pbx.Calls;

/// <summary>
/// Supervisors in other people's calls: rings the supervisor's phone and seats it; one who is there already changes
/// from listening to whispering to talking without a new call.
/// </summary>
internal sealed class Supervision(CallParts parts, PhoneDesk phones, RoomMoves moves)
{
    private readonly Lock _gate = new();
    private readonly HashSet<(Guid Call, string By)> _coming = [];

    public ControlAnswer Begin(Room room, string by, SupervisorMode mode)
    {
        var role = RoleOf(mode);
        if (room.Find(by) is not null)
        {
            return room.Do(state => Change(state, by, role));
        }

        if (parts.InUse.CallOf(by) is not null)
        {
            return ControlAnswer.No(ControlRefusal.Busy, by);
        }

        if (!phones.Registered.Contains(by))
        {
            return ControlAnswer.No(ControlRefusal.NotConnected, by);
        }

        lock (_gate)
        {
            if (_coming.Contains((room.CallId, by)))
            {
                return ControlAnswer.Ok;
            }

            if (room.Supervisors + _coming.Count(c => c.Call == room.CallId) >= parts.Options.SupervisorsMax)
            {
                return ControlAnswer.No(ControlRefusal.Full);
            }

            _coming.Add((room.CallId, by));
        }

        _ = parts.WatchAsync(ComeAsync(room, by, role), room.CallId);
        return ControlAnswer.Ok;
    }

    private static ControlAnswer Change(RoomState state, string by, PartyRole role)
    {
        if (state.Parties.FirstOrDefault(p => p.Name == by) is not { } party)
        {
            return ControlAnswer.TooLate;   // hung up between the look and the wish
        }

        if (!party.IsSupervisor)
        {
            return party.Role == role ? ControlAnswer.Ok : ControlAnswer.No(ControlRefusal.Taken, by);
        }

        party.Role = role;
        state.Story.Joined(by, role, isOurs: true);
        return ControlAnswer.Ok;
    }

    private async Task ComeAsync(Room room, string by, PartyRole role)
    {
        try
        {
            var limit = parts.Options.TransferRingMax;
            if (await moves.RingAsync(room, by, role, limit, isWished: true, move: null) is { } party
                && !room.TrySeat(party, on: null))
            {
                party.Leg.HangUp();
                parts.InUse.Release(by, room.CallId);
            }
        }
        finally
        {
            lock (_gate)
            {
                _coming.Remove((room.CallId, by));
            }
        }
    }

    private static PartyRole RoleOf(SupervisorMode mode) => mode switch
    {
        SupervisorMode.Listen => PartyRole.Listener,
        SupervisorMode.Whisper => PartyRole.Whisperer,
        SupervisorMode.Barge => PartyRole.Person,
    };
}
