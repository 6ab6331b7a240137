using Zhkh.Pbx.Calls;

namespace Zhkh.Web.Live;

/// <summary>Reads the exchange's signals and lays them on the card desk.</summary>
internal sealed class FeedPump(CallFeed feed, CardDesk desk) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var signal in feed.ReadAllAsync(stoppingToken))
        {
            desk.Take(signal, stoppingToken);
        }
    }
}
