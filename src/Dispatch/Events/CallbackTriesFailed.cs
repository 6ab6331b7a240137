namespace Zhkh.Dispatch;

/// <summary>Fact: so many tries reached nobody that the supervisor has to see it.</summary>
public sealed record CallbackTriesFailed(
    Guid CallbackId, string Organisation, string? Phone, int Tries, DateTimeOffset At);
