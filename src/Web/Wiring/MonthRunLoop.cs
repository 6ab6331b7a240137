using Zhkh.Billing;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>Works off the months that run, batch by batch; rung when one is begun, and it looks by itself.</summary>
internal sealed class MonthRunLoop(SystemWork work, TimeProvider time, ILogger<MonthRunLoop> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // One computes while the database writes for the other; calls keep the rest of the machine.
    private const int Workers = 2;

    private readonly SemaphoreSlim _rung = new(0);

    /// <summary>There may be something to do now.</summary>
    public void Ring() => _rung.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)));
                // Whoever found nothing left may have looked before the others were done; this look closes the run.
                await StepAsync(stoppingToken);
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

    private async Task WorkAsync(CancellationToken cancel)
    {
        while (await StepAsync(cancel))
        {
        }
    }

    private Task<bool> StepAsync(CancellationToken cancel) => work.RunAsync(DatabasePool.Jobs,
        services => services.GetRequiredService<MonthRunClock>().StepAsync(cancel), cancel);

    public override void Dispose()
    {
        _rung.Dispose();
        base.Dispose();
    }
}
