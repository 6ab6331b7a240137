namespace Zhkh.Billing;

/// <summary>What somebody said a meter shows. Inserted once, never changed.</summary>
public sealed class MeterReading
{
    public required Guid Id { get; init; }

    public required string Organisation { get; init; }

    public required Guid MeterId { get; init; }

    public required decimal Value { get; init; }

    /// <summary>Since the previous reading that counted; 0 for the first.</summary>
    public required decimal Consumption { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The day in the house's zone.</summary>
    public required DateOnly TakenOn { get; init; }

    public required ReadingSource Source { get; init; }

    public Guid? CallId { get; init; }

    public required ReadingStatus Status { get; init; }

    public required bool RolledOver { get; init; }

    public required bool ZeroForMonths { get; init; }

    /// <summary>Of the intention to store, e.g. call id + meter: the same key is stored once.</summary>
    public required string Key { get; init; }
}

/// <summary>By which channel a reading came.</summary>
public enum ReadingSource
{
    Phone,
    Web,
    Office,
    Dispatcher,
    Import,
}

/// <summary>Whether a reading counts, and if not for the current bill, why.</summary>
public enum ReadingStatus
{
    Accepted,

    /// <summary>Far too high but confirmed: a clerk looks before it counts.</summary>
    Suspicious,

    /// <summary>Kept, enters the next bill (RU 354: late readings are kept).</summary>
    OutsideWindow,

    /// <summary>Kept for the record; the bill goes by the average (RU 354 p.81(12)).</summary>
    VerificationExpired,
}
