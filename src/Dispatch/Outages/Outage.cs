namespace Zhkh.Dispatch;

/// <summary>A service that is off in some houses (отключение).</summary>
public sealed class Outage
{
    public required Guid Id { get; init; }

    public required string Organisation { get; init; }

    /// <summary>Short enough to be spoken; unique within the organisation.</summary>
    public required int Number { get; init; }

    public required OutageKind Kind { get; init; }

    /// <summary>What is off, in camelCase: <see cref="Utility"/>.</summary>
    public required string[] Services { get; init; }

    public required OutageCause Cause { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Null = being clarified.</summary>
    public DateTimeOffset? PlannedUntil { get; internal set; }

    public DateTimeOffset? ClosedAt { get; internal set; }

    /// <summary>The ticket it came from.</summary>
    public Guid? TicketId { get; init; }

    public required bool NotifyMunicipality { get; init; }

    /// <summary>Planned, and declared later than the law wants people to be told.</summary>
    public required bool IsShortNotice { get; init; }

    public required DateTimeOffset DeclaredAt { get; init; }

    public required string DeclaredBy { get; init; }

    /// <summary>Grows with every change of the term, closing and reopening.</summary>
    public int Version { get; internal set; }

    internal IReadOnlyList<Utility> Utilities => [.. Services.Select(CamelCase.Value<Utility>)];
}

/// <summary>Foreseen or not.</summary>
public enum OutageKind
{
    Planned,
    Emergency,
}

/// <summary>What can be off (DOMAIN §9).</summary>
public enum Utility
{
    ColdWater,
    HotWater,
    Sewerage,
    Heating,
    Electricity,
    Gas,
    Lift,
}

/// <summary>Why it is off; each has a recorded sentence (<c>out.reason.…</c>).</summary>
public enum OutageCause
{
    Unknown,
    RiserAccident,
    WaterMainAccident,
    HeatMainAccident,
    PowerAccident,
    GasAccident,
    SewerBlockage,
    EquipmentFault,
    Supplier,
    PlannedRepair,
    Prevention,
}

/// <summary>Where an outage stands at a moment.</summary>
public enum OutageState
{
    /// <summary>Declared, not begun.</summary>
    Planned,
    Current,
    Closed,
}
