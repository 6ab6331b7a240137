using Quartz;
using Zhkh.Billing;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Calendar;

/// <summary>
/// Every night: is what we keep still the sum of the log? A difference is an error in the log for a person.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class LedgerJob(SystemWork work, ILogger<LedgerJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var (differences, unbalanced) = await work.RunAsync(
            DatabasePool.Jobs,
            async services =>
            {
                var check = services.GetRequiredService<LedgerCheck>();
                return (await check.DifferencesAsync(cancellationToken),
                    await check.UnbalancedAsync(cancellationToken));
            },
            cancellationToken);
        if (differences.Count + unbalanced.Count > 0)
        {
            CalendarLog.LedgerDiffers(log, differences.Count, unbalanced.Count);
        }
        else
        {
            CalendarLog.LedgerHolds(log);
        }
    }
}
