namespace Zhkh.Web.Storage;

/// <summary>Runs a piece of work that no signed-in person asked for, in a scope and a transaction of its own.</summary>
internal sealed class SystemWork(IServiceScopeFactory scopes)
{
    public async Task<T> RunAsync<T>(
        DatabasePool pool, Func<IServiceProvider, Task<T>> work, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DatabaseSession>();
        await session.BeginAsync(pool, cancel);
        var result = await work(scope.ServiceProvider);
        await session.CommitAsync(cancel);
        return result;
    }

    public Task RunAsync(DatabasePool pool, Func<IServiceProvider, Task> work, CancellationToken cancel) =>
        RunAsync(pool, async services =>
        {
            await work(services);
            return true;
        }, cancel);
}
