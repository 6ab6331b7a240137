using Npgsql;
using Quartz;

namespace Zhkh.Web.Calendar;

/// <summary>
/// Calendar work: what comes by the date and must come once, whichever host is up and however long all were down.
/// Quartz keeps it in PostgreSQL; a firing that was missed is made up for at once.
/// </summary>
internal static class CalendarModule
{
    public const string Scheduler = "zhkh";
    private const string TablePrefix = "web.qrtz_";
    private const string SystemRole = "-c role=zhkh_system";

    /// <summary>At night, when the ledger rests.</summary>
    private const string NightCron = "0 30 3 * * ?";

    /// <summary>After the ledger, before people come.</summary>
    private const string RetentionCron = "0 0 4 * * ?";

    public static void AddCalendar(this WebApplicationBuilder builder)
    {
        var connection = builder.Configuration[$"{WebOptions.Section}:{nameof(WebOptions.Database)}"] ?? "";
        builder.Services.AddScoped<QuarterlyCampaigns>();
        builder.Services.AddQuartz(quartz => Configure(quartz, connection));
        // What the store has stays: a trigger written anew at each start would forget what it missed meanwhile.
        builder.Services.Configure<QuartzOptions>(options =>
        {
            options.Scheduling.OverwriteExistingData = false;
            options.Scheduling.IgnoreDuplicates = true;
        });
        builder.Services.AddQuartzHostedService(host =>
        {
            host.WaitForJobsToComplete = true;
            host.AwaitApplicationStarted = true;   // the migrations have made the tables by then
        });
    }

    /// <summary>The same scheduler for the host and for a test that moves its clock.</summary>
    public static void Configure(IQuartzBuilder quartz, string connection)
    {
        quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = Scheduler);
        quartz.UseDefaultThreadPool(2);
        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(
                NpgsqlFactory.Instance,
                new NpgsqlConnectionStringBuilder(connection)
                {
                    Options = SystemRole, ApplicationName = "zhkh_calendar", MaxPoolSize = 4,
                }.ConnectionString);
            store.ConfigureStore(options =>
            {
                options.TablePrefix = TablePrefix;
                options.StoreJobDataAsStrings = true;   // readable rows, and nothing to deserialise
            });
            store.UseClustering();
        });
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Quarter.TimeZone);
        Add<CampaignJob>(quartz, "campaigns", Quarter.Cron, zone);
        Add<LedgerJob>(quartz, "ledger", NightCron, zone);
        Add<RetentionJob>(quartz, "retention", RetentionCron, zone);
    }

    private static void Add<TJob>(IQuartzBuilder quartz, string name, string cron, TimeZoneInfo zone)
        where TJob : class, IJob
    {
        quartz.AddJob<TJob>(job => job.WithIdentity(name).StoreDurably());
        quartz.AddTrigger(trigger => trigger.ForJob(name).WithIdentity(name).WithCronSchedule(cron, schedule => schedule
            .InTimeZone(zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));
    }
}
