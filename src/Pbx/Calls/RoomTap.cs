using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Where the recording of a call listens: at the resident's leg. While the resident waits in music and our people ask
/// one another it listens at the one who asks: what is said then belongs to the call, and has its class and term. Left
/// is then who was asked, right who asks. Under the room's lock.
/// </summary>
internal sealed class RoomTap
{
    private IFrameTap? _tap;
    private VoiceLeg? _resident;
    private VoiceLeg? _asks;

    /// <summary>Sees that it listens where it should.</summary>
    public void Arrange(IReadOnlyList<RoomParty> parties)
    {
        var (resident, asks) = Consultation(parties);
        if (ReferenceEquals(asks, _asks))
        {
            return;
        }

        Restore();
        if (resident is not null && asks is not null && resident.Media.Tap is { } tap)
        {
            (_tap, _resident, _asks) = (tap, resident, asks);
            resident.Media.Tap = null;
            asks.Media.Tap = new MirroredTap(tap);
        }
    }

    /// <summary>Back to the resident.</summary>
    public void Restore()
    {
        if (_asks is { } asks && _resident is { } resident)
        {
            asks.Media.Tap = null;
            resident.Media.Tap = _tap;
            (_tap, _resident, _asks) = (null, null, null);
        }
    }

    /// <summary>Who asks while the resident is held by them; nobody while a supervisor whispers: that is not recorded.
    /// </summary>
    private static (VoiceLeg? Resident, VoiceLeg? Asks) Consultation(IReadOnlyList<RoomParty> parties)
    {
        var resident = parties.FirstOrDefault(party => party is { Role: PartyRole.Resident, IsInLine: false });
        var talkers = parties.Count(party => party is { Role: PartyRole.Person, HeldBy: null });
        return resident?.HeldBy is { } by && talkers > 1 && parties.All(party => party.Role != PartyRole.Whisperer)
            ? (resident.Leg, parties.FirstOrDefault(party => party.Name == by && party.Role == PartyRole.Person)?.Leg)
            : (null, null);
    }

    /// <summary>What one side hears is what the other says.</summary>
    private sealed class MirroredTap(IFrameTap tap) : IFrameTap
    {
        public void Write(ReadOnlySpan<short> received, ReadOnlySpan<short> sent) => tap.Write(sent, received);
    }
}
