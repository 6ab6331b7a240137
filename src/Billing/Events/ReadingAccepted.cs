namespace Zhkh.Billing;

/// <summary>Fact: a reading was stored (whatever its status).</summary>
/// <param name="Consumption">Since the previous reading that counted, in the meter's unit.</param>
public sealed record ReadingAccepted(
    Guid ReadingId, Guid MeterId, string Organisation, Service Service, decimal Value, decimal Consumption,
    DateTimeOffset At, ReadingSource Source, Guid? CallId, ReadingStatus Status)
{
    internal static ReadingAccepted Of(MeterReading reading, Service service) => new(
        reading.Id, reading.MeterId, reading.Organisation, service, reading.Value, reading.Consumption, reading.At,
        reading.Source, reading.CallId, reading.Status);
}
