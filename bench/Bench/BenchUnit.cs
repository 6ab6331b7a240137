using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zhkh.Billing;

namespace Zhkh.Bench;

/// <summary>One transaction with the module in it, put together as the host does.</summary>
internal sealed class BenchUnit : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly ServiceProvider _provider;
    private readonly AsyncServiceScope _scope;

    public BenchUnit(NpgsqlConnection connection)
    {
        _connection = connection;
        _transaction = connection.BeginTransaction();
        _provider = new ServiceCollection().AddScoped<DbTransaction>(_ => _transaction).AddBilling()
            .BuildServiceProvider();
        _scope = _provider.CreateAsyncScope();
    }

    public T Get<T>() where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    public Task CommitAsync() => _transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _provider.DisposeAsync();
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
