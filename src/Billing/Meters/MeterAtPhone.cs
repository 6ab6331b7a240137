namespace Zhkh.Billing;

/// <summary>A meter as the robot speaks of it.</summary>
/// <param name="PreviousValue">Last reading that counts; 0 before the first.</param>
/// <param name="VerificationExpiredOn">Set when the verification has expired.</param>
/// <param name="Window">Days of the month when readings enter the current bill.</param>
public sealed record MeterAtPhone(
    Guid Id, Service Service, string SerialNumber, string Unit, decimal PreviousValue,
    DateOnly? VerificationExpiredOn, (int FirstDay, int LastDay) Window, bool WindowOpen);
