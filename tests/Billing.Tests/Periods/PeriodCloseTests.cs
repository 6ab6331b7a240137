using Npgsql;

namespace Zhkh.Billing.Tests;

/// <summary>L4: nothing effective in a closed month changes, whoever asks.</summary>
public sealed class PeriodCloseTests : IAsyncLifetime
{
    private const int Attempts = 1000;
    private const int Payers = 50;

    private static readonly string[] Refusals =
    [
        PostgresErrorCodes.ObjectNotInPrerequisiteState, PostgresErrorCodes.InsufficientPrivilege,
    ];

    private readonly Town _town = new();

    public async ValueTask InitializeAsync()
    {
        await _town.InitializeAsync();
        await _town.RunAsync(MonthDesk.November);
        Assert.Equal(MonthVerdict.Accepted, (await _town.CloseAsync(MonthDesk.October)).Verdict);
    }

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task A_thousand_attempts_at_a_closed_month_are_refused_to_everybody()
    {
        var print = await FullPrintAsync();
        var dice = new Dice(4);
        NpgsqlDataSource[] everybody = [_town.Database.Owner, _town.Database.System, _town.Database.Web];
        var accepted = new List<string>();
        for (var i = 0; i < Attempts; i++)
        {
            var sql = dice.One(Attacks).Replace("{day}", new DateOnly(2026, 11, 1).AddDays(-dice.Between(1, 150))
                .ToString("O"), StringComparison.Ordinal);
            await using var connection = await everybody[i % everybody.Length].OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand(
                $"select set_config('app.organisations', 'privolsk', true); {sql}", connection);
            try
            {
                await command.ExecuteNonQueryAsync();
                await transaction.CommitAsync();
                accepted.Add(sql);
            }
            catch (PostgresException refused)
            {
                Assert.Contains(refused.SqlState, Refusals);
            }
        }

        // A statement that touches no row is accepted and does nothing; the fingerprint says it did nothing.
        Assert.Empty(accepted);
        Assert.Equal(print, await FullPrintAsync());
    }

    private static readonly string[] Attacks =
    [
        .. new[] { "charge", "payment", "adjustment", "penalty", "recalculation" }.Select(kind => $$"""
            with p as (insert into billing.postings (id, organisation, kind, effective_on, posted_at, posted_by,
                reason, currency, idempotency_key, input_hash)
                values (gen_random_uuid(), 'privolsk', '{{kind}}', '{day}', now(), 'forger', 'x', 'RUB',
                    gen_random_uuid()::text, '') returning id)
            insert into billing.entries (posting_id, organisation, book, amount_minor)
            select id, 'privolsk', 'bank', a from p, unnest(array[5, -5]) as a
            """),
        "update billing.postings set effective_on = '{day}'",
        "update billing.postings set effective_on = '2026-11-30' where effective_on = '{day}'",
        "delete from billing.postings where effective_on <= '{day}'",
        "update billing.entries set amount_minor = amount_minor + 1",
        "delete from billing.entries",
        "truncate billing.entries",
        "update billing.charges set amount_minor = 0",
        "delete from billing.charges",
        "update billing.months set status = 'open' where organisation = 'privolsk' and month < '2026-11-01'",
        "delete from billing.months where organisation = 'privolsk' and month < '2026-11-01'",
        "update billing.books set closed_through = null where organisation = 'privolsk'",
        "update billing.books set closed_through = '2026-06-30' where organisation = 'privolsk'",
        "delete from billing.books where organisation = 'privolsk'",
        """
        insert into billing.tariffs (id, organisation, service, price, unit, charged_by, valid_from, valid_to, basis,
            recorded_at, recorded_by)
        values (gen_random_uuid(), 'privolsk', 'gas', 1, 'm3', 'meter', '{day}', '2027-01-01', 'x', now(), 'x')
        """,
        "update billing.tariffs set price = price + 1 where organisation = 'privolsk'",
        "delete from billing.tariffs",
    ];

    [Theory]
    [InlineData("alter table billing.postings disable trigger closed_month")]
    [InlineData("alter table billing.postings disable trigger all")]
    [InlineData("alter table billing.entries disable trigger user")]
    [InlineData("alter table billing.books enable replica trigger only_close")]
    [InlineData("drop trigger insert_only on billing.entries")]
    public async Task The_owner_cannot_switch_the_guards_off(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _town.Database.ExecuteAsync(sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        await _town.CleanAsync();
    }

    [Fact]
    public async Task Replication_mode_does_not_switch_them_off_either()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _town.Database.ExecuteAsync(
            $"set session_replication_role = replica; {Attacks[0].Replace("{day}", "2026-10-05")}"));
        Assert.Equal(PostgresErrorCodes.ObjectNotInPrerequisiteState, refused.SqlState);
    }

    [Fact]
    public async Task A_superuser_who_takes_the_last_guard_away_is_told_on_by_the_check()
    {
        await _town.Database.ExecuteAsync("""
            drop event trigger billing_guards; alter table billing.postings disable trigger closed_month
            """);
        await using var unit = await _town.AsSystemAsync();
        var report = await unit.Get<LedgerCheck>().RunAsync(default);
        Assert.Equal((1, false), (report.GuardsGone, report.IsClean));
        Assert.Equal(["postings.closed_month"], await unit.Get<LedgerCheck>().GuardsGoneAsync(default));
    }

    [Fact]
    public async Task A_late_payment_lands_in_the_first_open_month_and_its_retry_too()
    {
        var first = await _town.PayAsync("4406030", 500, new DateOnly(2026, 9, 5), "late");
        var again = await _town.PayAsync("4406030", 500, new DateOnly(2026, 9, 5), "late");
        Assert.Equal((PostingVerdict.Posted, PostingVerdict.Repeated), (first.Verdict, again.Verdict));
        Assert.Equal(new DateOnly(2026, 11, 1), first.Receipt?.EffectiveOn);
        Assert.Equal(first.Receipt, again.Receipt);
    }

    [Fact]
    public async Task Closing_again_changes_nothing_and_an_uncharged_month_is_not_closed()
    {
        var closed = await _town.MonthAsync(MonthDesk.October);
        Assert.Equal(MonthStatus.Closed, closed.Status);
        Assert.Equal("billing", closed.ClosedBy);
        Assert.Equal(closed with { Gaps = [] }, (await _town.CloseAsync(MonthDesk.October)).Month! with { Gaps = [] });
        Assert.Equal(MonthVerdict.NotCharged,
            (await _town.CloseAsync(MonthDesk.November, "khmelnytske")).Verdict);
        Assert.Equal(MonthVerdict.ClosedMonth, (await _town.BeginAsync(MonthDesk.October)).Verdict);
    }

    [Theory]
    [InlineData(System.Data.IsolationLevel.ReadCommitted)]
    [InlineData(System.Data.IsolationLevel.RepeatableRead)]
    public async Task An_old_snapshot_does_not_slip_a_posting_under_the_close(System.Data.IsolationLevel level)
    {
        await using var connection = await _town.Database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(level);
        await using var look = new NpgsqlCommand("select count(*) from billing.postings", connection);
        await look.ExecuteScalarAsync();
        Assert.Equal(MonthVerdict.Accepted, (await _town.CloseAsync(MonthDesk.November)).Verdict);
        await using var post = new NpgsqlCommand(Attacks[1].Replace("{day}", "2026-11-05"), connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => post.ExecuteNonQueryAsync());
        Assert.Equal(level == System.Data.IsolationLevel.ReadCommitted
            ? PostgresErrorCodes.ObjectNotInPrerequisiteState
            : PostgresErrorCodes.SerializationFailure, refused.SqlState);
    }

    [Fact]
    public async Task Fifty_who_pay_during_the_close_are_each_in_exactly_one_month()
    {
        var closed = false;
        var paying = Enumerable.Range(0, Payers).Select(payer => Task.Run(async () =>
        {
            var days = new List<(string Key, DateOnly On)>();
            for (var i = 0; i < 4 || (!Volatile.Read(ref closed) && i < 200); i++)
            {
                var key = $"during:{payer}:{i}";
                var paid = await _town.PayAsync($"44100{10 + payer}", 100, MonthDesk.November.AddDays(3), key);
                days.Add((key, paid.Receipt?.EffectiveOn ?? throw new InvalidOperationException("Not posted")));
            }

            return days;
        })).ToArray();
        // Only once somebody has paid, so that the close has something to wait for.
        while (await _town.Database.ScalarAsync<long>(
            "select count(*) from billing.postings where idempotency_key like 'during:%'") < Payers)
        {
            await Task.Yield();
        }

        var sealedSum = await CloseAndSumAsync();
        Volatile.Write(ref closed, true);
        var all = (await Task.WhenAll(paying)).SelectMany(d => d).ToList();
        Assert.All(all, p => Assert.Contains(p.On, new[] { new DateOnly(2026, 11, 4), new DateOnly(2026, 12, 1) }));
        Assert.Contains(all, p => p.On.Month == 11);
        Assert.Equal(sealedSum, await SumOfNovemberAsync());
        Assert.Equal(all.Count, await _town.Database.ScalarAsync<long>(
            "select count(*) from billing.postings where idempotency_key like 'during:%'"));
        await _town.CleanAsync();

        async Task<string> CloseAndSumAsync()
        {
            Assert.Equal(MonthVerdict.Accepted, (await _town.CloseAsync(MonthDesk.November)).Verdict);
            return await SumOfNovemberAsync();
        }
    }

    private Task<string> SumOfNovemberAsync() => _town.Database.ScalarAsync<string>("""
        select count(*) || ':' || sum(e.amount_minor) filter (where e.book = 'resident') from billing.postings p
        join billing.entries e on e.posting_id = p.id where p.effective_on < '2026-12-01'
        """);

    private Task<string> FullPrintAsync() => _town.Database.ScalarAsync<string>("""
        select md5((select string_agg(p::text, '|' order by p.id) from billing.postings p)
            || (select string_agg(e::text, '|' order by e.id) from billing.entries e)
            || (select string_agg(c::text, '|' order by c.id) from billing.charges c)
            || (select string_agg(b::text, '|' order by b.organisation) from billing.books b)
            || (select string_agg(m::text, '|' order by m.organisation, m.month) from billing.months m)
            || (select string_agg(t::text, '|' order by t.id) from billing.tariffs t))
        """);
}
