using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Zhkh.Testing;

/// <summary>One transaction with the module's classes in it, put together as the host does.</summary>
public sealed class UnitOfWork : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly ServiceProvider _provider;
    private readonly AsyncServiceScope _scope;

    private UnitOfWork(NpgsqlConnection connection, NpgsqlTransaction transaction, IServiceCollection services)
    {
        _connection = connection;
        _transaction = transaction;
        _provider = services.BuildServiceProvider(validateScopes: true);
        _scope = _provider.CreateAsyncScope();
    }

    public NpgsqlConnection Connection => _connection;

    /// <param name="module">Registers the module under test: <c>s => s.AddBilling()</c>.</param>
    /// <param name="organisations">Whom the transaction may see, with commas; null for the system's role.</param>
    public static async Task<UnitOfWork> BeginAsync(
        Action<IServiceCollection> module, NpgsqlDataSource source, TimeProvider time, string? organisations)
    {
        var connection = await source.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        if (organisations is not null)
        {
            await using var command = new NpgsqlCommand("select set_config('app.organisations', $1, true)", connection)
            {
                Parameters = { new() { Value = organisations } },
            };
            await command.ExecuteNonQueryAsync();
        }

        var services = new ServiceCollection().AddSingleton(time).AddScoped<DbTransaction>(_ => transaction);
        module(services);
        return new UnitOfWork(connection, transaction, services);
    }

    public T Get<T>() where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteNonQueryAsync();
    }

    public Task CommitAsync() => _transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _provider.DisposeAsync();
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
