namespace Zhkh.Pbx.Queues;

/// <summary>What became of the callers of a queue in the last hour.</summary>
/// <param name="AnsweredInTime">Within five minutes of the call's arrival (ПП РФ 416 п. 13).</param>
/// <param name="LedOn">To another queue, a message, a promised call.</param>
public sealed record QueueHour(int Answered, int AnsweredInTime, int Abandoned, int LedOn);
