using Quartz;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Calendar;

/// <summary>Quartz's hand on <see cref="QuarterlyCampaigns"/>.</summary>
[DisallowConcurrentExecution]
internal sealed class CampaignJob(SystemWork work, ChangeSignals screens, ILogger<CampaignJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var made = await work.RunAsync(
            DatabasePool.Jobs,
            services => services.GetRequiredService<QuarterlyCampaigns>().RunAsync(cancellationToken),
            cancellationToken);
        foreach (var campaign in made)
        {
            CalendarLog.CampaignMade(log, campaign.Id, campaign.Period ?? "", campaign.Audience.Selected);
            screens.Changed(campaign.Organisation, "campaigns");
        }
    }
}
