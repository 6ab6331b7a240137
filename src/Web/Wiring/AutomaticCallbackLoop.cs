using Zhkh.Dispatch;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>Looks each second whom the exchange should call back, and whether somebody is free for it.</summary>
internal sealed class AutomaticCallbackLoop(
    SystemWork work, FreeDispatcherCallsBack calls, TimeProvider time, ILogger<AutomaticCallbackLoop> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                foreach (var callback in await DueAsync(stoppingToken))
                {
                    await calls.RunAsync(callback, stoppingToken);
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                WiringLog.TickMissed(log, nameof(AutomaticCallbacks), failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private Task<IReadOnlyList<DueCallback>> DueAsync(CancellationToken cancel) => work.RunAsync(
        DatabasePool.Jobs, services => services.GetRequiredService<AutomaticCallbacks>().DueAsync(cancel), cancel);
}
