using Zhkh.Pbx.Recording;

namespace Zhkh.Web.Wiring;

/// <summary>Looks after the recordings between the nights.</summary>
internal sealed class RecordingUpkeepLoop(RecordingUpkeep upkeep, TimeProvider time, ILogger<RecordingUpkeepLoop> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await upkeep.LookAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                WiringLog.TickMissed(log, nameof(RecordingUpkeepLoop), failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
