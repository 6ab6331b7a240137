namespace Zhkh.Billing;

/// <summary>A value a person confirmed.</summary>
/// <param name="Key">One per intention, e.g. call id + meter.</param>
public sealed record ReadingOffered(Guid MeterId, decimal Value, ReadingSource Source, Guid? CallId, string Key);

/// <summary>The answer to a reading; the same for every retry of its key.</summary>
/// <param name="Reason">Why not stored: unknownMeter, keyReused, tooPrecise, lessThanPrevious, tooManyDigits.</param>
public sealed record ReadingReceipt(bool Stored, string? Reason, Guid? ReadingId, ReadingStatus? Status)
{
    internal static ReadingReceipt Of(MeterReading reading) => new(true, null, reading.Id, reading.Status);

    internal static ReadingReceipt Refused(string reason) => new(false, reason, null, null);
}
