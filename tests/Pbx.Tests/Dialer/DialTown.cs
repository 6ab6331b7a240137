using System.Text.Json;
using Npgsql;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Ivr;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Dialer;

/// <summary>
/// Orders, rules and reports on a real database with a clock moved by hand; debts are what the test says.
/// </summary>
internal sealed class DialTown : IDebtorDesk, IAsyncDisposable
{
    public static readonly DialSource Outside = new(DialKind.Debt, null);

    private readonly FreshDatabase _database;

    private DialTown(FreshDatabase database, DateTimeOffset start)
    {
        _database = database;
        Time = new ManualTime(start);
        Options = new DialerOptions { Node = "n1" };
        Desk = new DialDesk(database.System, this, Options, Time);
        Reports = new DialReports(database.System, Desk, Options, Time);
    }

    public ManualTime Time { get; }

    public DialerOptions Options { get; }

    public DialDesk Desk { get; }

    public DialReports Reports { get; }

    public FreshDatabase Database => _database;

    /// <summary>What accounts owe now; whoever is not in it owes what they were selected for.</summary>
    public Dictionary<string, DebtCheck> Debts { get; } = [];

    public static async Task<DialTown> CreateAsync(DateTimeOffset start)
    {
        var town = new DialTown(await FreshDatabase.CreateAsync(), start);
        await town._database.ExecuteAsync("""
            insert into pbx.dial_profiles (organisation, jurisdiction, time_zone)
            values ('privolsk', 'RU', 'Europe/Volgograd'), ('khmelnytske', 'UA', 'Europe/Kyiv')
            """);
        await town.Desk.RefreshAsync(CancellationToken.None);
        return town;
    }

    public Task<DebtorAudience> SelectAsync(
        string organisation, long debtFromMinor, int monthsFrom, CancellationToken cancel) =>
        Task.FromResult(new DebtorAudience([], [], "RUB"));

    public Task<DebtCheck> StillOwesAsync(
        string organisation, string accountNumber, string phone, long selectedMinor, DateTimeOffset selectedAt,
        CancellationToken cancel) =>
        Task.FromResult(Debts.GetValueOrDefault(accountNumber, new DebtCheck(true, selectedMinor, null)));

    public async Task<Guid> PlaceAsync(
        string phone, string account, string organisation = "privolsk", string? zone = null, int triesMax = 3,
        DialKind kind = DialKind.Debt, Guid? campaign = null, TimeSpan? life = null)
    {
        var now = Time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var payload = kind == DialKind.Debt
            ? JsonSerializer.Serialize(
                new DebtPayload(campaign ?? Guid.Empty, 100_000, "RUB", "ru", zone), PayloadJson.Default.DebtPayload)
            : """{"ticketNumber":1,"language":"ru"}""";
        await using var connection = await _database.System.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.True(await new DialOrders(transaction, Time).PlaceAsync(
            new DialOrder(id, organisation, kind, phone, account, payload, now, now + (life ?? TimeSpan.FromDays(400)),
                triesMax, "test", campaign), CancellationToken.None));
        await transaction.CommitAsync();
        return id;
    }

    /// <summary>Takes until a call is to be made or nothing is due.</summary>
    public async Task<ClaimedDial?> ClaimAsync(DialSource? source = null)
    {
        while (true)
        {
            switch (await Desk.ClaimAsync(source ?? Outside, CancellationToken.None))
            {
                case ClaimAnswer.Dial dial:
                    return dial.Order;
                case ClaimAnswer.Nothing:
                    return null;
            }
        }
    }

    public Task<bool> FinishAsync(ClaimedDial dial, Disposition disposition, DateOnly? promise = null) =>
        Reports.FinishAsync(
            dial,
            new DialReport(
                disposition, Time.GetUtcNow(),
                Answer: promise is null ? null : new Pbx.Events.DialAnswer(PromisedOn: promise)),
            CancellationToken.None);

    public Task<string> StateAsync(Guid order) => _database.ScalarAsync<string>(
        $"select state || coalesce('/' || disposition, '') from pbx.dial_orders where id = '{order}'");

    public async Task<IReadOnlyList<string>> FactsAsync()
    {
        await using var command = _database.Owner.CreateCommand("""
            select payload ->> 'disposition' || case when (payload ->> 'isFinal')::bool then '!' else '' end
            from pbx.outbox where type = 'DialFinished' order by id
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var facts = new List<string>();
        while (await reader.ReadAsync())
        {
            facts.Add(reader.GetString(0));
        }

        return facts;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
