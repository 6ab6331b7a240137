namespace Zhkh.Billing.Tests;

/// <summary>Money whose account nobody knows: it is in the ledger, and a person says whose it is.</summary>
public sealed class UnidentifiedPaymentsTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task It_waits_with_suggestions_by_address_by_payer_and_by_number()
    {
        await SberFile.PostAsync(town,
        [
            new("who1", "111", 500, Payer: "Кравченко Л.П.", Address: "г. Привольск, ул. Гагарина, д. 14, кв. 30"),
            new("who2", "4406119", 600, Payer: "НЕКТО", Address: ""),
            new("who3", "222", 700, Payer: "ОЛЕЙНИК ВЕРА", Address: "Луна, 1"),
        ]);
        var open = await ListAsync();
        var first = open.Single(p => p.OperationId == "who1");
        Assert.Equal(("4406030", SuggestedBy.Address), (first.Suggestions[0].AccountNumber, first.Suggestions[0].Why));
        Assert.Contains(open.Single(p => p.OperationId == "who2").Suggestions,
            s => s is { AccountNumber: "4406118", Why: SuggestedBy.Number });
        Assert.Contains(open.Single(p => p.OperationId == "who3").Suggestions,
            s => s is { AccountNumber: "4406118", Why: SuggestedBy.Payer });
        Assert.Equal(("111", "Кравченко Л.П.", 500L), (first.AccountNumber, first.Payer, first.Amount));
    }

    [Fact]
    public async Task Given_to_an_account_it_pays_what_is_owed_from_the_day_it_was_paid()
    {
        var payment = await ArrivedAsync("give1", 5_000, "03-11-2026");
        var before = await OwedAsync("4406030");
        var held = await BookAsync();
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AssignAsync(payment, "4406030")));
        Assert.Single(verdicts, v => v == SettleVerdict.Settled);
        Assert.Equal(5, verdicts.Count(v => v == SettleVerdict.Repeated));
        Assert.Equal(before - 5_000, await OwedAsync("4406030"));
        Assert.Equal(held + 5_000, await BookAsync());
        Assert.Equal(new DateOnly(2026, 11, 3), await town.Database.ScalarAsync<DateOnly>($"""
            select p.effective_on from billing.postings p join billing.payments m on m.settled_by = p.id
            where m.id = '{payment}'
            """));
        Assert.Equal(SettleVerdict.NotOpen, await AssignAsync(payment, "4406031"));
        Assert.Equal(SettleVerdict.NotOpen, await ReturnAsync(payment, "просит банк"));
        Assert.Equal(1L, await town.Database.ScalarAsync<long>("""
            select count(*) from billing.outbox
            where payload->>'accountNumber' = '4406030' and payload->>'amountMinor' = '5000'
            """));
        await LedgerPicture.AddsUpAsync(town);
    }

    [Fact]
    public async Task Returned_once_it_leaves_the_bank_and_cannot_be_returned_or_given_again()
    {
        var payment = await ArrivedAsync("return1", 7_000);
        var bank = await BookAsync("bank");
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            _ => ReturnAsync(payment, "просит плательщик")));
        Assert.Single(verdicts, v => v == SettleVerdict.Settled);
        Assert.Equal(bank - 7_000, await BookAsync("bank"));
        Assert.Equal(SettleVerdict.NotOpen, await AssignAsync(payment, "4406030"));
        Assert.Equal(SettleVerdict.NotOpen, await ReturnAsync(payment, "ещё раз"));
        Assert.DoesNotContain(await ListAsync(), p => p.Id == payment);
    }

    [Fact]
    public async Task A_wrong_assignment_taken_back_is_an_open_payment_again()
    {
        var payment = await ArrivedAsync("wrong1", 9_000);
        var (mine, other) = (await OwedAsync("4406031"), await OwedAsync("4406032"));
        await AssignAsync(payment, "4406031");
        var received = await PostingAsync(payment, "posting_id");
        // Money that was given to somebody is not un-received under their feet.
        Assert.Equal(PostingVerdict.NotReversible, await ReverseAsync(received));
        Assert.Equal(PostingVerdict.Posted, await ReverseAsync(await PostingAsync(payment, "settled_by")));
        Assert.Equal(mine, await OwedAsync("4406031"));
        Assert.Contains(await ListAsync(), p => p.Id == payment);
        Assert.Equal(SettleVerdict.Settled, await AssignAsync(payment, "4406032"));
        Assert.Equal((mine, other - 9_000), (await OwedAsync("4406031"), await OwedAsync("4406032")));
        await LedgerPicture.AddsUpAsync(town);
    }

    [Fact]
    public async Task What_was_reversed_with_its_register_waits_for_nobody()
    {
        var register = await SberFile.PostAsync(town, [new("gone1", "000", 100), new("gone2", "001", 200)]);
        var gone = (await ListAsync()).Where(p => p.RegisterId == register.Id).ToList();
        await AssignAsync(gone[0].Id, "4406118");
        var (before, held) = (await OwedAsync("4406118"), await BookAsync());
        await SberFile.OrderReversalAsync(town, register.Id);
        await SberFile.WorkAsync(town);
        Assert.Equal(before + gone[0].Amount, await OwedAsync("4406118"));
        Assert.Equal(held + gone[1].Amount, await BookAsync());
        Assert.DoesNotContain(await ListAsync(), p => p.RegisterId == register.Id);
        Assert.Equal(SettleVerdict.NotOpen, await AssignAsync(gone[1].Id, "4406118"));
        Assert.Equal(SettleVerdict.NotOpen, await ReturnAsync(gone[1].Id, "нет"));
        await LedgerPicture.AddsUpAsync(town);
    }

    [Fact]
    public async Task Another_organisation_neither_sees_nor_settles_it()
    {
        var payment = await ArrivedAsync("foreign1", 100);
        await using var unit = await town.AsWebAsync("khmelnytske");
        var payments = unit.Get<UnidentifiedPayments>();
        Assert.Empty(await payments.ListAsync(null, UnidentifiedStatus.Open, null, 50, default));
        Assert.Equal(SettleVerdict.Unknown, await payments.AssignAsync(payment, "5506184", "x", default));
        Assert.Equal(SettleVerdict.UnknownAccount, await AssignAsync(payment, "5506184"));
        Assert.Equal(SettleVerdict.UnknownAccount, await AssignAsync(payment, "31337"));
    }

    private async Task<Guid> ArrivedAsync(string operation, long kopecks, string day = "20-11-2026")
    {
        await SberFile.PostAsync(town, [new(operation, "999", kopecks, day)]);
        return (await ListAsync()).Single(p => p.OperationId == operation).Id;
    }

    private async Task<IReadOnlyList<UnidentifiedPayment>> ListAsync()
    {
        await using var unit = await town.AsWebAsync("privolsk");
        return await unit.Get<UnidentifiedPayments>().ListAsync(
            "privolsk", UnidentifiedStatus.Open, null, 200, default);
    }

    private async Task<SettleVerdict> AssignAsync(Guid id, string account)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        var verdict = await unit.Get<UnidentifiedPayments>().AssignAsync(id, account, "billing", default);
        await unit.CommitAsync();
        return verdict;
    }

    private async Task<SettleVerdict> ReturnAsync(Guid id, string reason)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        var verdict = await unit.Get<UnidentifiedPayments>().ReturnAsync(id, reason, "billing", default);
        await unit.CommitAsync();
        return verdict;
    }

    private async Task<PostingVerdict> ReverseAsync(Guid posting)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        var outcome = await unit.Get<PostingReversals>().ReverseAsync(
            posting, "ошибка", Guid.NewGuid().ToString(), "billing", default);
        await unit.CommitAsync();
        return outcome.Verdict;
    }

    private Task<Guid> PostingAsync(Guid payment, string column) =>
        town.Database.ScalarAsync<Guid>($"select {column} from billing.payments where id = '{payment}'");

    private Task<long> BookAsync(string book = "unidentified") => town.Database.ScalarAsync<long>(
        $"select coalesce(sum(amount_minor), 0)::bigint from billing.entries where book = '{book}'");

    private Task<long> OwedAsync(string account) => town.Database.ScalarAsync<long>($"""
        select coalesce(sum(e.amount_minor), 0)::bigint from billing.entries e
        join billing.accounts a on a.id = e.account_id where a.number = '{account}'
        """);
}
