namespace Zhkh.Dispatch;

/// <summary>A message as GET /api/messages shows it.</summary>
public sealed record MessageRow(
    Guid Id, string Organisation, Guid CallId, Guid RecordingId, string Queue, string? Phone, string? AccountNumber,
    DateTimeOffset ArrivedAt, DateTimeOffset LeftAt, DateTimeOffset DueAt, int Seconds, MessageStatus Status,
    DateTimeOffset? HeardAt, string? HeardBy, DateTimeOffset? ReviewedAt, string? ReviewedBy, string Note,
    DateTimeOffset? BreachedAt);
