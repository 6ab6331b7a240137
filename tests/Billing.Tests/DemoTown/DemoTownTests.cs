using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Zhkh.Testing;

namespace Zhkh.Billing.Tests;

public sealed class DemoTownTests(Town town) : IClassFixture<Town>
{
    [Theory]
    [InlineData("+79370000030", new[] { "4406030" }, new[] { 841260L }, "RUB")]
    [InlineData("+79370000031", new[] { "4406031", "4406032" }, new[] { 0L, 12345L }, "RUB")]
    [InlineData("+79370000118", new[] { "4406118" }, new[] { -25000L }, "RUB")]
    [InlineData("+79370000007", new[] { "4406007" }, new[] { 0L }, "RUB")]
    [InlineData("+380670000184", new[] { "5506184" }, new[] { 123456L }, "UAH")]
    [InlineData("+79379999999", new string[0], new long[0], "")]
    public async Task Fixed_residents_are_as_the_contract_says(
        string phone, string[] accounts, long[] balances, string currency)
    {
        await using var unit = await town.AsSystemAsync();
        var found = await unit.Get<AccountDesk>().ByPhoneAsync(phone, default);
        Assert.Equal(accounts, found.Select(a => a.Number));
        Assert.Equal(balances, found.Select(a => a.BalanceMinor));
        Assert.All(found, a => Assert.Equal(currency, a.Currency));
        Assert.All(found, a => Assert.Equal(new DateOnly(2026, 11, 1), a.AsOf));
        Assert.All(found, a => Assert.Equal(currency == "UAH" ? "uk" : "ru", a.Language));
    }

    [Fact]
    public async Task Debtor_of_three_months_has_an_expired_hot_water_meter()
    {
        await using var unit = await town.AsSystemAsync();
        var card = await unit.Get<Accounts>().CardAsync("4406030", default);
        Assert.NotNull(card);
        Assert.Equal(("Гагарина, 14, кв. 30", 2, 4), (card.Address, card.Entrance, card.Floor));
        Assert.Equal(new CardPerson("Кравченко Леонид Петрович", OccupancyKind.Owner), card.Person);
        Assert.Equal((841260, 3), (card.Balance, card.DebtMonths));
        Assert.Equal(841260, card.Services.Sum(s => s.Balance));
        Assert.Equal([Service.ColdWater, Service.HotWater], card.Meters.Select(m => m.Service));
        Assert.Equal([false, true], card.Meters.Select(m => m.VerificationExpired));
        Assert.Equal(["+79370000030"], card.Phones);
    }

    [Fact]
    public async Task Previous_readings_of_4406007_are_412_and_118()
    {
        await using var unit = await town.AsSystemAsync();
        var meters = await unit.Get<MeterBoard>().OfAccountAsync("4406007", default);
        Assert.Equal([(Service.ColdWater, 412m), (Service.HotWater, 118m)],
            meters.Select(m => (m.Service, m.PreviousValue)));
        Assert.All(meters, m => Assert.Equal((15, 25), m.Window));
        Assert.All(meters, m => Assert.True(m.WindowOpen));
    }

    [Fact]
    public async Task Ledger_of_the_town_adds_up_and_kept_balances_are_its_sums()
    {
        await using var unit = await town.AsSystemAsync();
        Assert.Empty(await unit.Get<LedgerCheck>().DifferencesAsync(default));
        Assert.Empty(await unit.Get<LedgerCheck>().UnbalancedAsync(default));
    }

    [Fact]
    public async Task Building_again_changes_nothing()
    {
        await using var unit = await town.AsSystemAsync();
        var report = await unit.Get<DemoTown>().BuildAsync(new DemoTownOptions(), default);
        Assert.False(report.Created);
        Assert.Equal(4 * 72, report.Accounts);
    }

    [Fact]
    public async Task Default_town_is_the_same_every_time_and_is_built_in_seconds()
    {
        var prints = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            await using var database = await FreshDatabase.CreateAsync();
            await using var unit = await UnitOfWork.BeginAsync(
                services => services.AddBilling(), database.System, new ManualTime(), null);
            var started = Stopwatch.GetTimestamp();
            var report = await unit.Get<DemoTown>().BuildAsync(new DemoTownOptions(), default);
            await unit.CommitAsync();
            TestContext.Current.TestOutputHelper?.WriteLine($"{report} in {Stopwatch.GetElapsedTime(started)}");
            Assert.Equal((62, 62 * 72), (report.Houses, report.Accounts));
            prints.Add(await database.ScalarAsync<string>("""
                select md5(string_agg(t, '|' order by t)) from (
                    select b.account_id || b.service || b.amount_minor as t from billing.balances b
                    union all select id || surname || given_name from billing.people
                    union all select meter_id::text || value from billing.readings) as rows
                """));
        }

        Assert.Equal(prints[0], prints[1]);
    }
}
