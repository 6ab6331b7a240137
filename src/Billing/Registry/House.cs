namespace Zhkh.Billing;

/// <summary>An apartment house (многоквартирный дом).</summary>
public sealed class House
{
    public required Guid Id { get; init; }

    public required string Organisation { get; init; }

    public required string City { get; init; }

    /// <summary>Without the word «улица»: «Гагарина».</summary>
    public required string Street { get; init; }

    /// <summary>As on the plate: «14», «14а», «2/1».</summary>
    public required string Number { get; init; }

    public required int Floors { get; init; }
}
