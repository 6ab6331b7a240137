namespace Zhkh.Dispatch;

/// <summary>A callback as GET /api/callbacks shows it.</summary>
/// <param name="Callable">False when the number was withheld.</param>
/// <param name="Operator">Who has it in hand while dialling, else who tried last.</param>
public sealed record CallbackRow(
    Guid Id, string Organisation, string? Phone, string? AccountNumber, DateTimeOffset ArrivedAt,
    DateTimeOffset OwnDueAt, DateTimeOffset LegalDueAt, CallbackStatus Status, IReadOnlyList<AttemptRow> Attempts,
    int MissedCalls, IReadOnlyList<Guid> CallIds, DateTimeOffset NextTryAt, string? Operator, bool Callable,
    DateTimeOffset? BreachedAt, DateTimeOffset? ClosedAt, string? DroppedBecause);

/// <summary>A try as evidence.</summary>
public sealed record AttemptRow(
    Guid Id, string Operator, bool Inbound, Guid? CallId, DateTimeOffset BeganAt, DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt, AttemptOutcome Outcome, int TalkSeconds, bool Automatic);
