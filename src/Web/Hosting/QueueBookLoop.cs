using System.Text.Json;
using Npgsql;
using Zhkh.Pbx;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Hosting;

/// <summary>
/// Tells the exchange which queues there are: once before it opens its port, then whenever the database says something
/// else. While the database is away the exchange goes on with what it knew last, even over a new start.
/// </summary>
internal sealed class QueueBookLoop(
    Database database, Exchange exchange, TimeProvider time, ILogger<QueueBookLoop> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private string _known = "";

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var now = await QueueBook.AllAsync(database.Jobs, cancel);
            var text = JsonSerializer.Serialize(now);
            if (text != _known)
            {
                exchange.Queues.Replace(now);
                _known = text;
            }
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            HostLog.QueuesNotRead(log, away.Message);
        }
    }
}
