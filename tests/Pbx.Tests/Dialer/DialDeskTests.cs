using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Tests.Dialer;

/// <summary>Orders are taken once, within hours and limits, and come back when they must.</summary>
public sealed class DialDeskTests : IAsyncLifetime
{
    private const string Phone = "+79375550001";

    /// <summary>A Tuesday, noon in Volgograd.</summary>
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private DialTown _town = null!;

    public async ValueTask InitializeAsync() => _town = await DialTown.CreateAsync(Noon);

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task An_order_is_written_down_as_dialling_before_it_is_dialled_and_nobody_else_gets_it()
    {
        var order = await _town.PlaceAsync(Phone, "1");
        var dial = await _town.ClaimAsync();
        Assert.Equal((order, 1), (dial!.OrderId, dial.Attempt));
        Assert.Equal("dialling", await _town.StateAsync(order));
        Assert.Null(await _town.ClaimAsync());
        Assert.Equal(1, await _town.Database.ScalarAsync<long>(
            "select count(*) from pbx.dial_attempts where rules ->> 'jurisdiction' = 'RU' and ended_at is null"));
    }

    [Fact]
    public async Task Many_takers_at_once_take_each_order_once()
    {
        for (var n = 0; n < 40; n++)
        {
            await _town.PlaceAsync($"+793755501{n:00}", $"a{n}");
        }

        var takers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var taken = new List<Guid>();
            while (await _town.ClaimAsync() is { } dial)
            {
                taken.Add(dial.OrderId);
            }

            return taken;
        })));
        var all = takers.SelectMany(t => t).ToList();
        Assert.Equal(40, all.Count);
        Assert.Equal(40, all.Distinct().Count());
    }

    [Theory]
    [InlineData(Disposition.Busy, 15)]
    [InlineData(Disposition.NoAnswer, 180)]
    public async Task Nobody_reached_is_tried_again_later_and_given_up_after_three(Disposition result, int minutes)
    {
        var order = await _town.PlaceAsync(Phone, "1");
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var dial = await _town.ClaimAsync();
            Assert.Equal(attempt, dial?.Attempt);
            Assert.True(await _town.FinishAsync(dial!, result));
            Assert.Null(await _town.ClaimAsync());
            _town.Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.Null(await _town.ClaimAsync());
            _town.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.StartsWith("ended/", await _town.StateAsync(order), StringComparison.Ordinal);
        var name = char.ToLowerInvariant(result.ToString()[0]) + result.ToString()[1..];
        Assert.Equal([name, name, name + "!"], await _town.FactsAsync());
        Assert.Equal(0, await _town.Database.ScalarAsync<long>("select count(*) from pbx.contacts where is_reached"));
    }

    [Fact]
    public async Task A_machine_is_tried_again_on_the_next_day_when_the_hours_begin()
    {
        await _town.PlaceAsync(Phone, "1");
        await _town.FinishAsync((await _town.ClaimAsync())!, Disposition.Machine);
        // 08:00 in Volgograd is 05:00 UTC.
        _town.Time.Advance(new DateTimeOffset(2026, 11, 25, 4, 59, 59, TimeSpan.Zero) - _town.Time.GetUtcNow());
        Assert.Null(await _town.ClaimAsync());
        _town.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await _town.ClaimAsync())?.Attempt);
    }

    [Fact]
    public async Task A_person_is_reached_once_a_day_over_all_campaigns_phones_and_peoples_own_calls()
    {
        await _town.PlaceAsync(Phone, "1");
        await _town.FinishAsync((await _town.ClaimAsync())!, Disposition.Confirmed);
        await _town.PlaceAsync(Phone, "2");           // the same phone, another account
        await _town.PlaceAsync("+79375550002", "1");  // the same account, another phone
        Assert.Null(await _town.ClaimAsync());

        await using (var connection = await _town.Database.System.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            Assert.True(await new ContactLedger(transaction).RecordManualAsync(
                Guid.CreateVersion7(), "privolsk", "+79375550003", null, _town.Time.GetUtcNow(),
                CancellationToken.None));
            await transaction.CommitAsync();
        }

        await _town.PlaceAsync("+79375550003", "3");
        Assert.Null(await _town.ClaimAsync());
        _town.Time.Advance(TimeSpan.FromDays(1));
        var next = new List<string>();
        while (await _town.ClaimAsync() is { } dial)
        {
            next.Add(dial.Phone);
        }

        Assert.Equal([Phone, "+79375550002", "+79375550003"], next.Order());
    }

    [Fact]
    public async Task Two_campaigns_that_take_the_same_phone_at_once_make_one_call()
    {
        for (var n = 0; n < 10; n++)
        {
            await _town.PlaceAsync(Phone, $"a{n}");
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _town.ClaimAsync())));
        Assert.Single(taken, dial => dial is not null);
    }

    [Fact]
    public async Task A_host_that_died_leaves_tries_that_count_as_made()
    {
        var order = await _town.PlaceAsync(Phone, "1");
        var lost = await _town.ClaimAsync();
        Assert.Equal(1, await _town.Reports.RecoverAsync([], isStart: true, CancellationToken.None));
        Assert.Equal("waiting/failed", await _town.StateAsync(order));
        Assert.Equal(1, await _town.Database.ScalarAsync<long>("select count(*) from pbx.contacts where is_reached"));

        // The dead host comes back and reports: nobody listens.
        Assert.False(await _town.FinishAsync(lost!, Disposition.PromiseToPay));
        Assert.Equal("waiting/failed", await _town.StateAsync(order));

        // It may have rung, so not again today; and not forgotten tomorrow.
        _town.Time.Advance(TimeSpan.FromHours(4));
        Assert.Null(await _town.ClaimAsync());
        _town.Time.Advance(TimeSpan.FromHours(20));
        Assert.Equal(2, (await _town.ClaimAsync())?.Attempt);
    }

    [Fact]
    public async Task Another_hosts_calls_are_left_alone_until_its_lease_is_over()
    {
        await _town.PlaceAsync(Phone, "1");
        var dial = await _town.ClaimAsync();
        _town.Options.Node = "n2";
        Assert.Equal(0, await _town.Reports.RecoverAsync([], isStart: true, CancellationToken.None));
        _town.Time.Advance(TimeSpan.FromSeconds(50));
        await _town.Reports.RenewAsync([dial!.CallId], CancellationToken.None);
        _town.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(0, await _town.Reports.RecoverAsync([], isStart: false, CancellationToken.None));
        _town.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, await _town.Reports.RecoverAsync([], isStart: false, CancellationToken.None));
    }

    [Fact]
    public async Task A_try_that_never_left_did_not_happen()
    {
        var order = await _town.PlaceAsync(Phone, "1");
        await _town.Reports.GiveBackAsync((await _town.ClaimAsync())!, TimeSpan.Zero, CancellationToken.None);
        Assert.Equal("waiting", await _town.StateAsync(order));
        Assert.Equal(0, await _town.Database.ScalarAsync<long>(
            "select (select count(*) from pbx.contacts) + (select count(*) from pbx.dial_attempts)"));
        Assert.Equal(1, (await _town.ClaimAsync())?.Attempt);
    }

    [Fact]
    public async Task Never_again_is_for_the_kind_and_a_wrong_number_for_its_account()
    {
        await _town.PlaceAsync(Phone, "1");
        await _town.FinishAsync((await _town.ClaimAsync())!, Disposition.OptOut);
        await _town.PlaceAsync("+79375550009", "9");
        await _town.FinishAsync((await _town.ClaimAsync())!, Disposition.WrongPerson);
        _town.Time.Advance(TimeSpan.FromDays(14));
        var never = await _town.PlaceAsync(Phone, "2");
        var wrong = await _town.PlaceAsync("+79375550009", "9");
        await _town.PlaceAsync("+79375550009", "10");
        Assert.Equal("10", (await _town.ClaimAsync())?.AccountNumber);
        Assert.Null(await _town.ClaimAsync());
        Assert.Equal("ended/optOut", await _town.StateAsync(never));
        Assert.Equal("ended/wrongPerson", await _town.StateAsync(wrong));
        await _town.PlaceAsync(Phone, "1", kind: DialKind.QualityPoll);
        Assert.NotNull(await _town.ClaimAsync(new DialSource(DialKind.QualityPoll, null)));
    }

    [Fact]
    public async Task Who_has_paid_is_removed_before_the_dial_and_by_the_payment_itself()
    {
        var first = await _town.PlaceAsync(Phone, "1");
        var second = await _town.PlaceAsync("+79375550002", "2");
        _town.Debts["1"] = new DebtCheck(false, 0, "paid");
        Assert.Equal("2", (await _town.ClaimAsync())?.AccountNumber);
        Assert.Null(await _town.ClaimAsync());
        Assert.Equal("ended/paid", await _town.StateAsync(first));

        var third = await _town.PlaceAsync("+79375550003", "3");
        await using var connection = await _town.Database.System.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var orders = new DialOrders(transaction, _town.Time);
        Assert.Equal(1, await orders.RemovePaidAsync("privolsk", "3", CancellationToken.None));
        Assert.Equal(0, await orders.RemovePaidAsync("privolsk", "2", CancellationToken.None));   // it rings already
        await transaction.CommitAsync();
        Assert.Equal("ended/paid", await _town.StateAsync(third));
        Assert.Equal("dialling", await _town.StateAsync(second));
        Assert.Equal(["paid!", "paid!"], await _town.FactsAsync());
    }

    [Fact]
    public async Task A_promise_holds_until_its_day()
    {
        await _town.PlaceAsync(Phone, "1");
        await _town.FinishAsync((await _town.ClaimAsync())!, Disposition.PromiseToPay, new DateOnly(2026, 12, 5));
        _town.Time.Advance(TimeSpan.FromDays(10));
        var within = await _town.PlaceAsync(Phone, "1");
        Assert.Null(await _town.ClaimAsync());
        Assert.Equal("withdrawn/withdrawn", await _town.StateAsync(within));
        _town.Time.Advance(TimeSpan.FromDays(3));
        await _town.PlaceAsync(Phone, "1");
        Assert.NotNull(await _town.ClaimAsync());
    }

    [Fact]
    public async Task An_order_whose_time_is_over_ends_without_a_call()
    {
        var order = await _town.PlaceAsync(Phone, "1", life: TimeSpan.FromHours(1));
        _town.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await _town.ClaimAsync());
        Assert.Equal("ended/expired", await _town.StateAsync(order));
        Assert.Equal(["expired!"], await _town.FactsAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"amountMinor":0}""")]
    [InlineData("""{"amountMinor":1.5}""")]
    [InlineData("[]")]
    public async Task An_order_nobody_could_speak_is_refused_when_it_is_placed(string payload) =>
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _town.Database.ExecuteAsync($"""
            insert into pbx.dial_orders (id, organisation, kind, phone, payload, placed_at, not_before, expires_at,
                tries_max)
            values (gen_random_uuid(), 'privolsk', 'debt', '+79375550001', '{payload}', now(), now(), now(), 1)
            """));
}
