namespace Zhkh.Kernel;

/// <summary>A row of the outbox: a fact on its way to the relay.</summary>
public sealed class OutboxFact
{
    public long Id { get; init; }

    public required string Type { get; init; }

    public required string Organisation { get; init; }

    /// <summary>camelCase JSON of the event record.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset NotBefore { get; init; }
}
