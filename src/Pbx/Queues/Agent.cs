namespace Zhkh.Pbx.Queues;

/// <summary>A phone of ours that takes calls from a line.</summary>
/// <param name="CallId">The call it is in, or null when it is free.</param>
public sealed record Agent(string Extension, Guid? CallId, bool IsRegistered);
