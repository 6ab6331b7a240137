namespace Zhkh.Pbx.Calls;

/// <summary>A <see cref="Room"/> from inside, for the length of one act under its lock.</summary>
internal sealed class RoomState(IReadOnlyList<RoomParty> parties, RoomMove? move, CallStory story)
{
    public IReadOnlyList<RoomParty> Parties => parties;

    public CallStory Story => story;

    /// <summary>The change of places under way; an act may begin one or take it away.</summary>
    public RoomMove? Move { get; set; } = move;

    /// <summary>Parties that are to be sent away when the act is done.</summary>
    public List<RoomParty> Leaving { get; } = [];

    /// <summary>Somebody who talks, by name.</summary>
    public RoomParty? Talker(string name) => parties.FirstOrDefault(p => p.Name == name && !p.IsSupervisor);

    /// <summary>Whom <paramref name="by"/> would hold or pass on: the resident, else the one they talk to.</summary>
    public RoomParty? FarSideOf(string by) =>
        parties.FirstOrDefault(p => p.Role == PartyRole.Resident && p.Name != by)
        ?? parties.FirstOrDefault(p => p.Role == PartyRole.Person && p.Name != by);

    /// <summary>Begins a move and tells it.</summary>
    public RoomMove Begin(string by, string to, MoveKind kind)
    {
        Move = new RoomMove(by, to, kind);
        story.Moved(by, to, kind);
        return Move;
    }
}
