namespace Zhkh.Dispatch;

/// <summary>Fact: a callback was opened or moved.</summary>
public sealed record CallbackChanged(Guid CallbackId, string Organisation, CallbackStatus Status, DateTimeOffset At);
