using Zhkh.Pbx.Numbers;

namespace Zhkh.Pbx.Calls;

/// <summary>What a party is to a conversation.</summary>
public enum PartyRole
{
    /// <summary>The one the call belongs to: when they leave, it is over.</summary>
    Resident,

    /// <summary>Talks with them: a dispatcher, a colleague, an outside number.</summary>
    Person,

    /// <summary>A supervisor who hears and is not heard.</summary>
    Listener,

    /// <summary>A supervisor whom only our people hear.</summary>
    Whisperer,
}

/// <summary>What a party hears just now.</summary>
internal enum PartySound
{
    Nothing,
    Room,
    Music,
    Ringback,

    /// <summary>A waiting line plays to it; the room keeps its hands off.</summary>
    Line,
}

/// <summary>One party of a <see cref="Room"/>. Guarded by the room's lock.</summary>
/// <param name="name">An extension, or a number.</param>
/// <param name="isOurs">True for a telephone of ours, which is taken while it is here.</param>
internal sealed class RoomParty(string name, PartyRole role, VoiceLeg leg, bool isOurs)
{
    public string Name { get; } = name;

    public PartyRole Role { get; set; } = role;

    public VoiceLeg Leg { get; } = leg;

    public bool IsOurs { get; } = isOurs;

    public bool IsSupervisor => Role is PartyRole.Listener or PartyRole.Whisperer;

    /// <summary>Who put this party on hold from a screen; null when nobody did.</summary>
    public string? HeldBy { get; set; }

    /// <summary>True while the party's microphone is off.</summary>
    public bool IsMuted { get; set; }

    /// <summary>True while a waiting line has the party.</summary>
    public bool IsInLine { get; set; }

    public PartySound Sound { get; set; }

    /// <summary>The dial plan's leave for an outside number; given back when the party goes.</summary>
    public DialLease? Lease { get; init; }

    /// <summary>Ends an outside party when its time is up.</summary>
    public ITimer? Limit { get; set; }

    /// <summary>Timestamp of the clock when it was seated.</summary>
    public long SeatedAt { get; set; }

    public CancellationTokenRegistration Watch { get; set; }

    public BridgeVoice Voice => Role switch
    {
        PartyRole.Listener => BridgeVoice.Silent,
        PartyRole.Whisperer => BridgeVoice.Whisper,
        PartyRole.Person when IsMuted => BridgeVoice.Muted,
        PartyRole.Person when IsOurs => BridgeVoice.Ours,
        PartyRole.Person or PartyRole.Resident => BridgeVoice.Open,
    };
}
