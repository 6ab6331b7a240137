using Quartz;
using Zhkh.Pbx.Recording;

namespace Zhkh.Web.Calendar;

/// <summary>
/// Every night: recordings past their term go, files without a row are looked for, and the guards of the deletion log
/// are counted.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class RetentionJob(RecordingPurge purge, RecordingSweep sweep, ILogger<RetentionJob> log) : IJob
{
    /// <summary>What the deletion log calls the night.</summary>
    public const string ByWhom = "calendar";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        CalendarLog.RecordingsPurged(log, await purge.RunAsync("term", ByWhom, cancellationToken));
        var (found, gone) = await sweep.RunAsync(cancellationToken);
        if (found > 0)
        {
            CalendarLog.StrayRecordings(log, found, gone);
        }

        if (await purge.GuardsGoneAsync(cancellationToken) is { Count: > 0 } guards)
        {
            CalendarLog.LogUnguarded(log, string.Join(", ", guards));
        }
    }
}
