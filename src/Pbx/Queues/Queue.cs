using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>What a queue is for; an emergency goes before everything else.</summary>
public enum QueuePurpose
{
    Ordinary,
    Emergency,
}

/// <summary>A queue of callers and who takes them: one row of <c>pbx.queues</c>.</summary>
/// <param name="Code">The name menus and reports use: <c>dispatchers</c>, <c>emergency</c>.</param>
/// <param name="Organisation">Whose; empty: the one that answers wherever an organisation has none of its own.</param>
public sealed record Queue(string Code, string Organisation = "")
{
    /// <summary>The code of the queue everybody falls back on.</summary>
    public const string DispatchersCode = "dispatchers";

    public const string EmergencyCode = "emergency";

    private const string DispatchersName = "Диспетчеры";
    private const string EmergencyName = "Аварийная";

    /// <summary>
    /// From the call's arrival. The law gives five minutes (ПП РФ 416 п. 13); fifteen seconds of them are left to say
    /// that we will call back.
    /// </summary>
    public static readonly TimeSpan LegalPatience = TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(15);

    public QueuePurpose Purpose { get; init; }

    /// <summary>What people at screens read.</summary>
    public string Name { get; init; } = "";

    /// <summary>Empty while nobody has named a queue of ours: screens call it by its code in their language.</summary>
    public string GivenName() => Name == BuiltInNameOf(Code) ? "" : Name;

    public RingStrategy Strategy { get; init; }

    /// <summary>How long one phone rings before the next one's turn.</summary>
    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After a talk: to finish the ticket.</summary>
    public TimeSpan WrapUp { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// True: nobody rings whoever wraps up, but an emergency. False (UX §3.2): the time is shown, the next call may
    /// ring.
    /// </summary>
    public bool HoldsWrapUp { get; init; }

    /// <summary>All of them are needed to take its calls, each at least at its level.</summary>
    public IReadOnlyList<Skill> Skills { get; init; } = [];

    /// <summary>Who takes its calls speaks it; null: whoever speaks the caller's language goes first.</summary>
    public Language? Language { get; init; }

    /// <summary>Empty: every phone of the organisation.</summary>
    public IReadOnlyList<QueueMember> Members { get; init; } = [];

    /// <summary>Callers waiting at once; the next one is led on at once.</summary>
    public int WaitingMax { get; init; } = 500;

    /// <summary>From the call's arrival, not from joining.</summary>
    public TimeSpan Patience { get; init; } = LegalPatience;

    /// <summary>Where to, in this order, when nobody came.</summary>
    public IReadOnlyList<OverflowStep> Overflow { get; init; } = [OverflowStep.Callback];

    /// <summary>Music between two announcements.</summary>
    public TimeSpan AnnounceEvery { get; init; } = TimeSpan.FromSeconds(20);

    public bool TellsPosition { get; init; } = true;

    /// <summary>An estimate is told only when recent answers give one.</summary>
    public bool TellsWait { get; init; } = true;

    /// <summary>1 is a call back, 2 a message, 9 the emergency queue.</summary>
    public bool OffersKeys { get; init; } = true;

    /// <summary>False: silence between announcements.</summary>
    public bool HasMusic { get; init; } = true;

    /// <summary>The queue of the public number, where nobody has described another.</summary>
    public static Queue Dispatchers { get; } = new(DispatchersCode) { Name = DispatchersName };

    /// <summary>112: before everybody else, and without questions.</summary>
    public static Queue Emergency { get; } = new(EmergencyCode)
    {
        Name = EmergencyName, Purpose = QueuePurpose.Emergency, TellsPosition = false, TellsWait = false,
        OffersKeys = false,
    };

    /// <summary>What a queue of ours is called until somebody names it; null for others.</summary>
    public static string? BuiltInNameOf(string code) => code switch
    {
        DispatchersCode => DispatchersName,
        EmergencyCode => EmergencyName,
        _ => null,
    };
}
