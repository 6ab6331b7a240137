using Zhkh.Dispatch;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>Drives Dispatch's clock of messages, each second; a full round comes again at once.</summary>
internal sealed class MessageClockLoop(SystemWork work, TimeProvider time, ILogger<MessageClockLoop> log)
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
                while (await TickAsync(stoppingToken) >= MessageClock.ClaimMax)
                {
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                WiringLog.TickMissed(log, nameof(MessageClock), failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private Task<int> TickAsync(CancellationToken cancel) => work.RunAsync(
        DatabasePool.Jobs, services => services.GetRequiredService<MessageClock>().TickAsync(cancel), cancel);
}
