namespace Zhkh.Billing;

/// <summary>A service a resident pays for or a meter counts (DOMAIN §9).</summary>
public enum Service
{
    ColdWater,
    HotWater,
    Sewerage,
    Heating,
    Electricity,
    Gas,
    Waste,
    Maintenance,
    ColdWaterForHot,

    /// <summary>Пени: a line of its own, so that a fee is never charged on a fee.</summary>
    Penalty,
}
