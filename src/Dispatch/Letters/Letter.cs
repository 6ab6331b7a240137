namespace Zhkh.Dispatch;

/// <summary>What the local authority was written (RU 416 p.14); never changed.</summary>
public sealed class Letter
{
    public required Guid Id { get; init; }

    /// <summary>In the order written.</summary>
    public long Seq { get; init; }

    public required string Organisation { get; init; }

    public Guid? TicketId { get; init; }

    public Guid? OutageId { get; init; }

    /// <summary>What the letters of one matter have in common: the ticket when there is one, else the outage.</summary>
    public required Guid SubjectId { get; init; }

    public required LetterOccasion Occasion { get; init; }

    /// <summary>Of the occasion: which change of the term, which closing. One letter each.</summary>
    public required string Version { get; init; }

    public required string Title { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }
}

/// <summary>Why a letter is written.</summary>
public enum LetterOccasion
{
    First,
    TermChanged,
    Closed,
}

/// <summary>Whom a letter goes to and how far it has come.</summary>
public sealed class LetterRecipient
{
    public required Guid LetterId { get; init; }

    public required string Address { get; init; }

    public required string Organisation { get; init; }

    /// <summary>queued, sending, sent, delivered, failed, dead.</summary>
    public required string State { get; init; }

    /// <summary>The server's own words.</summary>
    public string? Reply { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A letter as the timeline shows it.</summary>
public sealed record LetterRow(
    Guid Id, LetterOccasion Occasion, string Title, string Body, DateTimeOffset At, string By,
    IReadOnlyList<LetterRecipientRow> Recipients);

/// <summary>One address of a letter.</summary>
/// <param name="Reply">The last words of its server.</param>
/// <param name="Deliveries">All its states, the first one first.</param>
public sealed record LetterRecipientRow(
    string Address, string State, string? Reply, DateTimeOffset At, IReadOnlyList<LetterDeliveryRow> Deliveries);

/// <summary>What a server said of a letter.</summary>
public sealed record LetterDeliveryRow(DateTimeOffset At, string State, string? Reply);

/// <summary>A letter before it is sent.</summary>
/// <param name="Missing">recipients, address, plannedUntil, measures, responsible: what it cannot say.</param>
/// <param name="SentAt">When the first letter of this matter was written; null = not yet.</param>
public sealed record LetterPreview(
    IReadOnlyList<string> Recipients, string Title, string Body, IReadOnlyList<string> Missing,
    DateTimeOffset? SentAt);
