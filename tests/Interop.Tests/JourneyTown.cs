using Npgsql;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// A town for whole stories: the product as its user runs it, residents and their telephones on the wire. The rows of
/// the calling rules are opened to the whole day: the hours have a proof of their own, and stories run at any hour.
/// </summary>
public sealed class JourneyTown : IAsyncLifetime
{
    /// <summary>From where residents call in, through the operator.</summary>
    public const string Operator = "127.0.77.2";

    private const string Far = "127.0.77.9";
    private const int FarPort = 5070;
    private RunningHost? _host;
    private NpgsqlDataSource? _database;
    private CalledPhones? _phones;

    public RunningHost Host => _host ?? throw new InvalidOperationException("not started");

    /// <summary>The telephones of residents that the exchange rings.</summary>
    public CalledPhones Phones => _phones ?? throw new InvalidOperationException("not started");

    /// <summary>Of the owner, as the command line is told it.</summary>
    public string Connection { get; } = $"{PrivatePostgres.ConnectionString};Database=journey_{Guid.NewGuid():N}";

    private NpgsqlDataSource Database => _database ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync()
    {
        _phones = new CalledPhones(Far, FarPort);
        _host = await RunningHost.StartAsync("127.0.77.1", dataFolder: null,
            "--database", Connection, "--trunk-peers", $"{Operator},{Far}", "--trunk-out", $"{Far}:{FarPort}",
            "--rtp-ports", "15100-15500");
        _database = NpgsqlDataSource.Create(Connection);
        await ExecuteAsync("""
            update pbx.calling_rules
            set weekday_from = '00:00', weekday_to = '00:00', weekend_from = '00:00', weekend_to = '00:00'
            """);
        // The dialer reads its rules at the start and once a minute: a new start knows the hours for certain.
        _host.Kill();
        await _host.WaitReadyAsync();
    }

    public Task<HostApi> SignInAsync(string user) => HostApi.SignInAsync(Host.Http, user);

    /// <summary>A resident calls the one public number.</summary>
    public TrunkCall Call(string from, TimeSpan hangsUpAfter) =>
        TrunkCall.Place(Host.Sip, from, "100", hangsUpAfter, Operator);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Asks until it is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan limit, string complaint)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(clock.Elapsed < limit, complaint);
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_phones is not null)
        {
            await _phones.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}

/// <summary>One town for all stories; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class JourneyCollection : ICollectionFixture<JourneyTown>
{
    public const string Name = "journeys";
}
