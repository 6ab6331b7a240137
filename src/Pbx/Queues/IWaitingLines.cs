using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>The lines callers wait in for a person. A flow joins one and awaits what comes of it.</summary>
public interface IWaitingLines
{
    /// <summary>
    /// Waits in a line with announcements and music, rings our phones, and stays with the call while people talk.
    /// </summary>
    /// <param name="line"><c>dispatchers</c>, <c>emergency</c>.</param>
    /// <param name="opening">
    /// The first words in the line. Phones ring while they are spoken, and a person who answers cuts them short: nobody
    /// is kept from a dispatcher by a sentence.
    /// </param>
    /// <param name="cancel">Takes the call out of the line; it is not a hang-up.</param>
    Task<WaitEnding> JoinAsync(ICall call, string line, IReadOnlyList<Prompt> opening, CancellationToken cancel);

    /// <summary>Where a caller of the organisation is led whom nobody of this line took, in this order.</summary>
    IReadOnlyList<OverflowStep> OverflowOf(string organisation, string line) => [OverflowStep.Callback];
}
