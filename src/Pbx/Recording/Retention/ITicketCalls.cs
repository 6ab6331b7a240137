namespace Zhkh.Pbx.Recording;

/// <summary>Port: which calls a ticket has. A hold on a ticket holds the recordings of all of them.</summary>
public interface ITicketCalls
{
    /// <summary>Calls of the ticket, also those linked to it after it was held.</summary>
    Task<IReadOnlyList<Guid>> OfAsync(Guid ticketId, CancellationToken cancel);
}
