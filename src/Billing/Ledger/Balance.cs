namespace Zhkh.Billing;

/// <summary>What an account owes for a service; kept by the database in the transaction of the log.</summary>
public sealed class Balance
{
    public required Guid AccountId { get; init; }

    public required Service Service { get; init; }

    public required string Organisation { get; init; }

    /// <summary>Positive = owes.</summary>
    public required long AmountMinor { get; init; }

    public required long LastEntryId { get; init; }
}
