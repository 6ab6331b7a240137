using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Tests.Access;

public sealed class RequestLimitsTests : IAsyncLifetime
{
    private const int Burst = 20;
    private readonly string _data = Directory.CreateTempSubdirectory("zhkh-limit").FullName;
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = Program.Build(TestHost.Flags(await TestHost.EmptyDatabaseAsync(), _data), builder =>
        {
            builder.Services.AddSingleton(TestHost.SmallTown);
            builder.Services.Configure<WebOptions>(web => (web.RequestBurst, web.RequestsPerSecond) = (Burst, 2));
        });
        await _app.Services.GetRequiredService<SetUp>().RunAsync(CancellationToken.None);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_script_that_runs_away_is_told_to_wait_and_its_neighbour_notices_nothing()
    {
        using var runaway = new ApiClient(new Uri(Serving.HttpAddress(_app)));
        await runaway.SignInAsync("dispatcher", "demo");
        using var neighbour = new ApiClient(new Uri(Serving.HttpAddress(_app)));
        await neighbour.SignInAsync("dispatcher2", "demo");

        var answers = await Task.WhenAll(Enumerable.Range(0, 3 * Burst).Select(_ => runaway.GetAsync("/api/session")));
        var refused = answers.Where(a => a.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(answers.Count(a => a.StatusCode == HttpStatusCode.OK), 1, 2 * Burst);
        Assert.NotEmpty(refused);
        Assert.All(refused, a => Assert.True(a.Headers.RetryAfter!.Delta > TimeSpan.Zero));
        await neighbour.JsonAsync("/api/session");
        using var health = await runaway.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }
}
