using Npgsql;

namespace Zhkh.Web.Storage;

/// <summary>The data sources of the host: a pool and a role for each kind of work.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const string SystemRole = "zhkh_system";
    private const string WebRole = "zhkh_web";

    public Database(string connectionString)
    {
        Owner = connectionString;
        // The caller waits at most a second (ARCHITECTURE §3.3 A8), so neither connect nor command may take longer.
        // The same few questions all day: planning them again each time costs more than answering them.
        Calls = Create(connectionString, SystemRole, size: 4, commandSeconds: 1, connectSeconds: 1, prepared: 16);
        Web = Create(connectionString, WebRole, size: 20, commandSeconds: 10, connectSeconds: 5);
        Jobs = Create(connectionString, SystemRole, size: 8, commandSeconds: 30, connectSeconds: 5);
        Access = Create(connectionString, SystemRole, size: 4, commandSeconds: 5, connectSeconds: 3);
    }

    /// <summary>Connection string of the owner: migrations and nothing else.</summary>
    public string Owner { get; }

    public NpgsqlDataSource Calls { get; }

    public NpgsqlDataSource Web { get; }

    public NpgsqlDataSource Jobs { get; }

    public NpgsqlDataSource Access { get; }

    public NpgsqlDataSource this[DatabasePool pool] => pool switch
    {
        DatabasePool.Calls => Calls,
        DatabasePool.Web => Web,
        DatabasePool.Jobs => Jobs,
        DatabasePool.Access => Access,
    };

    public async ValueTask DisposeAsync()
    {
        await Calls.DisposeAsync();
        await Web.DisposeAsync();
        await Jobs.DisposeAsync();
        await Access.DisposeAsync();
    }

    private static NpgsqlDataSource Create(
        string connectionString, string role, int size, int commandSeconds, int connectSeconds,
        int prepared = 0) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Options = $"-c role={role}",
            ApplicationName = role,
            MaxPoolSize = size,
            CommandTimeout = commandSeconds,
            Timeout = connectSeconds,
            CancellationTimeout = 500,
            MaxAutoPrepare = prepared,
        }.ConnectionString);
}
