namespace Zhkh.Billing;

/// <summary>A person who owns, rents or lives in a premise.</summary>
public sealed class Person
{
    public required Guid Id { get; init; }

    public required string Organisation { get; init; }

    public required string Surname { get; init; }

    public required string GivenName { get; init; }

    public string? Patronymic { get; init; }
}
