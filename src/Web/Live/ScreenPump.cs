using Microsoft.AspNetCore.SignalR;
using Zhkh.Pbx;

namespace Zhkh.Web.Live;

/// <summary>Deals the stream to the consoles, one event after the other, and beats every five seconds.</summary>
internal sealed class ScreenPump(
    LiveStream stream, ChangeSignals changes, ConsoleConnections connections,
    IHubContext<ConsoleHub, IConsoleScreen> hub, Exchange exchange, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        DealAsync(stoppingToken), changes.RunAsync(stoppingToken), BeatAsync(stoppingToken));

    private async Task DealAsync(CancellationToken cancel)
    {
        await foreach (var pushed in stream.Unsent.ReadAllAsync(cancel))
        {
            foreach (var console in connections.All())
            {
                console.Offer(pushed);
            }
        }
    }

    private async Task BeatAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(BeatEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            foreach (var console in connections.All())
            {
                console.Heard(exchange.Queues);
                // Not awaited in turn: one console that does not read must not delay the hearts of the others.
                _ = hub.Clients.Client(console.Id)
                    .beat(new Beat(time.GetUtcNow(), stream.Epoch, stream.Seqs(console.Person.Organisations)));
            }
        }
    }
}
