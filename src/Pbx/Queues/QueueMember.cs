namespace Zhkh.Pbx.Queues;

/// <summary>A phone that takes calls of a queue.</summary>
/// <param name="Penalty">Rung only when nobody with a smaller one is free.</param>
public sealed record QueueMember(string Extension, int Penalty = 0)
{
    public const int PenaltyMax = 100;
}
