using Npgsql;

namespace Zhkh.Dispatch.Tests;

public sealed class AssignmentsTests(CrewTown town) : IClassFixture<CrewTown>
{
    [Fact]
    public async Task An_order_moves_its_ticket_and_wishes_for_one_sms()
    {
        var ticket = await town.TicketAsync();
        var order = await town.AssignAsync(ticket);
        Assert.Equal((AssignmentState.Ordered, "crew1"), (order.State, order.Crew));
        Assert.Equal(["ordered", "smsQueued"], order.Steps.Select(s => s.What));
        var after = await town.TicketAsync(ticket);
        Assert.Equal((TicketStatus.Assigned, "crew1"), (after.Status, after.Crew));
        Assert.Equal(order.Id, after.Assignment?.Id);
        Assert.Equal(0, Assert.Single(await town.FactsAsync("CrewSmsDue", order.Id)).GetProperty("rung").GetInt32());
    }

    [Fact]
    public async Task Ten_clicks_at_once_are_one_order()
    {
        var ticket = await town.TicketAsync();
        var orders = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => town.AssignAsync(ticket)));
        var order = Assert.Single(orders.Select(o => o.Id).Distinct());
        Assert.Single(await town.FactsAsync("CrewSmsDue", order));
    }

    [Fact]
    public async Task Ten_dispatchers_who_choose_two_crews_leave_one_open_order()
    {
        var ticket = await town.TicketAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(n => town.AssignAsync(ticket, n % 2 == 0 ? "crew1" : "crew2")));
        Assert.Equal(1L, await town.Centre.Database.ScalarAsync<long>(
            $"select count(*) from dispatch.assignments where ticket_id = '{ticket}' and ended_at is null"));
        Assert.Equal((await town.TicketAsync(ticket)).Crew, (await town.TicketAsync(ticket)).Assignment?.Crew);
    }

    [Fact]
    public async Task Another_crew_takes_the_ticket_and_the_first_is_told_if_it_was_on_its_way()
    {
        var ticket = await town.TicketAsync();
        var first = await town.AssignAsync(ticket);
        await town.ActAsync(first.Id, AssignmentMove.OnTheWay);
        var second = await town.AssignAsync(ticket, "crew2");
        Assert.NotEqual(first.Id, second.Id);
        Assert.Single(await town.FactsAsync("CrewOrderTakenBack", first.Id));
        Assert.Single(await town.FactsAsync("CrewLadderStopped", first.Id));
        var late = await town.ActAsync(first.Id, AssignmentMove.Done, id: "tap-1", text: "всё сделал");
        Assert.Equal((CrewActVerdict.KeptAsComment, AssignmentState.Withdrawn), (late.Verdict, late.State));
        Assert.Equal(CrewActVerdict.Repeated, (await town.ActAsync(first.Id, AssignmentMove.Done, id: "tap-1")).Verdict);
        var after = await town.TicketAsync(ticket);
        Assert.Equal((TicketStatus.Assigned, "crew2"), (after.Status, after.Crew));
        Assert.Equal("done всё сделал", Assert.Single(after.Comments).Text);
    }

    [Fact]
    public async Task The_whole_way_moves_the_ticket_and_meets_its_clocks_at_the_time_of_the_taps()
    {
        var ticket = await town.TicketAsync(TicketPriority.Urgent);
        var order = await town.AssignAsync(ticket);
        var began = town.Now;
        town.Centre.Time.Advance(TimeSpan.FromMinutes(40));
        // The phone was in a cellar: what was done at +10, +12, +20, +25 arrives at +40, and once more.
        for (var twice = 0; twice < 2; twice++)
        {
            await town.ActAsync(order.Id, AssignmentMove.Accept, began.AddMinutes(10), "a");
            await town.ActAsync(order.Id, AssignmentMove.OnSite, began.AddMinutes(12), "b");
            await town.ActAsync(order.Id, AssignmentMove.Localise, began.AddMinutes(20), "c");
            await town.ActAsync(order.Id, AssignmentMove.Done, began.AddMinutes(25), "d");
        }

        var after = await town.TicketAsync(ticket);
        Assert.Equal(TicketStatus.Done, after.Status);
        Assert.Equal(
            [null, TicketMove.Assign, TicketMove.Start, TicketMove.Localise, TicketMove.Complete],
            after.Changes.Select(c => c.Move));
        Assert.Equal(began.AddMinutes(20), after.Deadlines.Single(d => d.Clock == "localise").MetAt);
        Assert.Equal(began.AddMinutes(25), after.Deadlines.Single(d => d.Clock == "eliminate").MetAt);
        var steps = after.Assignment?.Steps.Where(s => s.Channel == StepChannel.Link).ToList() ?? [];
        Assert.Equal(["accepted", "onSite", "localised", "done"], steps.Select(s => s.What));
        Assert.All(steps, s => Assert.Equal(town.Now, s.ReceivedAt));
        Assert.Equal(began.AddMinutes(25), steps[^1].At);
    }

    [Fact]
    public async Task A_device_whose_clock_is_wrong_cannot_be_before_its_order_or_after_now()
    {
        var ticket = await town.TicketAsync();
        var order = await town.AssignAsync(ticket);
        town.Centre.Time.Advance(TimeSpan.FromMinutes(5));
        await town.ActAsync(order.Id, AssignmentMove.Accept, town.Now.AddYears(-1), "a");
        await town.ActAsync(order.Id, AssignmentMove.OnTheWay, town.Now.AddYears(1), "b");
        var steps = (await town.TicketAsync(ticket)).Assignment?.Steps.TakeLast(2).ToList() ?? [];
        Assert.Equal([order.OrderedAt, town.Now], steps.Select(s => s.At));
    }

    [Fact]
    public async Task One_who_declines_gives_the_ticket_back_and_a_person_is_told()
    {
        var ticket = await town.TicketAsync();
        var order = await town.AssignAsync(ticket);
        await town.ActAsync(order.Id, AssignmentMove.Decline, text: "нет ключа");
        var after = await town.TicketAsync(ticket);
        Assert.Equal((TicketStatus.Accepted, (string?)null), (after.Status, after.Crew));
        var told = Assert.Single(await town.FactsAsync("AttentionRaised", ticket));
        Assert.Equal("crewDeclined", told.GetProperty("reason").GetString());
        Assert.Empty(await town.FactsAsync("CrewOrderTakenBack", order.Id));
    }

    [Fact]
    public async Task More_time_is_a_line_a_term_and_a_request_to_the_dispatcher()
    {
        var ticket = await town.TicketAsync();
        var order = await town.AssignAsync(ticket);
        Assert.Equal(CrewActVerdict.Refused,
            (await town.ActAsync(order.Id, AssignmentMove.NeedTime, minutes: 30)).Verdict);
        await town.ActAsync(order.Id, AssignmentMove.OnSite);
        await town.ActAsync(order.Id, AssignmentMove.NeedTime, minutes: 120, text: "нет запчасти");
        var after = await town.TicketAsync(ticket);
        Assert.Equal(town.Now.AddMinutes(120), after.Assignment?.NeedsUntil);
        Assert.Equal(AssignmentState.OnSite, after.Assignment?.State);
        var open = await town.Centre.InAsync<Attention, IReadOnlyList<AttentionRow>>(a => a.OpenAsync(null, default));
        var line = Assert.Single(open, a => a.TicketId == ticket);
        Assert.Equal((AttentionReason.TermAsked, "crew1 +120 min нет запчасти"), (line.Reason, line.Text));
        await town.Centre.InAsync<Attention, string?>(a => a.SeenAsync(line.Id, "belova", default));
        open = await town.Centre.InAsync<Attention, IReadOnlyList<AttentionRow>>(a => a.OpenAsync(null, default));
        Assert.DoesNotContain(open, a => a.Id == line.Id);
    }

    [Theory]
    [InlineData(TicketMove.Complete, AssignmentState.Done)]
    [InlineData(TicketMove.Reject, AssignmentState.Withdrawn)]
    [InlineData(TicketMove.Accept, AssignmentState.Withdrawn)]
    public async Task What_the_desk_does_to_the_ticket_the_order_follows(TicketMove move, AssignmentState state)
    {
        var ticket = await town.TicketAsync();
        var order = await town.AssignAsync(ticket);
        if (move == TicketMove.Complete)
        {
            await town.MoveAsync(ticket, TicketMove.Start);
        }

        Assert.Equal(TicketMoveVerdict.Moved, (await town.MoveAsync(ticket, move)).Verdict);
        Assert.Equal(state, (await town.TicketAsync(ticket)).Assignment?.State);
        Assert.Single(await town.FactsAsync("CrewLadderStopped", order.Id));
    }

    [Fact]
    public async Task A_crew_of_the_list_named_by_a_move_gets_a_real_order_and_a_stranger_only_the_name()
    {
        var ticket = await town.TicketAsync();
        await town.MoveAsync(ticket, TicketMove.Assign, "crew2");
        var order = (await town.TicketAsync(ticket)).Assignment;
        Assert.Equal(("crew2", AssignmentState.Ordered), (order?.Crew, order?.State));
        await town.MoveAsync(ticket, TicketMove.Assign, "ООО Лифтсервис");
        var after = await town.TicketAsync(ticket);
        Assert.Equal(("ООО Лифтсервис", AssignmentState.Withdrawn), (after.Crew, after.Assignment?.State));
    }

    [Fact]
    public async Task The_list_puts_the_free_crew_of_the_right_trade_first()
    {
        await using var fresh = new Disposable();
        var own = fresh.Town;
        await own.InitializeAsync();
        var leak = await own.TicketAsync();
        Assert.Equal(["crew1", "crew4", "crew2"], await CodesAsync(own, leak));
        await own.AssignAsync(leak);
        Assert.Equal(["crew4", "crew1", "crew2"], await CodesAsync(own, await own.TicketAsync()));
        await own.Centre.InAsync<Crews, bool>(c => c.SetShiftAsync("privolsk", "crew4", false, "belova", default));
        Assert.Equal(["crew1", "crew2", "crew4"], await CodesAsync(own, await own.TicketAsync()));
    }

    [Fact]
    public async Task Steps_and_firings_can_be_changed_by_nobody()
    {
        await town.AssignAsync(await town.TicketAsync());
        foreach (var table in new[] { "assignment_steps", "escalation_firings", "crew_shifts" })
        {
            await Assert.ThrowsAsync<PostgresException>(() =>
                town.Centre.Database.ExecuteAsync($"update dispatch.{table} set organisation = 'x'"));
        }
    }

    private static async Task<IEnumerable<string>> CodesAsync(CrewTown own, Guid ticket) =>
        (await own.Centre.InAsync<CrewBoard, IReadOnlyList<CrewRow>>(b => b.ListAsync(null, ticket, default)))
        .Select(c => c.Code);

    private sealed class Disposable : IAsyncDisposable
    {
        public CrewTown Town { get; } = new();

        public ValueTask DisposeAsync() => Town.DisposeAsync();
    }
}
