using Zhkh.Billing;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>
/// Posts and reverses registers, batch after batch while there are any; looks each second for new ones.
/// </summary>
internal sealed class RegisterLoop(SystemWork work, TimeProvider time, ILogger<RegisterLoop> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                while (await StepAsync(stoppingToken))
                {
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                WiringLog.TickMissed(log, nameof(RegisterWork), failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private Task<bool> StepAsync(CancellationToken cancel) => work.RunAsync(DatabasePool.Jobs, async services =>
    {
        if (await services.GetRequiredService<RegisterWork>().StepAsync(cancel) is not { } step)
        {
            return false;
        }

        await ListsChange.RunAsync(services, step.Organisation, "registers");
        return true;
    }, cancel);
}
