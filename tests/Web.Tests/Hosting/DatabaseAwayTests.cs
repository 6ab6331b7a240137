using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zhkh.Billing;
using Zhkh.Pbx.Ivr;
using Zhkh.Testing;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Tests.Hosting;

/// <summary>The database goes away under a running host, with a cluster of its own to take away.</summary>
public sealed class DatabaseAwayTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhkh-away").FullName;
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        var connection = Postgres("start", Path.Combine(_folder, "d"), Path.Combine(_folder, "s"));
        _app = Program.Build(TestHost.Flags(connection, Path.Combine(_folder, "d")), builder =>
            builder.Services.AddSingleton(new DemoTownOptions
            {
                HousesPrivolsk = 1, HousesKhmelnytske = 1, Months = 1, MonthsGenerated = 1,
            }));
        await _app.Services.GetRequiredService<SetUp>().RunAsync(CancellationToken.None);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        Postgres("stop", Path.Combine(_folder, "d"));
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_lives_says_what_is_missing_answers_the_robot_within_a_second_and_recovers_by_itself()
    {
        using var client = new ApiClient(new Uri(Serving.HttpAddress(_app)));
        await client.SignInAsync("dispatcher", "demo");
        Postgres("stop", Path.Combine(_folder, "d"));

        using var alive = await client.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        using var ready = await client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        var parts = await ApiClient.ReadAsync(ready);
        Assert.NotEqual("ok", parts.GetProperty("database").GetString());
        Assert.Equal("ok", parts.GetProperty("sip").GetString());
        using var asked = await client.GetAsync("/api/accounts/4406030");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, asked.StatusCode);
        Assert.True(asked.Headers.RetryAfter!.Delta > TimeSpan.Zero);

        var desk = _app.Services.GetRequiredService<ISubscriberDesk>();
        for (var caller = 0; caller < 6; caller++)
        {
            var began = Stopwatch.GetTimestamp();
            await Assert.ThrowsAnyAsync<Exception>(() => desk.ByPhoneAsync("+79370000030", CancellationToken.None));
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(3), $"Caller {caller} waited too long");
        }

        Postgres("start", Path.Combine(_folder, "d"), Path.Combine(_folder, "s"));
        for (var attempt = 0; ; attempt++)
        {
            using var again = await client.GetAsync("/api/accounts/4406030");
            if (again.StatusCode == HttpStatusCode.OK)
            {
                break;
            }

            Assert.True(attempt < 200, $"Still {again.StatusCode}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private static string Postgres(params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.Path("ops", "private-postgres.sh"), arguments)
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }
}
