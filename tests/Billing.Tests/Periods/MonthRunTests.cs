namespace Zhkh.Billing.Tests;

public sealed class MonthRunTests : IAsyncLifetime
{
    private readonly Town _town = new();

    public ValueTask InitializeAsync() => _town.InitializeAsync();

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task A_run_charges_every_account_once_and_the_second_one_nobody()
    {
        var month = await _town.RunAsync(MonthDesk.November);
        Assert.Equal((MonthStatus.Charged, 216, 216 * 4L), (month.Status, month.Accounts, month.Charges));
        Assert.Equal(month.Amount, await _town.Database.ScalarAsync<long>("""
            select sum(e.amount_minor)::bigint from billing.entries e join billing.postings p on p.id = e.posting_id
            where p.kind = 'charge' and p.for_month = '2026-11-01' and e.book = 'resident'
            """));
        await _town.CleanAsync();
        var (print, postings) = (await _town.PrintAsync(), await _town.CountAsync("postings"));
        Assert.Equal(MonthStatus.Charged, (await _town.RunAsync(MonthDesk.November)).Status);
        // Even when its batches are laid and taken anew.
        await _town.Database.ExecuteAsync("""
            update billing.month_batches set done_at = null;
            update billing.months set status = 'running' where month = '2026-11-01';
            """);
        Assert.True(await _town.StepAsync());
        Assert.False(await _town.StepAsync());
        Assert.Equal((print, postings), (await _town.PrintAsync(), await _town.CountAsync("postings")));
    }

    [Fact]
    public async Task A_bill_is_what_a_pocket_calculator_says()
    {
        await _town.Database.ExecuteAsync("""
            insert into billing.readings (id, organisation, meter_id, value, consumption, at, taken_on, source, status,
                key)
            select gen_random_uuid(), m.organisation, m.id, case m.service when 'coldWater' then 419 else 121 end, 0,
                '2026-11-20 10:00Z', '2026-11-20', 'phone', 'accepted', m.id || ':x'
            from billing.meters m join billing.accounts a on a.id = m.account_id where a.number = '4406007'
            """);
        await _town.RunAsync(MonthDesk.November);
        var charges = await _town.ChargesAsync("4406007", MonthDesk.November);
        Assert.Equal(
        [
            "7,000 м³ × 30,85 ₽ = 215,95 ₽", "3,000 м³ × 164,05 ₽ = 492,15 ₽",
        ], charges.Take(2).OrderBy(c => c.Service).Select(c => c.Formula));
        Assert.Equal((10m, 24_160L), charges.Where(c => c.Service == Service.Sewerage)
            .Select(c => (c.Quantity, c.Amount)).Single());
        var area = await _town.Database.ScalarAsync<decimal>("""
            select p.area from billing.premises p join billing.accounts a on a.premise_id = p.id
            where a.number = '4406007'
            """);
        var maintenance = charges.Single(c => c.Service == Service.Maintenance);
        Assert.Equal(decimal.Round(area * 27.50m * 100, MidpointRounding.AwayFromZero), maintenance.Amount);
    }

    [Fact]
    public async Task A_reading_after_the_window_enters_the_next_bill_and_averages_are_taken_off_it()
    {
        var account = await _town.AccountIdAsync("4406007");
        await _town.RunAsync(MonthDesk.November);
        var november = await ColdAsync(MonthDesk.November);
        Assert.Equal(ChargeMethod.Average, november.Method);
        await _town.Database.ExecuteAsync($"""
            insert into billing.readings (id, organisation, meter_id, value, consumption, at, taken_on, source, status,
                key)
            select gen_random_uuid(), m.organisation, m.id, 430, 18, '2026-11-28 10:00Z', '2026-11-28', 'phone',
                'outsideWindow', 'late' from billing.meters m
            where m.account_id = '{account}' and m.service = 'coldWater'
            """);
        _town.Time.Advance(TimeSpan.FromDays(30));
        await _town.RunAsync(MonthDesk.November.AddMonths(1));
        var december = await ColdAsync(MonthDesk.November.AddMonths(1));
        Assert.Equal((ChargeMethod.Meter, 18 - november.Quantity), (december.Method, december.Quantity));
        await _town.CleanAsync();

        async Task<ChargeRow> ColdAsync(DateOnly month) =>
            (await _town.ChargesAsync("4406007", month)).Single(c => c.Service == Service.ColdWater);
    }

    [Fact]
    public async Task A_gap_is_named_and_nothing_is_charged_until_it_is_filled()
    {
        await _town.Database.ExecuteAsync("""
            update billing.tariffs set valid_to = '2026-11-11' where organisation = 'privolsk' and service = 'sewerage'
            """);
        var before = await _town.CountAsync("postings");
        var refused = await _town.BeginAsync(MonthDesk.November);
        Assert.Equal(MonthVerdict.Gaps, refused.Verdict);
        Assert.False(await _town.StepAsync());
        Assert.Equal(
            [new TariffGap(Service.Sewerage, GapReason.NoTariff, new DateOnly(2026, 11, 11), 216)],
            (await _town.MonthAsync(MonthDesk.November)).Gaps);
        Assert.Equal(before, await _town.CountAsync("postings"));
        await using (var unit = await _town.AsWebAsync("privolsk"))
        {
            var set = await unit.Get<Tariffs>().SetAsync(new TariffOffered("privolsk", Service.Sewerage, 25.02m,
                new DateOnly(2026, 11, 11), "приказ 77", null, null), "billing", default);
            Assert.Equal(TariffVerdict.Set, set.Verdict);
            await unit.CommitAsync();
        }

        var month = await _town.RunAsync(MonthDesk.November);
        Assert.Equal((MonthStatus.Charged, 216 * 5L, 0), (month.Status, month.Charges, month.Gaps.Count));
        await _town.CleanAsync();
    }

    [Fact]
    public async Task A_run_that_is_killed_at_any_moment_ends_as_if_it_had_not_been()
    {
        await using var calm = new Twin();
        await calm.Town.InitializeAsync();
        await calm.Town.RunAsync(MonthDesk.November, batch: 10);
        await _town.BeginAsync(MonthDesk.November, batch: 10);
        var dice = new Dice(9);
        var (killed, steps) = (0, 0);
        while (killed < 30 || (await _town.MonthAsync(MonthDesk.November)).Status == MonthStatus.Running)
        {
            Assert.True(steps++ < 400, "The run does not end");
            await using var unit = await _town.AsSystemAsync();
            var step = unit.Get<MonthRunClock>().StepAsync(default);
            var pid = unit.Connection.ProcessID;
            if (killed < 30)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(dice.Below(25)));
                await _town.Database.ExecuteAsync($"select pg_terminate_backend({pid})");
                killed++;
            }

            try
            {
                await step;
                await unit.CommitAsync();
            }
            catch (Exception lost) when (lost is Npgsql.NpgsqlException or InvalidOperationException
                or IOException)
            {
                // The connection is gone, as it would be with the process; the next step begins anew.
            }
        }

        while (await _town.StepAsync())
        {
        }

        Assert.Equal(MonthStatus.Charged, (await _town.MonthAsync(MonthDesk.November)).Status);
        Assert.Equal(await calm.Town.PrintAsync(), await _town.PrintAsync());
        Assert.Equal((await calm.Town.MonthAsync(MonthDesk.November)).Amount,
            (await _town.MonthAsync(MonthDesk.November)).Amount);
        await _town.CleanAsync();
    }

    [Fact]
    public async Task Several_workers_share_a_run()
    {
        await _town.BeginAsync(MonthDesk.November, batch: 10);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (await _town.StepAsync())
            {
            }
        }));
        await _town.StepAsync();
        var month = await _town.MonthAsync(MonthDesk.November);
        Assert.Equal((MonthStatus.Charged, 216 * 4L), (month.Status, month.Charges));
        await _town.CleanAsync();
    }

    [Fact]
    public async Task A_late_fee_is_a_line_of_its_own_and_what_the_preview_says()
    {
        await _town.RunAsync(MonthDesk.November);
        await using var unit = await _town.AsSystemAsync();
        // The day the month is charged on: today, because November is not over.
        var preview = await unit.Get<Penalties>().PreviewAsync("4406030", new DateOnly(2026, 11, 21), default);
        var fee = Assert.IsType<PenaltySum>(preview);
        Assert.True(fee.Amount > 0);
        var card = await unit.Get<Accounts>().CardAsync("4406030", default);
        Assert.NotNull(card);
        Assert.Equal(fee.Amount, card.Services.Single(s => s.Service == Service.Penalty).Balance);
        Assert.Equal(841_260 + fee.Amount + (await _town.ChargesAsync("4406030", MonthDesk.November))
            .Sum(c => c.Amount), card.Balance);
        Assert.True((await _town.MonthAsync(MonthDesk.November)).Penalty >= fee.Amount);
    }

    [Fact]
    public async Task A_month_that_has_not_come_is_not_charged() => Assert.Equal(
        MonthVerdict.FutureMonth, (await _town.BeginAsync(MonthDesk.November.AddMonths(1))).Verdict);

    [Fact]
    public async Task The_history_of_the_demo_is_charged_already()
    {
        var before = await _town.CountAsync("postings");
        Assert.Equal(MonthStatus.Charged, (await _town.RunAsync(MonthDesk.October)).Status);
        Assert.Equal(before, await _town.CountAsync("postings"));
    }

    [Fact]
    public async Task Months_of_an_account_go_over_into_one_another()
    {
        await _town.RunAsync(MonthDesk.November);
        await _town.PayAsync("4406030", 100_000);
        await using var unit = await _town.AsSystemAsync();
        var list = await unit.Get<AccountMonths>().OfAsync(
            "4406030", new DateOnly(2026, 7, 1), MonthDesk.November, default);
        var months = Assert.IsType<AccountMonthList>(list).Months;
        Assert.Equal(5, months.Count);
        Assert.All(months.Zip(months.Skip(1)), m => Assert.Equal(m.First.Closing, m.Second.Opening));
        Assert.All(months, m => Assert.Equal(m.Closing, m.Opening + m.Charged + m.Recalculated + m.Penalty - m.Paid));
        var november = months[^1];
        Assert.Equal((100_000L, 841_260L), (november.Paid, november.Opening));
        Assert.Equal((await _town.ChargesAsync("4406030", MonthDesk.November)).Sum(c => c.Amount), november.Charged);
        var card = await unit.Get<Accounts>().CardAsync("4406030", default);
        Assert.Equal(card?.Balance, november.Closing);
    }

    private sealed class Twin : IAsyncDisposable
    {
        public Town Town { get; } = new();

        public ValueTask DisposeAsync() => Town.DisposeAsync();
    }
}
