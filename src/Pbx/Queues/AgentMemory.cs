namespace Zhkh.Pbx.Queues;

/// <summary>What a restart must not forget of somebody at a phone.</summary>
/// <param name="IdleSince">The end of the last call.</param>
internal sealed record AgentMemory(
    string Extension, DateTimeOffset IdleSince, DateTimeOffset? PausedSince = null, PauseReason? PauseReason = null,
    string? PauseText = null, DateTimeOffset? WrapUpUntil = null, Guid? WrapUpOf = null, bool WrapUpHolds = false);
