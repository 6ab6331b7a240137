using Zhkh.Billing;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>Works off the months that run, batch by batch; rung when one is begun, and it looks by itself.</summary>
internal sealed class MonthRunLoop(SystemWork work, TimeProvider time, ILogger<MonthRunLoop> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _rung = new(0);

    /// <summary>There may be something to do now.</summary>
    public void Ring() => _rung.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await work.RunAsync(DatabasePool.Jobs,
                    services => services.GetRequiredService<MonthRunClock>().StepAsync(stoppingToken), stoppingToken))
                {
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                WiringLog.TickMissed(log, nameof(MonthRunClock), failure.Message);
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(_rung.WaitAsync(patience.Token), Task.Delay(Every, time, patience.Token));
            await patience.CancelAsync();
        }
    }

    public override void Dispose()
    {
        _rung.Dispose();
        base.Dispose();
    }
}
