using System.Data.Common;
using Npgsql;
using Zhkh.Web.Access;

namespace Zhkh.Web.Storage;

/// <summary>
/// The connection and transaction of one unit of work: a request, a fact, a question of the robot. Scoped; the modules'
/// contexts all work inside it, the host commits. Left uncommitted it rolls back.
/// </summary>
internal sealed class DatabaseSession(Database database) : IAsyncDisposable
{
    private readonly List<Action> _afterCommit = [];
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;

    /// <summary>What a module's context joins.</summary>
    public DbTransaction Transaction => _transaction
        ?? throw new InvalidOperationException("No unit of work was begun: the endpoint lacks .InUnitOfWork()");

    /// <summary>Opens the transaction of the system: every organisation.</summary>
    public async Task BeginAsync(DatabasePool pool, CancellationToken cancel)
    {
        _connection = await database[pool].OpenConnectionAsync(cancel);
        _transaction = await _connection.BeginTransactionAsync(cancel);
    }

    /// <summary>Opens the transaction of a person: rows of their organisations only.</summary>
    public async Task BeginAsync(SignedIn person, CancellationToken cancel)
    {
        await BeginAsync(DatabasePool.Web, cancel);
        // Transaction-local, so a pooled connection never carries one person's view to the next.
        await using var command = Command(
            "select set_config('app.organisations', $1, true)", string.Join(',', person.Organisations));
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>A command inside the unit of work.</summary>
    public NpgsqlCommand Command(string sql, params IReadOnlyList<object?> values)
    {
        var command = new NpgsqlCommand(sql, _connection, (NpgsqlTransaction)Transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    /// <summary>Runs once the facts are true: signals to screens, never effects.</summary>
    public void AfterCommit(Action signal) => _afterCommit.Add(signal);

    public async Task CommitAsync(CancellationToken cancel)
    {
        if (_transaction is null)
        {
            return;
        }

        await _transaction.CommitAsync(cancel);
        foreach (var signal in _afterCommit)
        {
            signal();
        }

        _afterCommit.Clear();
    }

    /// <summary>Commits and gives the connection back: what follows takes long and asks the database nothing.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        await CommitAsync(cancel);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync();
            _transaction = null;
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            _connection = null;
        }
    }
}
