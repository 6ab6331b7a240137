using Npgsql;

namespace Zhkh.Testing;

/// <summary>
/// A database of its own for a test class, copied from a template that holds the migrations of all modules.
/// Use it as an <c>IAsyncLifetime</c> field or with <c>await using</c>.
/// </summary>
public sealed class FreshDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Template = new(CreateTemplateAsync);
    private static readonly SemaphoreSlim CreateGate = new(1);
    private static int _count;

    private FreshDatabase(string connectionString)
    {
        ConnectionString = connectionString;
        Owner = NpgsqlDataSource.Create(connectionString);
        System = NpgsqlDataSource.Create(connectionString + ";Options=-c role=zhkh_system");
        Web = NpgsqlDataSource.Create(connectionString + ";Options=-c role=zhkh_web");
    }

    public string ConnectionString { get; }

    /// <summary>The owner: migrations, and looking behind the curtain.</summary>
    public NpgsqlDataSource Owner { get; }

    /// <summary>The robot, the drain, the relay: every organisation.</summary>
    public NpgsqlDataSource System { get; }

    /// <summary>A signed-in person: only the organisations in app.organisations.</summary>
    public NpgsqlDataSource Web { get; }

    public static async Task<FreshDatabase> CreateAsync()
    {
        var template = await Template.Value;
        var name = $"t{Interlocked.Increment(ref _count)}";
        await CreateGate.WaitAsync();   // a template may have only one reader while it is copied
        try
        {
            await ExecuteAsync("postgres", $"create database {name} template {template}");
        }
        finally
        {
            CreateGate.Release();
        }

        return new FreshDatabase($"{PrivatePostgres.ConnectionString};Database={name}");
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        await System.DisposeAsync();
        await Web.DisposeAsync();
    }

    private static async Task<string> CreateTemplateAsync()
    {
        await ExecuteAsync("postgres", "create database template_zhkh");
        foreach (var module in new[] { "Web", "Pbx", "Dispatch", "Billing" })
        {
            var folder = Repository.Path("src", module, "Storage", "Migrations");
            foreach (var file in Directory.EnumerateFiles(folder, "*.sql").Order(StringComparer.Ordinal))
            {
                await ExecuteAsync("template_zhkh", await File.ReadAllTextAsync(file));
            }
        }

        NpgsqlConnection.ClearAllPools();
        return "template_zhkh";
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create($"{PrivatePostgres.ConnectionString};Database={database}");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
