namespace Zhkh.Billing;

/// <summary>Who is what to a premise, and since when.</summary>
public sealed class Occupancy
{
    public required Guid PremiseId { get; init; }

    public required Guid PersonId { get; init; }

    public required string Organisation { get; init; }

    public required OccupancyKind Kind { get; init; }

    public required DateOnly Since { get; init; }

    public DateOnly? Until { get; init; }
}

/// <summary>Собственник, наниматель, проживающий (DOMAIN §9).</summary>
public enum OccupancyKind
{
    Owner,
    Tenant,
    Resident,
}
