namespace Zhkh.Billing;

/// <summary>A price of a service of an organisation and the days it is in force: GET /api/tariffs.</summary>
/// <param name="Price">Major units of the currency for one <paramref name="Unit"/>.</param>
/// <param name="Unit">m3, kWh, Gcal, m2, person, account.</param>
/// <param name="ValidTo">The first day it is no longer in force; null = until a successor.</param>
/// <param name="Basis">The paper it rests on.</param>
public sealed record Tariff(
    Guid Id, string Organisation, Service Service, decimal Price, string Unit, ChargedBy ChargedBy,
    DateOnly ValidFrom, DateOnly? ValidTo, string Basis);

/// <summary>What the quantity of a service is taken from.</summary>
public enum ChargedBy
{
    /// <summary>An individual meter; the average or the norm where there is no reading.</summary>
    Meter,

    /// <summary>Square metres, times the norm per metre when the unit is another one.</summary>
    Area,

    /// <summary>People, times the norm per person when the unit is another one.</summary>
    People,

    /// <summary>One for each account.</summary>
    Fixed,

    /// <summary>Cold and hot water together: what goes in goes out.</summary>
    Water,

    /// <summary>As much as the hot water: the water of it, its heat, its drain.</summary>
    HotWater,
}

/// <summary>How a service is charged unless the organisation says otherwise.</summary>
internal static class UsualTariff
{
    public static (ChargedBy By, string Unit) Of(Service service) => service switch
    {
        Service.ColdWater or Service.HotWater or Service.Gas => (ChargedBy.Meter, "m3"),
        Service.Electricity => (ChargedBy.Meter, "kWh"),
        Service.Sewerage => (ChargedBy.Water, "m3"),
        Service.ColdWaterForHot => (ChargedBy.HotWater, "m3"),
        Service.Heating or Service.Maintenance => (ChargedBy.Area, "m2"),
        Service.Waste => (ChargedBy.People, "person"),
        Service.Penalty => throw new ArgumentException("A late fee has no tariff", nameof(service)),
    };
}
