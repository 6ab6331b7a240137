using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Zhkh.Pbx.Queues;
using Zhkh.Web.Access;

namespace Zhkh.Web.Live;

/// <summary>
/// One console with a queue of its own, so that a tab that sleeps or a bad link costs the others nothing. A queue
/// that is full cuts its console, which comes back and asks for what it missed.
/// </summary>
internal sealed class ConsoleConnection(HubCallerContext context, SignedIn person)
{
    /// <summary>As much as a resume can still repair: who is further behind takes a snapshot anyway.</summary>
    public const int UnsentMax = EventRing.EventsMax;

    private readonly Channel<LiveEvent> _unsent = Channel.CreateBounded<LiveEvent>(
        new BoundedChannelOptions(UnsentMax) { SingleReader = true });

    public string Id => context.ConnectionId;

    public SignedIn Person => person;

    /// <summary>Hands over an event of the person's organisations; others are none of theirs.</summary>
    public void Offer(LiveEvent pushed)
    {
        if (person.Organisations.Contains(pushed.Organisation) && !_unsent.Writer.TryWrite(pushed))
        {
            Cut();
        }
    }

    /// <summary>Sends in the order offered until the connection ends.</summary>
    public async Task SendAsync(IConsoleScreen screen)
    {
        try
        {
            await foreach (var pushed in _unsent.Reader.ReadAllAsync(context.ConnectionAborted))
            {
                await screen.@event(pushed);
            }
        }
        catch (OperationCanceledException) when (context.ConnectionAborted.IsCancellationRequested)
        {
            // The console left.
        }
    }

    /// <summary>The line stands: whoever sits here can see a card.</summary>
    public void Heard(QueueDesk queues)
    {
        if (person.Extension is { } extension)
        {
            queues.ConsoleHeard(extension);
        }
    }

    /// <summary>Ends the connection at once, without a close frame to wait for.</summary>
    public void Cut() => context.Abort();
}
