namespace Zhkh.Billing;

/// <summary>Consumption of a person or of a square metre in a month, and the days it is in force.</summary>
/// <param name="Value">In <paramref name="Unit"/> per month.</param>
/// <param name="ValidTo">The first day it is no longer in force; null = until a successor.</param>
public sealed record Norm(
    Service Service, NormPer Per, decimal Value, string Unit, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>Whom or what a norm counts.</summary>
public enum NormPer
{
    Person,
    Area,
}
