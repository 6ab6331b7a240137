using Npgsql;

namespace Zhkh.Billing.Tests;

/// <summary>A register becomes payments: once, whole, and taken back once.</summary>
public sealed class RegisterPostingTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task A_payment_is_split_over_what_is_owed_and_the_rest_is_an_advance()
    {
        // 382.40 + 713.80 + 308.00 + 1 400.00, three months each: 8 412.60 in all.
        var register = await SberFile.PostAsync(town, [new("split1", "4406030", 100_000)]);
        Assert.Equal((RegisterStatus.Posted, 1), (register.Status, register.Known));
        Assert.Null(register.Progress);
        Assert.Equal(741_260, await OwedAsync("4406030"));
        Assert.Equal(
            ["bank 100000", "coldWater -13637", "hotWater -25455", "maintenance -49925", "sewerage -10983"],
            await LinesAsync("split1"));
        await SberFile.PostAsync(town, [new("split2", "4406030", 1_000_000, Day: "02-11-2026")]);
        Assert.Equal(-258_740, await OwedAsync("4406030"));
        Assert.Equal(-258_740, await town.Database.ScalarAsync<long>("""
            select b.amount_minor from billing.balances b join billing.accounts a on a.id = b.account_id
            where a.number = '4406030' and b.service = 'maintenance'
            """));
        Assert.Equal(new DateOnly(2026, 11, 2), await town.Database.ScalarAsync<DateOnly>("""
            select effective_on from billing.postings where idempotency_key = 'payment:sber:split2'
            """));
        await LedgerPicture.AddsUpAsync(town);
    }

    [Fact]
    public async Task Every_payment_of_a_known_account_is_told_once_with_its_account()
    {
        await SberFile.PostAsync(town, [new("told1", "4406031", 500), new("told2", "9999998", 600)]);
        var told = await town.Database.ScalarAsync<string>("""
            select string_agg(payload->>'accountNumber' || ' ' || (payload->>'amountMinor') || ' '
                || (payload->>'organisation'), ',') from billing.outbox
            where type = 'PaymentReceived' and payload->>'amountMinor' in ('500', '600')
            """);
        Assert.Equal("4406031 500 privolsk", told);
    }

    [Fact]
    public async Task An_operation_that_came_before_is_never_posted_again_whatever_file_brings_it()
    {
        var first = await SberFile.PostAsync(town, [new("ever1", "4406007", 700), new("ever2", "9999997", 100)]);
        town.Time.Advance(TimeSpan.FromDays(400));
        var owed = await OwedAsync("4406007");
        var second = await SberFile.PostAsync(town,
            [new("ever1", "4406007", 700), new("ever2", "4406007", 100), new("ever3", "4406007", 50)]);
        Assert.Equal((1, 0, 2), (second.Known, second.Unidentified, second.Repeated));
        Assert.Equal(owed - 50, await OwedAsync("4406007"));
        Assert.Equal((1, 1), (first.Known, first.Unidentified));
    }

    [Fact]
    public async Task Two_previews_with_a_common_operation_post_it_once()
    {
        var owed = await OwedAsync("4406118");
        var one = await SberFile.BringAsync(town,
            SberFile.Text([new("both", "4406118", 100), new("o1", "4406118", 1)]));
        var two = await SberFile.BringAsync(town,
            SberFile.Text([new("both", "4406118", 100), new("o2", "4406118", 2)]));
        await SberFile.OrderPostingAsync(town, one.Id);
        town.Time.Advance(TimeSpan.FromSeconds(1));
        await SberFile.OrderPostingAsync(town, two.Id);
        await SberFile.WorkAsync(town);
        Assert.Equal(owed - 103, await OwedAsync("4406118"));
        var late = await SberFile.SeeAsync(town, two.Id);
        Assert.Equal((RegisterStatus.Posted, 1, 1), (late.Status, late.Known, late.Repeated));
        Assert.Equal(RegisterFault.RepeatedBefore,
            (await SberFile.RowsAsync(town, two.Id)).Single(r => r.OperationId == "both").Reason);
    }

    [Fact]
    public async Task A_reversed_register_leaves_every_balance_as_it_was_and_is_reversed_once()
    {
        var before = await OwedAsync("4406032");
        var register = await SberFile.PostAsync(town,
            [new("back1", "4406032", 10_000), new("back2", "4406032", 20_000), new("back3", "9999996", 300)]);
        Assert.Equal(before - 30_000, await OwedAsync("4406032"));
        var orders = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => SberFile.OrderReversalAsync(town, register.Id)));
        Assert.Single(orders, taken => taken);
        await SberFile.WorkAsync(town, rowsMax: 2);
        var reversed = await SberFile.SeeAsync(town, register.Id);
        Assert.Equal((RegisterStatus.Reversed, "не тот файл"), (reversed.Status, reversed.ReverseReason));
        Assert.All(await SberFile.RowsAsync(town, register.Id), r => Assert.Equal(RegisterRowState.Reversed, r.State));
        Assert.Equal(before, await OwedAsync("4406032"));
        Assert.False(await SberFile.OrderReversalAsync(town, register.Id));
        Assert.False(await SberFile.OrderPostingAsync(town, register.Id));
        Assert.Equal(3L, await town.Database.ScalarAsync<long>($"""
            select count(*) from billing.postings r join billing.payments m on m.posting_id = r.reverses
            where m.register_id = '{register.Id}'
            """));
        await LedgerPicture.AddsUpAsync(town);
    }

    [Fact]
    public async Task What_was_reversed_singly_is_not_reversed_again_with_its_register()
    {
        var before = await OwedAsync("4406031");
        var register = await SberFile.PostAsync(town, [new("single1", "4406031", 100), new("single2", "4406031", 200)]);
        var posting = await town.Database.ScalarAsync<Guid>(
            "select posting_id from billing.payments where operation_id = 'single1'");
        await using (var unit = await town.AsWebAsync("privolsk"))
        {
            var outcome = await unit.Get<PostingReversals>().ReverseAsync(posting, "ошибка", "k1", "billing", default);
            Assert.Equal(PostingVerdict.Posted, outcome.Verdict);
            await unit.CommitAsync();
        }

        Assert.Equal(before - 200, await OwedAsync("4406031"));
        await SberFile.OrderReversalAsync(town, register.Id);
        await SberFile.WorkAsync(town);
        Assert.Equal(before, await OwedAsync("4406031"));
        await using (var unit = await town.AsWebAsync("privolsk"))
        {
            var again = await unit.Get<PostingReversals>().ReverseAsync(posting, "ошибка", "k2", "billing", default);
            Assert.Equal(PostingVerdict.AlreadyReversed, again.Verdict);
        }
    }

    [Fact]
    public async Task A_batch_that_is_not_committed_has_not_happened()
    {
        var receipt = await SberFile.BringAsync(town, SberFile.Text([new("lost1", "4406030", 100)]));
        await SberFile.OrderPostingAsync(town, receipt.Id);
        await using (var unit = await town.AsSystemAsync())
        {
            Assert.NotNull(await unit.Get<RegisterWork>().StepAsync(default));
            await town.Database.ExecuteAsync($"select pg_terminate_backend({unit.Connection.ProcessID})");
            await Assert.ThrowsAnyAsync<NpgsqlException>(unit.CommitAsync);
        }

        Assert.Equal(RegisterStatus.Posting, (await SberFile.SeeAsync(town, receipt.Id)).Status);
        await SberFile.WorkAsync(town);
        Assert.Equal(RegisterStatus.Posted, (await SberFile.SeeAsync(town, receipt.Id)).Status);
        Assert.Equal(1L, await town.Database.ScalarAsync<long>(
            "select count(*) from billing.payments where operation_id = 'lost1'"));
    }

    private Task<long> OwedAsync(string account) => town.Database.ScalarAsync<long>($"""
        select coalesce(sum(e.amount_minor), 0)::bigint from billing.entries e
        join billing.accounts a on a.id = e.account_id where a.number = '{account}'
        """);

    private async Task<string[]> LinesAsync(string operation) => await town.Database.ScalarAsync<string[]>($"""
        select array_agg(coalesce(e.service, e.book) || ' ' || e.amount_minor order by coalesce(e.service, e.book))
        from billing.entries e join billing.postings p on p.id = e.posting_id
        where p.idempotency_key = 'payment:sber:{operation}'
        """);
}
