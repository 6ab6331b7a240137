using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Zhkh.Dispatch.Tests;

/// <summary>One transaction with the module's classes in it, put together as the host does.</summary>
public sealed class UnitOfWork : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly ServiceProvider _provider;
    private readonly AsyncServiceScope _scope;

    private UnitOfWork(NpgsqlConnection connection, NpgsqlTransaction transaction, TimeProvider time)
    {
        _connection = connection;
        _transaction = transaction;
        _provider = new ServiceCollection().AddSingleton(time).AddScoped<DbTransaction>(_ => transaction)
            .AddDispatch().BuildServiceProvider(validateScopes: true);
        _scope = _provider.CreateAsyncScope();
    }

    public NpgsqlConnection Connection => _connection;

    public static async Task<UnitOfWork> BeginAsync(NpgsqlDataSource source, TimeProvider time, string? organisations)
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

        return new UnitOfWork(connection, transaction, time);
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
