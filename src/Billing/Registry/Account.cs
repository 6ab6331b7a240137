namespace Zhkh.Billing;

/// <summary>Лицевой счёт, особовий рахунок.</summary>
public sealed class Account
{
    public required Guid Id { get; init; }

    public required string Organisation { get; init; }

    /// <summary>Digits; unique within its organisation.</summary>
    public required string Number { get; init; }

    public required Guid PremiseId { get; init; }

    public required DateOnly OpenedOn { get; init; }

    public DateOnly? ClosedOn { get; set; }
}
