using Zhkh.Pbx.Recording;

namespace Zhkh.Web.Wiring;

/// <summary>
/// A disk that runs low loses what is past its term now instead of at night; a change of the key that was begun is
/// brought to its end, also after a restart.
/// </summary>
internal sealed class RecordingUpkeepLoop(
    RecordingStore store, RecordingPurge purge, TimeProvider time, ILogger<RecordingUpkeepLoop> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>What could not be done is not tried again at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private DateTimeOffset _purgeDue = DateTimeOffset.MinValue;
    private DateTimeOffset _rotationDue = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await LookAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                WiringLog.TickMissed(log, nameof(RecordingUpkeepLoop), failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (store.Disk.Level != DiskLevel.Fine && now >= _purgeDue)
        {
            _purgeDue = now + Pause;
            await purge.RunAsync("disk", "watermark", cancel);
        }

        if (store.IsRotating && now >= _rotationDue)
        {
            // Reads and writes files for as long as it takes: not on the threads of requests.
            var done = await Task.Factory.StartNew(
                () => store.FinishRotation(cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            _rotationDue = done ? DateTimeOffset.MinValue : now + Pause;
        }
    }
}
