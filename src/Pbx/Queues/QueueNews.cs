using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>What a waiting caller may be told now.</summary>
/// <param name="Position">1 for the next; null when the queue does not tell it.</param>
/// <param name="Minutes">The estimated wait; null when nothing can be promised.</param>
/// <param name="IsDeserted">Nobody who could come is on duty now; a few seconds are given to come back.</param>
/// <param name="OffersKeys">Keys may be named: a call back or a message, and the emergency queue.</param>
public sealed record QueueNews(ICall Call, int? Position, int? Minutes, bool OffersKeys, bool IsDeserted = false);
