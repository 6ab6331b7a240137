using Npgsql;
using Zhkh.Pbx;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Hosting;

/// <summary>
/// Tells the exchange which lines of operators there are, whenever the database says something else. While the
/// database is away the exchange goes on with what it knew last, even over a new start.
/// </summary>
internal sealed class TrunkBookLoop(
    Database database, Exchange exchange, TimeProvider time, ILogger<TrunkBookLoop> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                var now = await TrunkBook.AllAsync(
                    database.Jobs, code => HostLog.TrunkNotRead(log, code), stoppingToken);
                await exchange.TrunkBoard.ReplaceAsync(now);
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException)
            {
                HostLog.TrunksNotRead(log, away.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
