namespace Zhkh.Billing.Tests;

public sealed class RecalculationTests : IAsyncLifetime
{
    private const string Number = "4406007";

    private readonly Town _town = new();

    public async ValueTask InitializeAsync()
    {
        await _town.InitializeAsync();
        await _town.RunAsync(MonthDesk.November);
    }

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task Nothing_new_is_nothing_posted()
    {
        var before = await _town.CountAsync("postings");
        var outcome = await _town.RecalculateAsync(Number, MonthDesk.November, "same");
        Assert.Equal((RecalculationVerdict.Unchanged, 0L), (outcome.Verdict, outcome.Difference));
        Assert.Equal(before, await _town.CountAsync("postings"));
    }

    [Fact]
    public async Task A_changed_fact_reverses_the_old_charges_and_posts_new_ones_both_visible_and_once()
    {
        var balance = await BalanceAsync();
        await PeopleAsync(1);
        await MetersGoneAsync();
        var outcome = await _town.RecalculateAsync(Number, MonthDesk.November, "people");
        Assert.Equal(RecalculationVerdict.Posted, outcome.Verdict);
        Assert.NotEqual(0, outcome.Difference);
        Assert.Equal(balance + outcome.Difference, await BalanceAsync());
        var lines = await _town.ChargesAsync(Number, MonthDesk.November);
        Assert.Equal([true, false], lines.Select(l => l.Reversed).Distinct());
        Assert.Equal(-outcome.Reversed, lines.Where(l => l.Reversed).Sum(l => l.Amount));
        Assert.Equal(outcome.Posted, lines.Where(l => !l.Reversed).Sum(l => l.Amount));
        Assert.Equal(outcome, await _town.RecalculateAsync(Number, MonthDesk.November, "people"));
        Assert.Equal(balance + outcome.Difference, await BalanceAsync());
        await _town.CleanAsync();
    }

    [Fact]
    public async Task A_preview_says_the_difference_beforehand_and_nothing_of_it_stays()
    {
        await PeopleAsync(1);
        await MetersGoneAsync();
        var before = await _town.PrintAsync();
        RecalculationOutcome told;
        await using (var unit = await _town.AsWebAsync("privolsk"))
        {
            told = await unit.Get<Recalculation>().PreviewAsync(Number, MonthDesk.November, "billing", default);
            await unit.CommitAsync();
        }

        Assert.Equal(before, await _town.PrintAsync());
        Assert.Equal(0, await _town.Database.ScalarAsync<long>(
            "select count(*) from billing.postings where idempotency_key like '%preview%'"));
        Assert.Equal(told, await _town.RecalculateAsync(Number, MonthDesk.November, "told"));
        Assert.NotEqual(0, told.Difference);
        await _town.CleanAsync();
    }

    [Fact]
    public async Task Of_a_closed_month_it_lands_in_the_first_open_one()
    {
        Assert.Equal(MonthVerdict.Accepted, (await _town.CloseAsync(MonthDesk.November)).Verdict);
        _town.Time.Advance(TimeSpan.FromDays(20));
        await MetersGoneAsync();
        var outcome = await _town.RecalculateAsync(Number, MonthDesk.November, "closed");
        Assert.Equal(RecalculationVerdict.Posted, outcome.Verdict);
        Assert.Equal(new DateOnly(2026, 12, 11), await _town.Database.ScalarAsync<DateOnly>(
            "select distinct effective_on from billing.postings where idempotency_key like 'recalculation:closed:%'"));
        await using var unit = await _town.AsSystemAsync();
        var list = await unit.Get<AccountMonths>().OfAsync(
            Number, MonthDesk.November, MonthDesk.November.AddMonths(1), default);
        var months = Assert.IsType<AccountMonthList>(list).Months;
        Assert.Equal((MonthStatus.Closed, 0L), (months[0].Status, months[0].Recalculated));
        Assert.Equal(outcome.Difference, months[1].Recalculated);
        await _town.CleanAsync();
    }

    [Fact]
    public async Task Later_months_that_began_where_it_ended_are_charged_anew_with_it()
    {
        var account = await _town.AccountIdAsync(Number);
        _town.Time.Advance(TimeSpan.FromDays(31));
        await ReadAsync(425, "2026-12-20");
        await _town.RunAsync(MonthDesk.November.AddMonths(1));
        // A reading of November turns up that nobody had typed in.
        await ReadAsync(420, "2026-11-20");
        var outcome = await _town.RecalculateAsync(Number, MonthDesk.November, "found");
        Assert.Equal(RecalculationVerdict.Posted, outcome.Verdict);
        Assert.Equal(8, await QuantityAsync(MonthDesk.November));
        Assert.Equal(5, await QuantityAsync(MonthDesk.November.AddMonths(1)));
        await _town.CleanAsync();

        async Task<decimal> QuantityAsync(DateOnly month) => (await _town.ChargesAsync(Number, month))
            .Single(l => l is { Reversed: false, Service: Service.ColdWater }).Quantity;

        Task ReadAsync(int value, string on) => _town.Database.ExecuteAsync($"""
            insert into billing.readings (id, organisation, meter_id, value, consumption, at, taken_on, source, status,
                key)
            select gen_random_uuid(), m.organisation, m.id, {value}, 0, '{on} 10:00Z', '{on}', 'office', 'accepted',
                'x{value}' from billing.meters m where m.account_id = '{account}' and m.service = 'coldWater'
            """);
    }

    [Fact]
    public async Task A_month_no_run_has_charged_is_not_recalculated() => Assert.Equal(
        RecalculationVerdict.NotCharged,
        (await _town.RecalculateAsync(Number, MonthDesk.October, "history")).Verdict);

    private Task PeopleAsync(int people) => _town.Database.ExecuteAsync($"""
        update billing.premises p set registered = {people} from billing.accounts a
        where a.premise_id = p.id and a.number = '{Number}'
        """);

    private Task MetersGoneAsync() => _town.Database.ExecuteAsync($"""
        update billing.meters m set archived_on = '2026-10-30' from billing.accounts a
        where a.id = m.account_id and a.number = '{Number}'
        """);

    private async Task<long> BalanceAsync()
    {
        await using var unit = await _town.AsSystemAsync();
        return (await unit.Get<AccountDesk>().ByNumberAsync(Number, default))?.BalanceMinor
            ?? throw new InvalidOperationException("No account");
    }
}
