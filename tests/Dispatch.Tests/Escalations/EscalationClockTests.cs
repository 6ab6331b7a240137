using Npgsql;
using Zhkh.Testing;

namespace Zhkh.Dispatch.Tests;

public sealed class EscalationClockTests(CrewTown town) : IClassFixture<CrewTown>
{
    [Theory]
    [InlineData(TicketPriority.Normal, "0 sms, 180 sms, 360 robot, 540 alert")]
    [InlineData(TicketPriority.Urgent, "0 sms, 120 sms, 240 robot, 360 alert")]
    [InlineData(TicketPriority.Critical, "0 sms, 60 robot, 120 sms, 180 alert")]
    public async Task Each_rung_is_fired_once_at_its_second(TicketPriority priority, string expected)
    {
        var order = await town.AssignAsync(await town.TicketAsync(priority));
        var heard = new List<string>();
        for (var second = 0; second <= 900; second += 10)
        {
            await town.ClimbAsync();
            await town.ClimbAsync();
            var fired = (await town.FiredAsync(order.Id)).Split(", ");
            heard.AddRange(fired.Skip(heard.Count).Select(rung => $"{second} {rung.Split(' ')[1]}"));
            town.Centre.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(expected, string.Join(", ", heard));
        var alert = Assert.Single(await town.FactsAsync("AttentionRaised", await TicketOfAsync(order.Id)));
        Assert.Equal("crewSilent", alert.GetProperty("reason").GetString());
        Assert.Single(await town.FactsAsync("CrewCallDue", order.Id));
        Assert.Equal(2, (await town.FactsAsync("CrewSmsDue", order.Id)).Count);
    }

    [Theory]
    [InlineData(AssignmentMove.Accept)]
    [InlineData(AssignmentMove.Decline)]
    [InlineData(AssignmentMove.OnSite)]
    [InlineData(AssignmentMove.Done)]
    public async Task Any_answer_stops_the_ladder_for_ever(AssignmentMove move)
    {
        var order = await town.AssignAsync(await town.TicketAsync());
        town.Centre.Time.Advance(TimeSpan.FromSeconds(200));
        await town.ClimbAsync();
        await town.ActAsync(order.Id, move);
        town.Centre.Time.Advance(TimeSpan.FromHours(1));
        await town.ClimbAsync();
        Assert.Equal("0 sms, 1 sms", await town.FiredAsync(order.Id));
        Assert.Single(await town.FactsAsync("CrewLadderStopped", order.Id));
    }

    [Fact]
    public async Task A_comment_is_no_answer()
    {
        var order = await town.AssignAsync(await town.TicketAsync());
        await town.ActAsync(order.Id, AssignmentMove.Comment, text: "сейчас посмотрю");
        town.Centre.Time.Advance(TimeSpan.FromSeconds(180));
        await town.ClimbAsync();
        Assert.Equal("0 sms, 1 sms", await town.FiredAsync(order.Id));
    }

    [Fact]
    public async Task After_a_long_sleep_every_road_is_taken_once_and_a_clock_set_back_fires_nothing_again()
    {
        var order = await town.AssignAsync(await town.TicketAsync());
        town.Centre.Time.Advance(TimeSpan.FromMinutes(30));
        await town.ClimbAsync();
        Assert.Equal("0 sms, 1 sms, 2 robot, 3 alert", await town.FiredAsync(order.Id));
        await using var late = await UnitOfWork.BeginAsync(services => services.AddDispatch(),
            town.Centre.Database.System, new ManualTime(town.Now.AddHours(-2)), null);
        await late.Get<EscalationClock>().TickAsync(default);
        await late.CommitAsync();
        await town.ClimbAsync();
        Assert.Equal("0 sms, 1 sms, 2 robot, 3 alert", await town.FiredAsync(order.Id));
    }

    /// <summary>F11 in small: clocks race, some die before their commit; each rung has one effect.</summary>
    [Fact]
    public async Task Racing_and_dying_clocks_lose_nothing_and_double_nothing()
    {
        await using var fresh = new Own();
        await fresh.Town.InitializeAsync();
        var orders = new List<Guid>();
        for (var count = 0; count < 60; count++)
        {
            orders.Add((await fresh.Town.AssignAsync(await fresh.Town.TicketAsync())).Id);
        }

        var deaths = 0;
        for (var step = 0; step < 4; step++)
        {
            fresh.Town.Centre.Time.Advance(TimeSpan.FromSeconds(180));
            await Task.WhenAll(Enumerable.Range(0, 6).Select(async clock =>
            {
                await using var unit = await fresh.Town.Centre.AsSystemAsync();
                await unit.Get<EscalationClock>().TickAsync(default);
                if (clock % 3 == 0)
                {
                    Interlocked.Increment(ref deaths);
                    return;   // the process is gone: nothing was committed
                }

                await unit.CommitAsync();
            }));
            while (await fresh.Town.ClimbAsync() > 0)
            {
            }
        }

        Assert.Equal(8, deaths);
        foreach (var order in orders)
        {
            Assert.Equal("0 sms, 1 sms, 2 robot, 3 alert", await fresh.Town.FiredAsync(order));
            Assert.Equal(2, (await fresh.Town.FactsAsync("CrewSmsDue", order)).Count);
            Assert.Single(await fresh.Town.FactsAsync("CrewCallDue", order));
        }

        Assert.Equal(60L, await fresh.Town.Centre.Database.ScalarAsync<long>(
            "select count(*) from dispatch.attention"));
    }

    /// <summary>
    /// A clock frozen in the middle of its round holds its rows; when its connection is cut it has lost.
    /// </summary>
    [Fact]
    public async Task A_zombie_that_wakes_after_its_connection_was_cut_changes_nothing()
    {
        await using var fresh = new Own();
        await fresh.Town.InitializeAsync();
        var order = (await fresh.Town.AssignAsync(await fresh.Town.TicketAsync())).Id;
        fresh.Town.Centre.Time.Advance(TimeSpan.FromSeconds(180));
        await using (var zombie = await fresh.Town.Centre.AsSystemAsync())
        {
            Assert.Equal(1, await zombie.Get<EscalationClock>().TickAsync(default));
            Assert.Equal(0, await fresh.Town.ClimbAsync());
            await fresh.Town.Centre.Database.ExecuteAsync(
                $"select pg_terminate_backend({zombie.Connection.ProcessID})");
            Assert.Equal(1, await UntilClaimedAsync(fresh.Town));
            await Assert.ThrowsAnyAsync<NpgsqlException>(zombie.CommitAsync);
        }

        Assert.Equal("0 sms, 1 sms", await fresh.Town.FiredAsync(order));
        Assert.Equal(2, (await fresh.Town.FactsAsync("CrewSmsDue", order)).Count);
    }

    [Fact]
    public async Task A_dead_sms_takes_the_other_road_at_once_and_the_alert_keeps_its_distance()
    {
        var order = await town.AssignAsync(await town.TicketAsync());
        town.Centre.Time.Advance(TimeSpan.FromSeconds(5));
        await NewsAsync(order.Id, "dead");
        Assert.Equal("0 sms, 2 robot", await town.FiredAsync(order.Id));
        await NewsAsync(order.Id, "dead");
        Assert.Equal("0 sms, 2 robot", await town.FiredAsync(order.Id));
        town.Centre.Time.Advance(TimeSpan.FromSeconds(179));
        await town.ClimbAsync();
        Assert.Equal("0 sms, 2 robot", await town.FiredAsync(order.Id));
        town.Centre.Time.Advance(TimeSpan.FromSeconds(1));
        await town.ClimbAsync();
        Assert.Equal("0 sms, 2 robot, 3 alert", await town.FiredAsync(order.Id));
    }

    [Fact]
    public async Task A_critical_order_is_on_another_road_within_sixty_seconds_even_when_the_gateway_says_nothing()
    {
        var order = await town.AssignAsync(await town.TicketAsync(TicketPriority.Critical));
        town.Centre.Time.Advance(TimeSpan.FromSeconds(60));
        await town.ClimbAsync();
        Assert.Equal("0 sms, 1 robot", await town.FiredAsync(order.Id));
    }

    [Fact]
    public async Task A_ladder_begun_under_old_rules_ends_under_them_and_a_new_one_follows_the_new()
    {
        await using var fresh = new Own();
        await fresh.Town.InitializeAsync();
        var old = (await fresh.Town.AssignAsync(await fresh.Town.TicketAsync())).Id;
        await fresh.Town.Centre.Database.ExecuteAsync($"""
            insert into dispatch.escalation_rules (jurisdiction, priority, rung, seconds, act, valid_from, source)
            values ('RU', 'normal', 1, 30, 'robot', '{fresh.Town.Now.AddDays(1):yyyy-MM-dd}', 'test')
            """);
        fresh.Town.Centre.Time.Advance(TimeSpan.FromDays(1));
        await fresh.Town.ClimbAsync();
        Assert.Equal("0 sms, 1 sms, 2 robot, 3 alert", await fresh.Town.FiredAsync(old));
        var young = (await fresh.Town.AssignAsync(await fresh.Town.TicketAsync())).Id;
        fresh.Town.Centre.Time.Advance(TimeSpan.FromSeconds(30));
        await fresh.Town.ClimbAsync();
        Assert.Equal("0 sms, 1 robot", await fresh.Town.FiredAsync(young));
    }

    private static async Task<int> UntilClaimedAsync(CrewTown own)
    {
        var claimed = 0;
        for (var attempt = 0; claimed == 0 && attempt < 600; attempt++)
        {
            claimed = await own.ClimbAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return claimed;
    }

    private Task NewsAsync(Guid order, string state) => town.Centre.InAsync<CrewNews>(n =>
        n.MessageAsync(order, Guid.NewGuid(), state, "550 no such number", town.Now, default));

    private Task<Guid> TicketOfAsync(Guid order) => town.Centre.Database.ScalarAsync<Guid>(
        $"select ticket_id from dispatch.assignments where id = '{order}'");

    private sealed class Own : IAsyncDisposable
    {
        public CrewTown Town { get; } = new();

        public ValueTask DisposeAsync() => Town.DisposeAsync();
    }
}
