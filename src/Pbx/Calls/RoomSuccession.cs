namespace Zhkh.Pbx.Calls;

/// <summary>How one party of a <see cref="Room"/> follows another. Everything here is done under the room's lock.
/// </summary>
internal static class RoomSuccession
{
    /// <summary>
    /// Tells that <paramref name="next"/> sits where <paramref name="before"/> sat, and hands over the holds and the
    /// move under way.
    /// </summary>
    public static void Tell(
        CallStory story, IReadOnlyList<RoomParty> parties, RoomMove? move, RoomParty before, RoomParty next)
    {
        next.HeldBy = before.HeldBy;
        if (before.Name == next.Name)
        {
            return;   // another device of the same extension
        }

        if (move?.By == before.Name)
        {
            move.HandOver(next.Name);
        }

        story.Joined(next.Name, next.Role, next.IsOurs);
        story.Moved(before.Name, next.Name, MoveKind.Attended);
        story.Left(before.Name);
        foreach (var held in parties.Where(party => party.HeldBy == before.Name))
        {
            held.HeldBy = next.Name;
            story.Held(next.Name, held.Name, isHeld: true);
        }
    }

    /// <summary>Somebody came: those who waited for them are brought back, unless they are still kept apart.</summary>
    public static void BringBack(IReadOnlyList<RoomParty> parties, RoomMove move)
    {
        var isKeptApart = move.Kind == MoveKind.Consult && parties.Any(party => party.Name == move.By);
        foreach (var party in parties)
        {
            party.IsInLine = false;
            if (!isKeptApart)
            {
                party.HeldBy = null;
            }
        }
    }

    /// <summary>Whoever passed the far side on goes, now that <paramref name="heir"/> is there.</summary>
    public static ControlAnswer Leave(RoomState state, string by, RoomParty heir)
    {
        if (state.Parties.Contains(heir) && state.Talker(by) is { } own && own != heir)
        {
            state.Leaving.Add(own);
        }

        return ControlAnswer.Ok;
    }
}
