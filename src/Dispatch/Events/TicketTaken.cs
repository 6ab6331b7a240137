namespace Zhkh.Dispatch;

/// <summary>Fact: a ticket was opened.</summary>
public sealed record TicketTaken(
    Guid TicketId, string Organisation, int Number, string Category, TicketPriority Priority, string? AccountNumber,
    string? Address, Guid? CallId, DateTimeOffset At);
