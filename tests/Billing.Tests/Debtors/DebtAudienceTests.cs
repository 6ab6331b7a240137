namespace Zhkh.Billing.Tests;

/// <summary>Who may be rung about a debt, and what forbids it.</summary>
public sealed class DebtAudienceTests : IAsyncLifetime
{
    private readonly Town _town = new();

    public ValueTask InitializeAsync() => _town.InitializeAsync();

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task Everybody_who_owes_enough_for_long_enough_is_there_with_age_phones_and_language()
    {
        var debtors = await SelectAsync(1, 0);
        var debts = await _town.Database.ScalarAsync<long>("""
            select count(*) from (select account_id from billing.balances where organisation = 'privolsk'
                group by account_id having sum(amount_minor) > 0) as owing
            """);
        Assert.Equal(debts, debtors.Count);
        var known = debtors.Single(d => d.AccountNumber == "4406030");
        Assert.Equal((841_260L, "RUB", 3, "ru", null),
            (known.DebtMinor, known.Currency, known.Months, known.Language, known.Stop));
        Assert.Equal(["+79370000030"], known.Phones);
        // The card of the same account counts its months on another way.
        await using var unit = await _town.AsSystemAsync();
        foreach (var debtor in debtors.Take(40))
        {
            var card = await unit.Get<Zhkh.Billing.Accounts>().CardAsync(debtor.AccountNumber, default);
            Assert.Equal((card?.Balance, card?.DebtMonths), (debtor.DebtMinor, debtor.Months));
        }

        Assert.Contains(await SelectAsync(841_260, 3), d => d.AccountNumber == "4406030");
        Assert.DoesNotContain(await SelectAsync(841_261, 0), d => d.AccountNumber == "4406030");
        Assert.DoesNotContain(await SelectAsync(1, 4), d => d.AccountNumber == "4406030");
        Assert.DoesNotContain(await SelectAsync(1, 0), d => d.AccountNumber is "4406118" or "5506184");
    }

    [Theory]
    [InlineData(DebtMarkKind.Promise, DebtStop.PromiseActive)]
    [InlineData(DebtMarkKind.InstalmentAgreement, DebtStop.InstalmentAgreement)]
    [InlineData(DebtMarkKind.Dispute, DebtStop.Dispute)]
    [InlineData(DebtMarkKind.Court, DebtStop.Court)]
    [InlineData(DebtMarkKind.OptOut, DebtStop.OptOut)]
    [InlineData(DebtMarkKind.Deceased, DebtStop.Deceased)]
    [InlineData(DebtMarkKind.SubsidyPending, DebtStop.SubsidyPending)]
    [InlineData(DebtMarkKind.Moratorium, DebtStop.Moratorium)]
    public async Task A_mark_of_the_account_stops_the_call_until_it_ends(DebtMarkKind kind, DebtStop stop)
    {
        var mark = await MarkAsync(m => m.AddAsync(
            "privolsk", "4406030", null, kind, Today.AddDays(5), null, "office", "clerk", default));
        await StoppedAsync("4406030", stop);
        _town.Time.Advance(TimeSpan.FromDays(5));
        await StoppedAsync("4406030", stop);
        _town.Time.Advance(TimeSpan.FromDays(1));
        await StoppedAsync("4406030", null);
        Assert.NotNull(mark);
    }

    [Fact]
    public async Task A_mark_that_is_ended_stops_nothing_and_stays_on_record()
    {
        var mark = await MarkAsync(m => m.DisputeAsync("privolsk", "4406030", "campaign", "robot", default));
        await StoppedAsync("4406030", DebtStop.Dispute);
        await using (var unit = await _town.AsWebAsync("privolsk"))
        {
            Assert.True(await unit.Get<DebtMarks>().EndAsync(mark ?? Guid.Empty, "clerk", default));
            Assert.False(await unit.Get<DebtMarks>().EndAsync(mark ?? Guid.Empty, "clerk", default));
            await unit.CommitAsync();
        }

        await StoppedAsync("4406030", null);
        await using var reading = await _town.AsWebAsync("privolsk");
        var kept = Assert.Single(await reading.Get<DebtMarks>().OfAccountAsync("privolsk", "4406030", default));
        Assert.Equal((DebtMarkKind.Dispute, "campaign", "robot", "clerk"),
            (kept.Kind, kept.Source, kept.MadeBy, kept.EndedBy));
    }

    [Fact]
    public async Task A_later_promise_takes_the_place_of_the_earlier_one()
    {
        await MarkAsync(m => m.PromiseAsync("privolsk", "4406030", Today.AddDays(2), 100, "c1", "robot", default));
        await MarkAsync(m => m.PromiseAsync("privolsk", "4406030", Today.AddDays(9), null, "c1", "robot", default));
        _town.Time.Advance(TimeSpan.FromDays(5));
        await StoppedAsync("4406030", DebtStop.PromiseActive);
        Assert.Equal(1L, await _town.Database.ScalarAsync<long>(
            "select count(*) from billing.debt_marks where ended_at is null"));
    }

    [Fact]
    public async Task A_phone_that_opted_out_is_left_out_everywhere_and_a_wrong_person_only_here()
    {
        await _town.Database.ExecuteAsync("""
            insert into billing.person_phones (account_id, phone, organisation, source, since)
            select id, '+79370000777', 'privolsk', 'call', now() from billing.accounts
            where number in ('4406030', '4406032')
            """);
        await MarkAsync(m => m.WrongPersonAsync("privolsk", "4406030", "+79370000777", "c1", "robot", default));
        Assert.Equal(["+79370000030"], (await DebtorAsync("4406030")).Phones);
        Assert.Contains("+79370000777", (await DebtorAsync("4406032")).Phones);
        Assert.Equal(DebtStop.WrongPerson, (await StillAsync("4406030", "+79370000777")).Stop);
        await MarkAsync(m => m.OptOutAsync("privolsk", "8 937 000-07-77", "c1", "robot", default));
        Assert.DoesNotContain("+79370000777", (await DebtorAsync("4406032")).Phones);
        Assert.Equal(DebtStop.OptOut, (await StillAsync("4406032", "+79370000777")).Stop);
        Assert.True((await StillAsync("4406032", "+79370000031")).Owes);
        await MarkAsync(m => m.WrongPersonAsync("privolsk", "4406030", "+79370000030", "c1", "robot", default));
        Assert.Equal(DebtStop.WrongPerson, (await DebtorAsync("4406030")).Stop);
    }

    [Fact]
    public async Task An_account_without_a_phone_is_counted_as_such()
    {
        await _town.Database.ExecuteAsync("delete from billing.person_phones where phone = '+79370000030'");
        var debtor = await DebtorAsync("4406030");
        Assert.Equal(DebtStop.NoPhone, debtor.Stop);
        Assert.Empty(debtor.Phones);
    }

    [Fact]
    public async Task A_payment_since_the_selection_stops_the_dial_and_a_recent_one_the_selection()
    {
        var selected = _town.Time.GetUtcNow();
        Assert.True((await StillAsync("4406030", null, selected)).Owes);
        _town.Time.Advance(TimeSpan.FromMinutes(1));
        await SberFile.PostAsync(_town, [new("part1", "4406030", 100)]);
        Assert.Equal(new StillOwes(false, 841_160, DebtStop.PaidRecently),
            await StillAsync("4406030", null, selected));
        Assert.Equal(DebtStop.PaidRecently, (await DebtorAsync("4406030")).Stop);
        _town.Time.Advance(TimeSpan.FromDays(4));
        Assert.Null((await DebtorAsync("4406030")).Stop);
        Assert.True((await StillAsync("4406030", null, _town.Time.GetUtcNow())).Owes);
        await SberFile.PostAsync(_town, [new("part2", "4406030", 900_000)]);
        Assert.Equal(new StillOwes(false, -58_840, null), await StillAsync("4406030", null, _town.Time.GetUtcNow()));
        Assert.DoesNotContain(await SelectAsync(1, 0), d => d.AccountNumber == "4406030");
    }

    [Fact]
    public async Task A_payment_in_a_register_that_is_not_posted_yet_stops_the_call_for_the_day()
    {
        await SberFile.BringAsync(_town, SberFile.Text([new("coming1", "4406030", 100)]));
        await StoppedAsync("4406030", DebtStop.UnfinishedRegister);
        Assert.Null((await DebtorAsync("4406032")).Stop);
        _town.Time.Advance(TimeSpan.FromDays(1));
        await StoppedAsync("4406030", null);
    }

    [Fact]
    public async Task A_moratorium_of_the_organisation_stops_every_call()
    {
        await MarkAsync(m => m.AddAsync(
            "privolsk", null, null, DebtMarkKind.Moratorium, null, null, "law", "admin", default));
        Assert.All(await SelectAsync(1, 0), d => Assert.Equal(DebtStop.Moratorium, d.Stop));
        await StoppedAsync("4406030", DebtStop.Moratorium);
    }

    private DateOnly Today => DateOnly.FromDateTime(_town.Time.GetUtcNow().Date);

    private async Task StoppedAsync(string account, DebtStop? stop)
    {
        Assert.Equal(stop, (await DebtorAsync(account)).Stop);
        var still = await StillAsync(account, null);
        Assert.Equal((stop is null, stop), (still.Owes, still.Stop));
    }

    private async Task<Debtor> DebtorAsync(string account) =>
        (await SelectAsync(1, 0)).Single(d => d.AccountNumber == account);

    private async Task<IReadOnlyList<Debtor>> SelectAsync(long from, int months)
    {
        await using var unit = await _town.AsWebAsync("privolsk");
        return await unit.Get<DebtAudience>().SelectAsync("privolsk", from, months, default);
    }

    private async Task<StillOwes> StillAsync(string account, string? phone, DateTimeOffset? since = null)
    {
        await using var unit = await _town.AsSystemAsync();
        return await unit.Get<DebtAudience>().StillOwesAsync(
            "privolsk", account, since ?? _town.Time.GetUtcNow(), phone, default);
    }

    private async Task<Guid?> MarkAsync(Func<DebtMarks, Task<Guid?>> act)
    {
        await using var unit = await _town.AsSystemAsync();
        var id = await act(unit.Get<DebtMarks>());
        await unit.CommitAsync();
        return id;
    }
}
