using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Calls;

/// <summary>Who hears what in a <see cref="Room"/>: a seat of the bridge, music, a ringing tone.</summary>
internal static class RoomSound
{
    /// <summary>Sees that everybody hears what they should; leavings first, so that no seat is cleared twice.</summary>
    public static void Arrange(IReadOnlyList<RoomParty> parties, RoomMove? move, Bridge bridge)
    {
        Span<PartySound> next = stackalloc PartySound[parties.Count];
        for (var i = 0; i < parties.Count; i++)
        {
            next[i] = SoundOf(parties[i], parties, move);
            if (parties[i].Sound == PartySound.Room && next[i] != PartySound.Room)
            {
                bridge.Leave(parties[i].Leg.Media);
            }
        }

        for (var i = 0; i < parties.Count; i++)
        {
            var party = parties[i];
            if (next[i] == PartySound.Room)
            {
                bridge.Join(party.Leg.Media, party.Voice);
            }
            else if (next[i] != party.Sound && next[i] != PartySound.Line)
            {
                party.Leg.Media.Source = next[i] switch
                {
                    PartySound.Music => new SamplePlayer(Tones.MusicOnHold, loop: true),
                    PartySound.Ringback => new SamplePlayer(Tones.Ringback, loop: true),
                    PartySound.Nothing or PartySound.Room or PartySound.Line => null,
                };
            }

            party.Sound = next[i];
        }
    }

    private static PartySound SoundOf(RoomParty party, IReadOnlyList<RoomParty> parties, RoomMove? move)
    {
        if (party.IsInLine)
        {
            return PartySound.Line;
        }

        if (party.HeldBy is not null)
        {
            return PartySound.Music;
        }

        if (party.IsSupervisor)
        {
            return PartySound.Room;
        }

        var others = parties
            .Where(o => o != party && o is { IsSupervisor: false, HeldBy: null, IsInLine: false }).ToList();
        if (others.Count == 0)
        {
            return move is { Kind: MoveKind.Consult } && move.By == party.Name
                ? PartySound.Ringback : PartySound.Room;
        }

        return others.TrueForAll(o => o.Leg.IsHeld) ? PartySound.Music : PartySound.Room;
    }
}
