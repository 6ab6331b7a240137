using Zhkh.Billing;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>Asks each night whether the kept balances are still what the log adds up to.</summary>
internal sealed class LedgerCheckLoop(SystemWork work, TimeProvider time, ILogger<LedgerCheckLoop> log)
    : BackgroundService
{
    // UTC: one in the night of Volgograd and of Kyiv alike.
    private static readonly TimeSpan HourOfNight = TimeSpan.FromHours(0.5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(UntilNight(), time, stoppingToken);
            try
            {
                var report = await work.RunAsync(DatabasePool.Jobs,
                    services => services.GetRequiredService<LedgerCheck>().RunAsync(stoppingToken), stoppingToken);
                if (!report.IsClean)
                {
                    WiringLog.LedgerUneven(
                        log, report.Differences, report.Unbalanced, report.Uneven, report.GuardsGone);
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                WiringLog.TickMissed(log, nameof(LedgerCheck), failure.Message);
            }
        }
    }

    private TimeSpan UntilNight()
    {
        var left = HourOfNight - time.GetUtcNow().TimeOfDay;
        return left > TimeSpan.Zero ? left : left + TimeSpan.FromDays(1);
    }
}
