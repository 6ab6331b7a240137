using Microsoft.AspNetCore.SignalR;
using Zhkh.Pbx;
using Zhkh.Web.Access;

namespace Zhkh.Web.Live;

/// <summary>
/// The live line of a console. A connection hears the organisations of its person and nothing else; it can only ask for
/// what it missed, every act goes through the API. While it lives its person's phone is rung.
/// </summary>
internal sealed class ConsoleHub(
    LiveStream stream, ConsoleConnections connections, IHubContext<ConsoleHub, IConsoleScreen> hub,
    Exchange exchange, ILogger<ConsoleHub> log) : Hub<IConsoleScreen>
{
    public const string Path = "/hubs/console";

    public override async Task OnConnectedAsync()
    {
        var connection = new ConsoleConnection(Context, Person());
        if (!connections.TryAdd(connection))
        {
            Context.Abort();
            return;
        }

        // The hub itself lives for one call only; the queue is emptied for as long as the connection lives.
        var sending = connection.SendAsync(hub.Clients.Client(connection.Id));
        _ = sending.ContinueWith(
            sent => LiveLog.SendingBroke(log, sent.Exception),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        connection.Heard(exchange.Queues);
        await base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        // Nothing came for as long as a console may be silent; who closed it or reloads has that long to come back.
        if (exception is OperationCanceledException && Person().Extension is { } extension
            && connections.All().All(other => other.Person.Extension != extension))
        {
            exchange.Queues.ConsoleGone(extension);
        }

        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>
    /// What was missed since these numbers; other people's organisations are ignored, own ones all needed.
    /// </summary>
    public ResumeAnswer Resume(Dictionary<string, long> seen, string epoch) =>
        stream.Resume(Person().Organisations, seen, epoch);

    private SignedIn Person() => SignedIn.From(Context.User)
        ?? throw new HubException("The hub was mapped without its permission");
}
