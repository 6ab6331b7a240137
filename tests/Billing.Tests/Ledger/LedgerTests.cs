using Npgsql;

namespace Zhkh.Billing.Tests;

public sealed class LedgerTests(Town town) : IClassFixture<Town>
{
    private static Money Roubles(long minor) => new(minor, "RUB");

    [Fact]
    public async Task An_entry_by_hand_is_in_the_sum_the_next_call_speaks()
    {
        var before = await BalanceAsync("4410010");
        Assert.Equal(PostingVerdict.Posted, (await AdjustAsync("4410010", 5_000, NewKey())).Verdict);
        Assert.Equal(before + 5_000, await BalanceAsync("4410010"));
        await using var unit = await town.AsSystemAsync();
        var lines = await unit.Get<AccountLedger>().PostingsOfAsync("4410010", null, 10, default);
        Assert.Equal((PostingKind.Adjustment, Service.Maintenance, 5_000L, "проверка"),
            (lines[0].Kind, lines[0].Service, lines[0].Amount, lines[0].Reason));
    }

    [Fact]
    public async Task The_same_key_and_body_is_one_posting_and_one_answer()
    {
        var key = NewKey();
        var before = await BalanceAsync("4410011");
        var first = await AdjustAsync("4410011", 700, key);
        town.Time.Advance(TimeSpan.FromDays(40));
        var second = await AdjustAsync("4410011", 700, key);
        Assert.Equal((PostingVerdict.Posted, PostingVerdict.Repeated), (first.Verdict, second.Verdict));
        Assert.Equal(first.Receipt, second.Receipt);
        Assert.Equal(before + 700, await BalanceAsync("4410011"));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var key = NewKey();
        await AdjustAsync("4410012", 700, key);
        var other = await AdjustAsync("4410012", 701, key);
        Assert.Equal((PostingVerdict.KeyReused, null), (other.Verdict, other.Receipt));
    }

    [Fact]
    public async Task Twenty_at_once_under_one_key_have_one_effect()
    {
        var key = NewKey();
        var before = await BalanceAsync("4410013");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AdjustAsync("4410013", 900, key)));
        Assert.Single(answers, a => a.Verdict == PostingVerdict.Posted);
        Assert.Equal(19, answers.Count(a => a.Verdict == PostingVerdict.Repeated));
        Assert.Single(answers.Select(a => a.Receipt).Distinct());
        Assert.Equal(before + 900, await BalanceAsync("4410013"));
    }

    [Fact]
    public async Task Payments_at_once_into_one_account_all_count()
    {
        var before = await BalanceAsync("4410014");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AdjustAsync("4410014", -10, NewKey())));
        Assert.Equal(before - 400, await BalanceAsync("4410014"));
        await using var unit = await town.AsSystemAsync();
        Assert.Empty(await unit.Get<LedgerCheck>().DifferencesAsync(default));
    }

    [Fact]
    public async Task A_reversal_mirrors_the_posting_once_and_is_not_itself_reversed()
    {
        var before = await BalanceAsync("4410015");
        var posted = await AdjustAsync("4410015", 1_234, NewKey());
        var id = posted.Receipt?.Id ?? throw new InvalidOperationException("Not posted");
        var reversed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReverseAsync(id, NewKey())));
        var first = Assert.Single(reversed, r => r.Verdict == PostingVerdict.Posted);
        Assert.All(reversed.Where(r => r != first), r => Assert.Equal(PostingVerdict.AlreadyReversed, r.Verdict));
        Assert.Equal(before, await BalanceAsync("4410015"));
        Assert.Equal(PostingVerdict.NotReversible,
            (await ReverseAsync(first.Receipt?.Id ?? Guid.Empty, NewKey())).Verdict);
        Assert.Equal(PostingVerdict.Unknown, (await ReverseAsync(Guid.NewGuid(), NewKey())).Verdict);
        await using var unit = await town.AsSystemAsync();
        var lines = await unit.Get<AccountLedger>().PostingsOfAsync("4410015", null, 2, default);
        Assert.Equal([(-1_234L, false), (1_234L, true)], lines.Select(l => (l.Amount, l.Reversed)));
    }

    [Fact]
    public async Task What_cannot_be_true_is_refused_before_it_is_written()
    {
        var account = await town.AccountIdAsync("4410016");
        Assert.Equal(PostingVerdict.Unbalanced, await PostAsync(Line(account, 100)));
        Assert.Equal(PostingVerdict.Unbalanced, await PostAsync(Line(account, 100), Other(-99)));
        Assert.Equal(PostingVerdict.Unbalanced, await PostAsync(Line(account, 0), Other(0)));
        Assert.Equal(PostingVerdict.Unbalanced, await PostAsync(Line(account, long.MaxValue), Other(long.MinValue)));
        Assert.Equal(PostingVerdict.WrongCurrency, await PostAsync(
            EntryLine.Resident(account, Service.Gas, new Money(5, "UAH")), EntryLine.Of(Book.Bank, new(-5, "UAH"))));
        Assert.Equal(PostingVerdict.Unknown, await PostAsync(Line(Guid.NewGuid(), 5), Other(-5)));
        Assert.Equal(PostingVerdict.FutureDay, (await AdjustAsync("4410016", 5, NewKey(), 1)).Verdict);
        Assert.Equal(PostingVerdict.Unknown, (await AdjustAsync("9999999", 5, NewKey())).Verdict);
    }

    [Fact]
    public async Task A_balance_that_would_overflow_is_refused_whole()
    {
        var account = await town.AccountIdAsync("4410017");
        var before = await BalanceAsync("4410017");
        var refused = await Assert.ThrowsAsync<PostgresException>(async () =>
        {
            for (var i = 0; i < 2; i++)
            {
                await PostAsync(Line(account, long.MaxValue - 1), Other(-(long.MaxValue - 1)));
            }
        });
        Assert.Equal("22003", refused.SqlState);
        await using (var unit = await town.AsSystemAsync())
        {
            var lines = await unit.Get<AccountLedger>().PostingsOfAsync("4410017", null, 1, default);
            await unit.Get<Ledger>().ReverseAsync(lines[0].PostingId, "сторно", NewKey(), "test", default);
            await unit.CommitAsync();
        }

        Assert.Equal(before, await BalanceAsync("4410017"));
    }

    [Fact]
    public async Task Balance_on_a_month_counts_what_is_effective_by_its_end()
    {
        var today = DateOnly.FromDateTime(town.Time.GetUtcNow().Date);
        await AdjustAsync("4410018", 300, NewKey(), -40);
        await using var unit = await town.AsSystemAsync();
        var ledger = unit.Get<AccountLedger>();
        long Sum(IReadOnlyList<ServiceBalance> balances) => balances.Sum(b => b.Balance);
        var now = Sum(await ledger.OnMonthAsync("4410018", today, default));
        Assert.Equal(await BalanceAsync("4410018"), now);
        var entries = await ledger.PostingsOfAsync("4410018", null, 200, default);
        var month = today.AddMonths(-2);
        var end = new DateOnly(month.Year, month.Month, 1).AddMonths(1);
        Assert.Equal(entries.Where(e => e.EffectiveOn < end).Sum(e => e.Amount),
            Sum(await ledger.OnMonthAsync("4410018", month, default)));
        Assert.Empty(await ledger.OnMonthAsync("4410018", today.AddYears(-3), default));
    }

    [Fact]
    public async Task History_is_paged_by_a_cursor()
    {
        await using var unit = await town.AsSystemAsync();
        var ledger = unit.Get<AccountLedger>();
        var all = await ledger.PostingsOfAsync("4406030", null, 200, default);
        var first = await ledger.PostingsOfAsync("4406030", null, 5, default);
        var rest = await ledger.PostingsOfAsync("4406030", first[^1].Id, 200, default);
        Assert.Equal(all.Select(l => l.Id), first.Concat(rest).Select(l => l.Id));
        Assert.Equal(841260, all.Sum(l => l.Amount));
        Assert.Equal(6, all.Where(l => l.Kind == PostingKind.Charge).Select(l => l.EffectiveOn).Distinct().Count());
    }

    private static string NewKey() => Guid.NewGuid().ToString();

    private static EntryLine Line(Guid account, long minor) =>
        EntryLine.Resident(account, Service.Maintenance, Roubles(minor));

    private static EntryLine Other(long minor) => EntryLine.Of(Book.Bank, Roubles(minor));

    private async Task<PostingVerdict> PostAsync(params EntryLine[] lines)
    {
        await using var unit = await town.AsSystemAsync();
        var outcome = await unit.Get<Ledger>().PostAsync(
            new PostingRequest("privolsk", PostingKind.Payment, null, "проверка", NewKey(), "test", lines), default);
        await unit.CommitAsync();
        return outcome.Verdict;
    }

    private async Task<PostingOutcome> AdjustAsync(string account, long minor, string key, int? daysAhead = null)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        DateOnly? on = daysAhead is { } days
            ? DateOnly.FromDateTime(town.Time.GetUtcNow().Date).AddDays(days)
            : null;
        var outcome = await unit.Get<AccountLedger>().AdjustAsync(
            account, Service.Maintenance, minor, "проверка", on, key, "billing", default);
        await unit.CommitAsync();
        return outcome;
    }

    private async Task<PostingOutcome> ReverseAsync(Guid id, string key)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        var outcome = await unit.Get<Ledger>().ReverseAsync(id, "ошибка", key, "billing", default);
        await unit.CommitAsync();
        return outcome;
    }

    private async Task<long> BalanceAsync(string account)
    {
        await using var unit = await town.AsSystemAsync();
        return (await unit.Get<AccountDesk>().ByNumberAsync(account, default))?.BalanceMinor
            ?? throw new InvalidOperationException($"No account {account}");
    }
}
