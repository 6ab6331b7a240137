using Npgsql;
using Zhkh.Testing;

namespace Zhkh.Billing.Tests;

/// <summary>What the database refuses even when the application asks for it.</summary>
public sealed class InsertOnlyTests(Town town) : IClassFixture<Town>
{
    public static TheoryData<string> Rewrites =>
    [
        "update billing.entries set amount_minor = amount_minor + 1",
        "update billing.entries set amount_minor = 1 where id = (select min(id) from billing.entries)",
        "delete from billing.entries",
        "update billing.postings set reason = 'x'",
        "delete from billing.postings",
        "truncate billing.entries",
        "truncate billing.postings cascade",
        "merge into billing.entries e using (values (1)) v(x) on true when matched then delete",
    ];

    [Theory]
    [MemberData(nameof(Rewrites))]
    public async Task Nobody_rewrites_the_ledger_neither_application_nor_owner(string sql)
    {
        foreach (var source in new[] { town.Database.Owner, town.Database.System, town.Database.Web })
        {
            await using var command = source.CreateCommand(sql);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal("42501", refused.SqlState);
        }
    }

    [Fact]
    public async Task The_application_cannot_write_a_kept_balance()
    {
        foreach (var source in new[] { town.Database.System, town.Database.Web })
        {
            await using var command = source.CreateCommand("update billing.balances set amount_minor = 0");
            Assert.Equal("42501",
                (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    [Theory]
    [InlineData(100, -99)]
    [InlineData(100, 100)]
    public async Task A_posting_that_does_not_add_up_cannot_be_committed(long one, long other)
    {
        await using var unit = await town.AsSystemAsync();
        await InsertPostingAsync(unit, "RUB");
        await unit.ExecuteAsync($"""
            insert into billing.entries (posting_id, organisation, book, amount_minor)
            select id, 'privolsk', 'bank', a from billing.postings, unnest(array[{one}, {other}]) as a
            where posted_by = 'forger' order by posted_at desc limit 2
            """);
        await RefusedAsync(unit);
    }

    [Fact]
    public async Task A_posting_without_entries_cannot_be_committed()
    {
        await using var unit = await town.AsSystemAsync();
        await InsertPostingAsync(unit, "RUB");
        await RefusedAsync(unit);
    }

    [Fact]
    public async Task A_posting_in_another_currency_than_its_organisations_cannot_be_committed()
    {
        await using var unit = await town.AsSystemAsync();
        await InsertPostingAsync(unit, "UAH");
        await unit.ExecuteAsync("""
            insert into billing.entries (posting_id, organisation, book, amount_minor)
            select id, 'privolsk', 'bank', a from billing.postings, unnest(array[5, -5]) as a
            where posted_by = 'forger'
            """);
        await RefusedAsync(unit);
    }

    [Fact]
    public async Task Entries_cannot_join_an_older_posting()
    {
        await using var unit = await town.AsSystemAsync();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => unit.ExecuteAsync("""
            insert into billing.entries (posting_id, organisation, book, amount_minor)
            select id, organisation, 'bank', a from (select * from billing.postings limit 1) p,
                unnest(array[5, -5]) as a
            """));
        Assert.Equal("23514", refused.SqlState);
    }

    [Fact]
    public async Task Entries_cannot_name_an_account_of_another_organisation()
    {
        var foreign = await town.AccountIdAsync("5506184");
        await using var unit = await town.AsSystemAsync();
        await InsertPostingAsync(unit, "RUB");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => unit.ExecuteAsync($"""
            insert into billing.entries (posting_id, organisation, book, account_id, service, amount_minor)
            select id, 'privolsk', 'resident', '{foreign}', 'gas', 5 from billing.postings where posted_by = 'forger'
            """));
        Assert.Equal("23503", refused.SqlState);
    }

    [Fact]
    public async Task The_application_cannot_say_in_which_transaction_a_posting_was_made()
    {
        await using var unit = await town.AsSystemAsync();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => unit.ExecuteAsync("""
            insert into billing.postings (id, organisation, kind, effective_on, posted_at, posted_by, reason, currency,
                idempotency_key, input_hash, made_in)
            values (gen_random_uuid(), 'privolsk', 'payment', now(), now(), 'forger', 'x', 'RUB', 'k', '', '9999999')
            """));
        Assert.Equal("42501", refused.SqlState);
    }

    [Fact]
    public async Task A_person_of_one_organisation_cannot_post_into_another()
    {
        await using var unit = await town.AsWebAsync("khmelnytske");
        var outcome = await unit.Get<AccountLedger>().AdjustAsync(
            "4406030", Service.Gas, 5, "x", null, Guid.NewGuid().ToString(), "mallory", default);
        Assert.Equal(PostingVerdict.Unknown, outcome.Verdict);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => InsertPostingAsync(unit, "RUB"));
        Assert.Equal("42501", refused.SqlState);
    }

    private static Task InsertPostingAsync(UnitOfWork unit, string currency) => unit.ExecuteAsync($"""
        insert into billing.postings (id, organisation, kind, effective_on, posted_at, posted_by, reason, currency,
            idempotency_key, input_hash)
        values (gen_random_uuid(), 'privolsk', 'payment', now(), now(), 'forger', 'x', '{currency}',
            gen_random_uuid()::text, '')
        """);

    private static async Task RefusedAsync(UnitOfWork unit) => Assert.Equal(
        "23514", (await Assert.ThrowsAsync<PostgresException>(unit.CommitAsync)).SqlState);
}
