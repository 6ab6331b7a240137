using Quartz;
using Zhkh.Billing;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Calendar;

/// <summary>
/// Every night: is what we keep still the sum of the log, and are the log's guards in place? What is found is kept, and
/// a difference is for a person to look at.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class LedgerJob(SystemWork work, ILogger<LedgerJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var report = await work.RunAsync(DatabasePool.Jobs,
            services => services.GetRequiredService<LedgerCheck>().RunAsync(cancellationToken), cancellationToken);
        if (report.IsClean)
        {
            CalendarLog.LedgerHolds(log);
        }
        else
        {
            CalendarLog.LedgerDiffers(log, report.Differences, report.Unbalanced, report.Uneven, report.GuardsGone);
        }
    }
}
