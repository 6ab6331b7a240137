namespace Zhkh.Billing.Tests;

/// <summary>
/// RELIABILITY L7 for single payments: what a key means, for good; and L10: what is paid is un-paid once.
/// </summary>
public sealed class PaymentIntakeTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task The_same_key_and_body_is_one_payment_and_one_answer_also_years_later()
    {
        var before = await OwedAsync("4410010");
        var first = await PayAsync("4410010", 700, "k-same");
        // What is owed has changed meanwhile, and so has the split: it is the same payment all the same.
        await PayAsync("4410010", 90, "k-between");
        town.Time.Advance(TimeSpan.FromDays(700));
        var again = await PayAsync("4410010", 700, "k-same");
        Assert.Equal((PaymentVerdict.Taken, PaymentVerdict.Repeated), (first.Verdict, again.Verdict));
        Assert.Equal(first.Receipt, again.Receipt);
        Assert.Equal(before - 790, await OwedAsync("4410010"));
    }

    [Fact]
    public async Task The_same_key_with_another_amount_account_or_day_is_refused()
    {
        await PayAsync("4410011", 700, "k-other");
        var before = (await OwedAsync("4410011"), await OwedAsync("4410012"));
        Assert.Equal(PaymentVerdict.KeyReused, (await PayAsync("4410011", 701, "k-other")).Verdict);
        Assert.Equal(PaymentVerdict.KeyReused, (await PayAsync("4410012", 700, "k-other")).Verdict);
        Assert.Equal(PaymentVerdict.KeyReused,
            (await PayAsync("4410011", 700, "k-other", new DateOnly(2026, 1, 1))).Verdict);
        Assert.Equal(before, (await OwedAsync("4410011"), await OwedAsync("4410012")));
    }

    [Fact]
    public async Task Twenty_at_once_under_one_key_are_one_payment()
    {
        var before = await OwedAsync("4410013");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PayAsync("4410013", 900, "k-twenty")));
        Assert.Single(answers, a => a.Verdict == PaymentVerdict.Taken);
        Assert.Equal(19, answers.Count(a => a.Verdict == PaymentVerdict.Repeated));
        Assert.Single(answers.Select(a => a.Receipt).Distinct());
        Assert.Equal(before - 900, await OwedAsync("4410013"));
    }

    [Fact]
    public async Task Twenty_at_once_under_one_key_for_two_accounts_pay_one_of_them()
    {
        var before = await OwedAsync("4410014") + await OwedAsync("4410015");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            n => PayAsync(n % 2 == 0 ? "4410014" : "4410015", 900, "k-two")));
        Assert.Single(answers, a => a.Verdict == PaymentVerdict.Taken);
        Assert.Equal(10, answers.Count(a => a.Verdict == PaymentVerdict.KeyReused));
        Assert.Equal(before - 900, await OwedAsync("4410014") + await OwedAsync("4410015"));
    }

    [Fact]
    public async Task Payments_at_once_into_one_account_are_split_one_after_the_other()
    {
        var before = await OwedAsync("4406030");
        await Task.WhenAll(Enumerable.Range(0, 30).Select(n => PayAsync("4406030", 40_000, $"k-many-{n}")));
        Assert.Equal(before - 1_200_000, await OwedAsync("4406030"));
        // 12 000 roubles against 8 412.60: every service is paid off, and only maintenance is in advance.
        Assert.Equal("maintenance", await town.Database.ScalarAsync<string>("""
            select string_agg(b.service, ',') from billing.balances b join billing.accounts a on a.id = b.account_id
            where a.number = '4406030' and b.amount_minor <> 0
            """));
        await LedgerPicture.AddsUpAsync(town);
    }

    [Fact]
    public async Task What_was_paid_is_taken_back_once_and_never_more_than_was_paid()
    {
        var before = await OwedAsync("4410016");
        var paid = await PayAsync("4410016", 5_000, "k-back");
        var posting = paid.Receipt?.PostingId ?? Guid.Empty;
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => ReverseAsync(posting, $"r{n}")));
        Assert.Single(verdicts, v => v.Verdict == PostingVerdict.Posted);
        Assert.Equal(11, verdicts.Count(v => v.Verdict == PostingVerdict.AlreadyReversed));
        Assert.Equal(before, await OwedAsync("4410016"));
        var mirror = verdicts.Single(v => v.Verdict == PostingVerdict.Posted).Receipt?.Id ?? Guid.Empty;
        Assert.Equal(PostingVerdict.NotReversible, (await ReverseAsync(mirror, "r-mirror")).Verdict);
        // The key stays taken: the payment is not made a second time by a retry that comes late.
        Assert.Equal(PaymentVerdict.Repeated, (await PayAsync("4410016", 5_000, "k-back")).Verdict);
        Assert.Equal(before, await OwedAsync("4410016"));
        await LedgerPicture.AddsUpAsync(town);
    }

    [Theory]
    [InlineData(0, PaymentVerdict.BadAmount)]
    [InlineData(-1, PaymentVerdict.BadAmount)]
    [InlineData(long.MaxValue, PaymentVerdict.BadAmount)]
    public async Task What_is_no_payment_is_refused(long minor, PaymentVerdict verdict) =>
        Assert.Equal(verdict, (await PayAsync("4410017", minor, $"k-bad{minor}")).Verdict);

    [Fact]
    public async Task A_stranger_and_tomorrow_are_refused()
    {
        Assert.Equal(PaymentVerdict.UnknownAccount, (await PayAsync("5506184", 100, "k-foreign")).Verdict);
        var tomorrow = DateOnly.FromDateTime(town.Time.GetUtcNow().Date).AddDays(2);
        Assert.Equal(PaymentVerdict.FutureDay, (await PayAsync("4410017", 100, "k-tomorrow", tomorrow)).Verdict);
    }

    private async Task<PaymentOutcome> PayAsync(string account, long minor, string key, DateOnly? on = null)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        var outcome = await unit.Get<PaymentIntake>().TakeAsync(
            new PaymentOffered(account, minor, on, key, "billing"), default);
        await unit.CommitAsync();
        return outcome;
    }

    private async Task<PostingOutcome> ReverseAsync(Guid posting, string key)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        var outcome = await unit.Get<PostingReversals>().ReverseAsync(posting, "ошибка", key, "billing", default);
        await unit.CommitAsync();
        return outcome;
    }

    private Task<long> OwedAsync(string account) => town.Database.ScalarAsync<long>($"""
        select coalesce(sum(e.amount_minor), 0)::bigint from billing.entries e
        join billing.accounts a on a.id = e.account_id where a.number = '{account}'
        """);
}
