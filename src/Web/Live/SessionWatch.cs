using Npgsql;
using Zhkh.Web.Access;

namespace Zhkh.Web.Live;

/// <summary>
/// Cuts consoles whose session was ended or whose person was disabled, within two seconds (RELIABILITY W2: five). While
/// the database is away nobody is cut: the line must not go down with it.
/// </summary>
internal sealed class SessionWatch(
    ConsoleConnections connections, Sessions sessions, TimeProvider time, ILogger<SessionWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var swept = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CutEndedAsync(stoppingToken);
                if (time.GetElapsedTime(swept) >= SweepEvery)
                {
                    swept = time.GetTimestamp();
                    await sessions.SweepAsync(stoppingToken);
                }
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                LiveLog.WatchFailed(log, failure.Message);
            }
        }
    }

    private async Task CutEndedAsync(CancellationToken cancel)
    {
        var open = connections.All();
        if (open.Count == 0)
        {
            return;
        }

        var keys = open.Select(c => Convert.ToHexString(c.Person.SessionKey)).Distinct().Select(Convert.FromHexString);
        var alive = (await sessions.AliveAsync([.. keys], cancel)).Select(Convert.ToHexString).ToHashSet();
        foreach (var console in open.Where(c => !alive.Contains(Convert.ToHexString(c.Person.SessionKey))))
        {
            console.Cut();
        }
    }
}
