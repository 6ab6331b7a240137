using Microsoft.Extensions.DependencyInjection;
using Zhkh.Testing;

namespace Zhkh.Dispatch.Tests;

/// <summary>A dispatch centre with its own database and a clock in the hand.</summary>
public sealed class Centre : IAsyncLifetime
{
    private FreshDatabase? _database;

    public ManualTime Time { get; } = new();

    public FreshDatabase Database => _database ?? throw new InvalidOperationException("Not started");

    public DateTimeOffset Now => Time.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        await InAsync<Rulebook>(async rules =>
        {
            await rules.KeepProfileAsync("privolsk", "RU", "Europe/Volgograd", default);
            await rules.KeepProfileAsync("khmelnytske", "UA", "Europe/Kyiv", default);
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    public Task<UnitOfWork> AsSystemAsync() => UnitOfWork.BeginAsync(Register, Database.System, Time, null);

    public Task<UnitOfWork> AsWebAsync(params string[] organisations) =>
        UnitOfWork.BeginAsync(Register, Database.Web, Time, string.Join(',', organisations));

    private static void Register(IServiceCollection services) => services.AddDispatch();

    /// <summary>One act in a transaction of its own, as the host does it.</summary>
    public async Task<TResult> InAsync<TClass, TResult>(Func<TClass, Task<TResult>> act) where TClass : notnull
    {
        await using var unit = await AsSystemAsync();
        var result = await act(unit.Get<TClass>());
        await unit.CommitAsync();
        return result;
    }

    public Task InAsync<TClass>(Func<TClass, Task> act) where TClass : notnull => InAsync<TClass, int>(async c =>
    {
        await act(c);
        return 0;
    });
}
