using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Zhkh.Pbx.Dialer;
using Zhkh.Testing;
using Zhkh.Web.Calendar;
using Zhkh.Web.Hosting;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Tests.Calendar;

/// <summary>
/// The calendar on its PostgreSQL store with a clock moved by hand: four quarters, a restart, and a quarter that began
/// while every host was down.
/// </summary>
public sealed class QuarterlyCampaignsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _data = Directory.CreateTempSubdirectory("zhkh-calendar").FullName;
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _database = await TestHost.EmptyDatabaseAsync();
        await using var app = Build();
        await app.Services.GetRequiredService<SetUp>().RunAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_data, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_series_gets_one_campaign_a_quarter_also_when_the_quarter_began_while_the_host_was_down()
    {
        await using (var app = Build())
        {
            await SeriesAsync(app);
            var calendar = await StartAsync(app);
            await MoveToAsync(app, 2027, 1, "2027-Q1", 2);
            await MoveToAsync(app, 2027, 4, "2027-Q2", 3);
            // Another firing in the same quarter changes nothing.
            await calendar.TriggerJob(new JobKey("campaigns"));
            await MoveToAsync(app, 2027, 7, "2027-Q3", 4);
            await MoveToAsync(app, 2027, 10, "2027-Q4", 5);
            await calendar.Shutdown(waitForJobsToComplete: true);
        }

        // Down from December to the tenth of January.
        _time.Advance(new DateTimeOffset(2028, 1, 10, 12, 0, 0, TimeSpan.Zero) - _time.GetUtcNow());
        await using (var app = Build())
        {
            var calendar = await StartAsync(app);
            var campaigns = await CampaignsAsync(app, count: 6);
            Assert.Equal("2028-Q1", campaigns[0].Period);
            Assert.Equal("Должники 2028-Q1", campaigns[0].Name);
            Assert.Equal(CampaignState.Running, campaigns[0].State);
            Assert.All(campaigns.Skip(1), c => Assert.Equal(CampaignState.Stopped, c.State));
            Assert.All(campaigns, c => Assert.Equal(campaigns[^1].Id, c.SeriesId));
            await calendar.Shutdown(waitForJobsToComplete: true);
        }
    }

    [Theory]
    [InlineData("2026-11-21T09:00:00Z", "2027-01-01T02:00:00Z", "2026-Q4")]
    [InlineData("2026-12-31T20:59:59Z", "2027-01-01T02:00:00Z", "2026-Q4")]
    [InlineData("2026-12-31T21:00:00Z", "2027-01-01T02:00:00Z", "2027-Q1")]
    [InlineData("2027-01-01T02:00:00Z", "2027-04-01T02:00:00Z", "2027-Q1")]
    public void The_next_run_is_the_first_of_the_quarter_at_five_in_Moscow(string now, string next, string quarter)
    {
        var at = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(next, Quarter.NextRun(at).ToString(
            "yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(quarter, Quarter.Of(at));
    }

    private WebApplication Build() => Program.Build(TestHost.Flags(_database, _data), builder =>
    {
        builder.Services.AddSingleton(TestHost.SmallTown);
        builder.Services.AddSingleton<TimeProvider>(_time);
    });

    private static async Task<IScheduler> StartAsync(WebApplication app)
    {
        var calendar = await app.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await calendar.Start();
        return calendar;
    }

    private static Task SeriesAsync(WebApplication app) => app.Services.GetRequiredService<SystemWork>().RunAsync(
        DatabasePool.Jobs,
        async services =>
        {
            var campaigns = services.GetRequiredService<Campaigns>();
            var id = await campaigns.CreateAsync(
                new CampaignWish("privolsk", "Должники", 100_000, 1, new DialHours(new(10, 0), new(20, 0)), 3, 60,
                    CampaignRecurrence.Quarterly, null, "test", Period: "2026-Q4"),
                new DebtorAudience([], [], "RUB"), CancellationToken.None);
            await campaigns.MoveAsync(id!.Value, CampaignMove.Start, "test", CancellationToken.None);
        },
        CancellationToken.None);

    /// <summary>
    /// To six in the morning of the first of a month, Moscow; the clock stops at every timer on the way.
    /// </summary>
    private async Task MoveToAsync(WebApplication app, int year, int month, string period, int count)
    {
        var target = new DateTimeOffset(year, month, 1, 3, 0, 0, TimeSpan.Zero);
        var patience = TimeProvider.System.GetTimestamp();
        while (_time.GetUtcNow() < target)
        {
            var left = target - _time.GetUtcNow();
            _time.Advance(left < TimeSpan.FromDays(1) ? left : TimeSpan.FromDays(1));
            await Task.Yield();
        }

        while ((await ListAsync(app)).Count < count && TimeProvider.System.GetElapsedTime(patience) < Patience)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.Equal(period, (await CampaignsAsync(app, count))[0].Period);
    }

    private async Task<IReadOnlyList<CampaignRow>> CampaignsAsync(WebApplication app, int count)
    {
        var patience = TimeProvider.System.GetTimestamp();
        var campaigns = await ListAsync(app);
        while (campaigns.Count < count && TimeProvider.System.GetElapsedTime(patience) < Patience)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            campaigns = await ListAsync(app);
        }

        Assert.Equal(count, campaigns.Count);
        return campaigns;
    }

    private static Task<IReadOnlyList<CampaignRow>> ListAsync(WebApplication app) =>
        app.Services.GetRequiredService<SystemWork>().RunAsync(
            DatabasePool.Jobs,
            services => services.GetRequiredService<CampaignBoard>().ListAsync("privolsk", CancellationToken.None),
            CancellationToken.None);
}
