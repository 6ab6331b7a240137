using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zhkh.Billing;
using Zhkh.Pbx;
using Zhkh.Pbx.Recording;
using Zhkh.Testing;
using Zhkh.Web.Hosting;
using Zhkh.Web.Wiring;

namespace Zhkh.Web.Tests;

/// <summary>
/// The whole host on free ports with a database of its own, migrated and seeded by itself. One per test class.
/// </summary>
public sealed class TestHost : IAsyncLifetime
{
    internal static readonly DemoTownOptions SmallTown = new()
    {
        HousesPrivolsk = 1, HousesKhmelnytske = 1, Months = 2, MonthsGenerated = 1,
    };

    // The matrices ask faster than any person; the limit has a test and a host of its own.
    private const int Unlimited = 100_000;

    private readonly string _data = Directory.CreateTempSubdirectory("zhkh-web").FullName;
    private WebApplication? _app;
    private NpgsqlDataSource? _owner;

    public string Data => _data;

    /// <summary>What the exchange believes of the disk under its recordings; null asks the file system.</summary>
    public long? FreeBytes { get; set; }

    internal WebApplication App => _app ?? throw new InvalidOperationException("Not started");

    public Uri Address => new(Serving.HttpAddress(App));

    public string ConnectionString { get; private set; } = "";

    /// <summary>Behind the curtain: the owner of the database.</summary>
    public NpgsqlDataSource Owner => _owner ??= NpgsqlDataSource.Create(ConnectionString);

    internal T Get<T>() where T : notnull => App.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await EmptyDatabaseAsync();
        _app = Program.Build(Flags(ConnectionString, _data), builder =>
        {
            builder.Services.AddSingleton(SmallTown);
            // Nobody is dialled behind a test's back: whether the robot may would depend on the hour of the day.
            builder.Services.Remove(builder.Services.Single(s => s.ImplementationType == typeof(DialerLoop)));
            Exchange(builder).Recording = RecordingOptions.In(_data) with
            {
                MeasureFree = folder => FreeBytes ?? new DriveInfo(folder).AvailableFreeSpace,
            };
            builder.Services.Configure<WebOptions>(web => web.RequestBurst = web.RequestsPerSecond = Unlimited);
        });
        await _app.Services.GetRequiredService<SetUp>().RunAsync(CancellationToken.None);
        await _app.StartAsync();
    }

    private static PbxOptions Exchange(WebApplicationBuilder builder) =>
        (PbxOptions)builder.Services.Single(s => s.ServiceType == typeof(PbxOptions)).ImplementationInstance!;

    public static string[] Flags(string connectionString, string data) =>
    [
        "--http-port", "0", "--sip-port", "0", "--sips-port", "0", "--rtp-ports", "20000-20999",
        "--database", connectionString, "--data", data,
    ];

    public static async Task<string> EmptyDatabaseAsync()
    {
        var name = $"host_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create($"{PrivatePostgres.ConnectionString};Database=postgres");
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return $"{PrivatePostgres.ConnectionString};Database={name}";
    }

    /// <summary>Nobody: no cookie, no header.</summary>
    internal ApiClient Stranger() => new(Address);

    internal async Task<ApiClient> SignInAsync(string user)
    {
        var client = new ApiClient(Address);
        await client.SignInAsync(user, "demo");
        return client;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_owner is not null)
        {
            await _owner.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_data, recursive: true);
    }
}
