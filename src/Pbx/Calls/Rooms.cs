using System.Collections.Concurrent;

namespace Zhkh.Pbx.Calls;

/// <summary>The conversations that are going on, by their call. Bounded by the calls themselves.</summary>
internal sealed class Rooms
{
    private readonly ConcurrentDictionary<Guid, Room> _rooms = new();

    /// <summary>
    /// Told when a resident was left alone and somebody has to be found. Must return at once; the move it is given is
    /// under way already.
    /// </summary>
    public Action<Room, RoomMove>? OnLeftAlone { get; set; }

    /// <summary>A phone in a conversation wants its far side led elsewhere; false refuses.</summary>
    public Func<VoiceLeg, PhoneRefer, bool>? OnRefer { get; set; }

    public Room? Find(Guid callId) => _rooms.GetValueOrDefault(callId);

    /// <summary>The conversation that a leg is in, and its party.</summary>
    public (Room Room, RoomParty Party)? Find(VoiceLeg leg) => Find(party => ReferenceEquals(party.Leg, leg));

    /// <summary>The same by the dialog of the leg.</summary>
    public (Room Room, RoomParty Party)? Find(Sip.Dialog dialog) =>
        Find(party => party.Leg is CallLeg leg && leg.Is(dialog));

    /// <summary>The conversations that a phone of ours talks in.</summary>
    public IReadOnlyList<Room> Of(string extension) =>
        [.. _rooms.Values.Where(room => room.Find(extension) is { IsOurs: true, IsSupervisor: false })];

    /// <summary>Hangs a leg up for the call that brought it, unless it talks in another conversation by now.</summary>
    public void HangUp(VoiceLeg leg, Guid callId)
    {
        if (Find(leg) is not { Room: var room } || room.CallId == callId)
        {
            leg.HangUp();
        }
    }

    public void Add(Room room) => _rooms[room.CallId] = room;

    public void Remove(Room room) => _rooms.TryRemove(KeyValuePair.Create(room.CallId, room));

    private (Room Room, RoomParty Party)? Find(Predicate<RoomParty> which)
    {
        foreach (var room in _rooms.Values)
        {
            if (room.Find(which) is { } party)
            {
                return (room, party);
            }
        }

        return null;
    }
}
