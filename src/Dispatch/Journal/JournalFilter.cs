namespace Zhkh.Dispatch;

/// <summary>Which requests the journal shows; null = no matter.</summary>
/// <param name="House">The house they came from.</param>
/// <param name="From">Opened at or after.</param>
/// <param name="To">Opened before.</param>
/// <param name="After">Id of the last one shown.</param>
public sealed record JournalFilter(
    string? Organisation = null, JournalHouse? House = null, DateTimeOffset? From = null, DateTimeOffset? To = null,
    TicketStatus? Status = null, JournalTerm? Term = null, Guid? After = null, int Limit = 50)
{
    public const int LimitMax = 1_000;
}

/// <summary>A house as requests name it: by its accounts, or by the address somebody typed.</summary>
public sealed record JournalHouse(string Address, IReadOnlyList<string> AccountNumbers);

/// <summary>How a request stands to its deadlines.</summary>
public enum JournalTerm
{
    /// <summary>Some clock has run out, or was stopped too late.</summary>
    Overdue,

    /// <summary>Some clock runs and none has run out.</summary>
    Due,

    /// <summary>Every clock was stopped in time.</summary>
    Met,
}
