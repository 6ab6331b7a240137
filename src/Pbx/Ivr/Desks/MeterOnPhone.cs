namespace Zhkh.Pbx.Ivr;

/// <summary>A meter as the robot speaks of it.</summary>
/// <param name="Service">ColdWater, HotWater, Electricity, Gas, Heating (DOMAIN §9).</param>
/// <param name="SerialNumber">Printed on the meter; its last four digits are spoken when there are several.</param>
/// <param name="Unit">m3, kWh, Gcal.</param>
/// <param name="PreviousValue">The last accepted reading.</param>
/// <param name="VerificationExpiredOn">Set when the verification has expired.</param>
/// <param name="Window">Days of the month when readings enter the current bill, e.g. 15–25.</param>
/// <param name="WindowOpen">Whether today (in the house's zone) lies in the window.</param>
public sealed record MeterOnPhone(
    Guid Id, string Service, string SerialNumber, string Unit, decimal PreviousValue,
    DateOnly? VerificationExpiredOn, (int FirstDay, int LastDay) Window, bool WindowOpen);
