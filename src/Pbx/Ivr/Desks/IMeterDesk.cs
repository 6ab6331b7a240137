namespace Zhkh.Pbx.Ivr;

/// <summary>Port: meters and readings. Answered by Web from Billing; the same one-second deadline.</summary>
public interface IMeterDesk
{
    /// <summary>The meters of an account that take readings by phone, in a stable order.</summary>
    Task<IReadOnlyList<MeterOnPhone>> MetersAsync(string accountNumber, CancellationToken cancel);

    /// <summary>Judges a value without storing it.</summary>
    Task<ReadingVerdict> JudgeAsync(Guid meterId, decimal value, CancellationToken cancel);

    /// <summary>
    /// Stores a value the caller confirmed. <paramref name="key"/> is call id + meter: storing the same key again
    /// answers the same and stores nothing.
    /// </summary>
    Task<ReadingReceipt> StoreAsync(Guid meterId, decimal value, string key, Guid callId, CancellationToken cancel);
}
