namespace Zhkh.Billing;

/// <summary>A meter of a flat or of a house.</summary>
public sealed class Meter
{
    public required Guid Id { get; init; }

    public required string Organisation { get; init; }

    public required MeterScope Scope { get; init; }

    /// <summary>Set when <see cref="MeterScope.Unit"/>.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Set when <see cref="MeterScope.House"/>.</summary>
    public Guid? HouseId { get; init; }

    public required Service Service { get; init; }

    /// <summary>Printed on the meter.</summary>
    public required string Serial { get; init; }

    /// <summary>m3, kWh, Gcal.</summary>
    public required string Unit { get; init; }

    /// <summary>Digits before the comma; the counter rolls over after all nines.</summary>
    public required int Digits { get; init; }

    public required DateOnly CommissionedOn { get; init; }

    /// <summary>Поверка: after this day its readings no longer count for the bill.</summary>
    public DateOnly? NextVerificationOn { get; set; }

    public DateOnly? ArchivedOn { get; set; }
}

/// <summary>ИПУ or ОДПУ (DOMAIN §9).</summary>
public enum MeterScope
{
    Unit,
    House,
}
