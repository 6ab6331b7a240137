namespace Zhkh.Billing;

/// <summary>One searchable word of an account: of its street or of a name of somebody who lives there.</summary>
public sealed class AccountWord
{
    public required Guid AccountId { get; init; }

    public required string Word { get; init; }

    public required AccountWordKind Kind { get; init; }

    public required string House { get; init; }

    public required string Flat { get; init; }

    public required string Organisation { get; init; }
}

/// <summary>What a word was taken from.</summary>
public enum AccountWordKind
{
    Street,
    Name,
}
