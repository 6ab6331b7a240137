using Microsoft.Extensions.DependencyInjection;
using Zhkh.Testing;

namespace Zhkh.Billing.Tests;

/// <summary>A database with a small demo town, and transactions in it as the host opens them.</summary>
public sealed class Town : IAsyncLifetime
{
    private static readonly DemoTownOptions Small = new() { HousesPrivolsk = 3, HousesKhmelnytske = 1 };

    private FreshDatabase? _database;

    public ManualTime Time { get; } = new();

    public FreshDatabase Database => _database ?? throw new InvalidOperationException("Not started");

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        await using var unit = await AsSystemAsync();
        await unit.Get<DemoTown>().BuildAsync(Small, default);
        await unit.CommitAsync();
    }

    public async ValueTask DisposeAsync() => await Database.DisposeAsync();

    public Task<UnitOfWork> AsSystemAsync() => UnitOfWork.BeginAsync(Register, Database.System, Time, null);

    public Task<UnitOfWork> AsWebAsync(params string[] organisations) =>
        UnitOfWork.BeginAsync(Register, Database.Web, Time, string.Join(',', organisations));

    private static void Register(IServiceCollection services) => services.AddBilling();

    public async Task<Guid> AccountIdAsync(string number) =>
        await Database.ScalarAsync<Guid>($"select id from billing.accounts where number = '{number}'");

    public async Task<Guid> MeterIdAsync(string account, string service) => await Database.ScalarAsync<Guid>(
        $"""
        select m.id from billing.meters m join billing.accounts a on a.id = m.account_id
        where a.number = '{account}' and m.service = '{service}'
        """);
}
