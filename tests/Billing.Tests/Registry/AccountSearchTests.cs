namespace Zhkh.Billing.Tests;

public sealed class AccountSearchTests(Town town) : IClassFixture<Town>
{
    [Theory]
    [InlineData("гаг 14 30")]
    [InlineData("ГАГАРИНА 14, 30")]
    [InlineData("4406030")]
    [InlineData("440 6030")]
    [InlineData("4406-030")]
    [InlineData("8 (937) 000-00-30")]
    [InlineData("+79370000030")]
    [InlineData("крав лео")]
    [InlineData("кравченко леонид петрович")]
    public async Task One_resident_is_found_by_what_a_dispatcher_types(string typed)
    {
        var found = await FindAsync(typed);
        Assert.Equal(("4406030", "Гагарина, 14, кв. 30", "Кравченко Леонид Петрович"),
            (found[0].Number, found[0].Address, found[0].Person));
        Assert.Single(found);
    }

    [Fact]
    public async Task A_phone_of_two_flats_finds_both() => Assert.Equal(
        ["4406031", "4406032"], (await FindAsync("+79370000031")).Select(a => a.Number).Order());

    [Fact]
    public async Task Street_and_house_list_flats_up_to_the_limit()
    {
        var found = await FindAsync("гаг 14");
        Assert.Equal(AccountSearch.ResultsMax, found.Count);
        Assert.All(found, a => Assert.Equal(("Гагарина", "14"), (a.Street, a.House)));
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"{i}"), found.Select(a => a.Flat));
    }

    [Theory]
    [InlineData("гаг 14 999")]
    [InlineData("щщщ")]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("' or 1=1 --")]
    [InlineData("+79379999999")]
    public async Task Nothing_is_found_where_nothing_is(string typed) => Assert.Empty(await FindAsync(typed));

    [Fact]
    public async Task A_person_finds_only_accounts_of_their_organisations()
    {
        await using var unit = await town.AsWebAsync("khmelnytske");
        Assert.Empty(await unit.Get<AccountSearch>().FindAsync("гаг 14 30", default));
        Assert.NotEmpty(await unit.Get<AccountSearch>().FindAsync("проск 18 4", default));
        Assert.Null(await unit.Get<Accounts>().CardAsync("4406030", default));
        Assert.NotNull(await unit.Get<Accounts>().CardAsync("5506184", default));
    }

    [Fact]
    public async Task A_remembered_phone_is_known_from_then_on_and_is_stored_as_e164()
    {
        await using var unit = await town.AsWebAsync("privolsk");
        var accounts = unit.Get<Accounts>();
        Assert.True(await accounts.RememberPhoneAsync("4406118", "8 937 555-66-77", PhoneSource.Call, default));
        Assert.False(await accounts.RememberPhoneAsync("4406118", "+79375556677", PhoneSource.Call, default));
        Assert.Equal("4406118", Assert.Single(await accounts.CardsByPhoneAsync("+79375556677", default)).Number);
        await Assert.ThrowsAsync<ArgumentException>(
            () => accounts.RememberPhoneAsync("4406118", "anonymous", PhoneSource.Call, default));
    }

    [Fact]
    public async Task The_table_itself_refuses_a_phone_that_is_not_e164()
    {
        var account = await town.AccountIdAsync("4406118");
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => town.Database.ExecuteAsync($"""
            insert into billing.person_phones values ('{account}', '89375556677', 'privolsk', null, 'call', null, now())
            """));
        Assert.Equal("23514", refused.SqlState);
    }

    [Fact]
    public async Task Words_follow_a_new_person_of_the_flat()
    {
        await using var unit = await town.AsSystemAsync();
        var id = await town.AccountIdAsync("4406007");
        await unit.ExecuteAsync($"""
            with p as (insert into billing.people values (gen_random_uuid(), 'privolsk', 'Ёлкина', 'Зоя', null)
                returning id)
            insert into billing.occupancies select a.premise_id, p.id, 'privolsk', 'resident', date '2026-01-01', null
            from p, billing.accounts a where a.id = '{id}'
            """);
        await unit.Get<AccountWords>().RefreshAsync(id, default);
        var found = Assert.Single(await unit.Get<AccountSearch>().FindAsync("елк зоя", default));
        Assert.Equal(("4406007", "Мельник Галина Ивановна"), (found.Number, found.Person));
    }

    private async Task<IReadOnlyList<AccountFound>> FindAsync(string typed)
    {
        await using var unit = await town.AsSystemAsync();
        return await unit.Get<AccountSearch>().FindAsync(typed, default);
    }
}
