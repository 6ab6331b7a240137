namespace Zhkh.Billing;

/// <summary>A flat or other premise of a house.</summary>
public sealed class Premise
{
    public required Guid Id { get; init; }

    public required string Organisation { get; init; }

    public required Guid HouseId { get; init; }

    public required string Flat { get; init; }

    public int? Entrance { get; init; }

    public int? Floor { get; init; }

    /// <summary>Square metres.</summary>
    public decimal? Area { get; init; }

    /// <summary>People registered there; the consumption norm is per person.</summary>
    public required int Registered { get; init; }
}
