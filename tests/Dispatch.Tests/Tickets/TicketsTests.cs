using Npgsql;

namespace Zhkh.Dispatch.Tests;

public sealed class TicketsTests(Centre centre) : IClassFixture<Centre>
{
    private static TicketOpening Leak(string? key = null, Guid? call = null) => new(
        "privolsk", "капает с потолка в ванной", "dispatcher", key ?? Guid.NewGuid().ToString(),
        AccountNumber: "4406030", Address: "Гагарина, 14, кв. 30", Phone: "+79370000030",
        Person: "Кравченко Леонид Петрович", CallId: call);

    [Fact]
    public async Task A_ticket_from_a_call_has_the_number_that_was_said_and_the_call()
    {
        var call = Guid.NewGuid();
        var said = await ReserveAsync("privolsk", call);
        Assert.Equal(said, await ReserveAsync("privolsk", call));
        var ticket = await OpenedAsync(Leak(call: call) with { Number = said });
        Assert.Equal((said, TicketStatus.New, "waterLeak", TicketPriority.Urgent),
            (ticket.Number, ticket.Status, ticket.Category, ticket.Priority));
        Assert.Equal([call], ticket.CallIds);
        Assert.Equal(("Гагарина, 14, кв. 30", "Кравченко Леонид Петрович", "+79370000030", "4406030"),
            (ticket.Address, ticket.Person, ticket.Phone, ticket.AccountNumber));
        var line = Assert.Single(ticket.Changes);
        Assert.Equal((null, TicketStatus.New, "dispatcher"), (line.Move, line.To, line.By));
    }

    [Fact]
    public async Task A_second_ticket_of_the_same_call_gets_another_number()
    {
        var call = Guid.NewGuid();
        var said = await ReserveAsync("privolsk", call);
        var first = await OpenedAsync(Leak(call: call));
        var second = await OpenedAsync(Leak(call: call) with { Text = "и ещё лифт стоит" });
        Assert.Equal(said, first.Number);
        Assert.NotEqual(said, second.Number);
    }

    [Fact]
    public async Task Numbers_start_at_10001_and_follow_one_another_in_each_organisation()
    {
        await using var fresh = new Disposable(new Centre());
        await fresh.Centre.InitializeAsync();
        var numbers = new List<int>();
        foreach (var organisation in new[] { "privolsk", "khmelnytske", "privolsk" })
        {
            numbers.Add(await fresh.Centre.InAsync<TicketNumbers, int>(
                n => n.ReserveAsync(organisation, Guid.NewGuid(), default)));
        }

        Assert.Equal([10001, 10001, 10002], numbers);
    }

    [Fact]
    public async Task Twenty_reservations_for_one_call_at_once_are_one_number()
    {
        var call = Guid.NewGuid();
        var numbers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReserveAsync("privolsk", call)));
        Assert.Single(numbers.Distinct());
    }

    [Fact]
    public async Task Twenty_calls_at_once_get_twenty_numbers()
    {
        var numbers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => ReserveAsync("privolsk", Guid.NewGuid())));
        Assert.Equal(20, numbers.Distinct().Count());
    }

    [Fact]
    public async Task Twenty_clicks_at_once_are_one_ticket_and_one_answer()
    {
        var opening = Leak();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OpenAsync(opening)));
        Assert.Single(answers, a => a.Verdict == TicketOpenVerdict.Opened);
        Assert.Equal(19, answers.Count(a => a.Verdict == TicketOpenVerdict.Repeated));
        Assert.Single(answers.Select(a => (a.Ticket?.Id, a.Ticket?.Number)).Distinct());
        Assert.Equal(1, await centre.Database.ScalarAsync<long>(
            $"select count(*) from dispatch.ticket_keys where key = '{opening.Key}'"));
    }

    [Fact]
    public async Task The_same_key_with_other_words_is_refused()
    {
        var opening = Leak();
        await OpenedAsync(opening);
        var other = await OpenAsync(opening with { Text = "другое" });
        Assert.Equal((TicketOpenVerdict.KeyReused, null), (other.Verdict, other.Ticket));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_ticket_without_words_is_refused(string text) =>
        Assert.Equal(TicketOpenVerdict.BadText, (await OpenAsync(Leak() with { Text = text })).Verdict);

    [Fact]
    public async Task Deadlines_come_from_the_rules_of_the_category()
    {
        var ticket = await OpenedAsync(Leak());
        Assert.Equal(
            [("informPlannedTerm", 30.0), ("localise", 30.0), ("eliminate", 3 * 24 * 60.0)],
            ticket.Deadlines.Select(d => (d.Clock, (d.DueAt - ticket.OpenedAt).TotalMinutes)));
        var polite = await OpenedAsync(Leak() with { Text = "хочу поблагодарить" });
        Assert.Equal(["informPlannedTerm"], polite.Deadlines.Select(d => d.Clock));
    }

    [Fact]
    public async Task A_walk_through_its_life_leaves_every_line_and_stops_the_clocks()
    {
        var ticket = await OpenedAsync(Leak());
        Assert.Equal([TicketMove.Accept, TicketMove.Assign, TicketMove.Reject], ticket.Allowed);
        Assert.Equal(TicketMoveVerdict.Refused, (await MoveAsync(ticket.Id, TicketMove.Close)).Verdict);
        foreach (var move in new[]
                 {
                     TicketMove.Assign, TicketMove.Start, TicketMove.Localise, TicketMove.Complete, TicketMove.Close,
                 })
        {
            Assert.Equal(TicketMoveVerdict.Moved, (await MoveAsync(ticket.Id, move)).Verdict);
        }

        var closed = await GetAsync(ticket.Id);
        Assert.Equal(
            [TicketStatus.New, TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.Localised,
                TicketStatus.Done, TicketStatus.Closed], closed.Changes.Select(c => c.To));
        Assert.Equal("Сидоров", closed.Crew);
        Assert.All(closed.Deadlines, d => Assert.NotNull(d.MetAt));
    }

    [Fact]
    public async Task Two_people_moving_at_once_make_one_move_each_line_true()
    {
        var ticket = await OpenedAsync(Leak());
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => MoveAsync(ticket.Id, TicketMove.Accept)));
        Assert.Single(answers, a => a.Verdict == TicketMoveVerdict.Moved);
        Assert.Equal(2, (await GetAsync(ticket.Id)).Changes.Count);
    }

    [Fact]
    public async Task The_journal_cannot_be_rewritten_by_application_or_owner()
    {
        await OpenedAsync(Leak());
        foreach (var source in new[] { centre.Database.Owner, centre.Database.System, centre.Database.Web })
        {
            foreach (var sql in new[]
                     {
                         "update dispatch.ticket_changes set why = 'x'", "delete from dispatch.ticket_changes",
                         "truncate dispatch.ticket_changes",
                     })
            {
                await using var command = source.CreateCommand(sql);
                var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
                Assert.Equal("42501", refused.SqlState);
            }
        }
    }

    [Fact]
    public async Task A_person_sees_and_touches_only_the_tickets_of_their_organisations()
    {
        var ticket = await OpenedAsync(Leak());
        await using var stranger = await centre.AsWebAsync("khmelnytske");
        Assert.Null(await stranger.Get<TicketBoard>().GetAsync(ticket.Id, default));
        Assert.DoesNotContain(await stranger.Get<TicketBoard>().ListAsync(new TicketFilter(), default),
            t => t.Organisation != "khmelnytske");
        Assert.Equal(TicketMoveVerdict.Unknown, (await stranger.Get<Tickets>()
            .MoveAsync(ticket.Id, TicketMove.Accept, null, "mallory", null, default)).Verdict);
        Assert.False(await stranger.Get<Tickets>().CommentAsync(ticket.Id, "mallory", "x", default));
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => stranger.Get<Tickets>().OpenAsync(Leak(), default));
        Assert.Equal("42501", refused.SqlState);
    }

    [Fact]
    public async Task A_dispatcher_opens_moves_and_comments_as_the_web_role()
    {
        await using var unit = await centre.AsWebAsync("privolsk");
        var opened = await unit.Get<Tickets>().OpenAsync(Leak(call: Guid.NewGuid()), default);
        var id = Assert.IsType<TicketDetails>(opened.Ticket).Id;
        Assert.Equal(TicketMoveVerdict.Moved, (await unit.Get<Tickets>()
            .MoveAsync(id, TicketMove.Accept, null, "dispatcher", null, default)).Verdict);
        Assert.True(await unit.Get<Tickets>().CommentAsync(id, "dispatcher", "ключ у соседки", default));
        var extra = Guid.NewGuid();
        Assert.True(await unit.Get<Tickets>().AttachCallAsync(id, extra, default));
        Assert.True(await unit.Get<Tickets>().AttachCallAsync(id, extra, default));
        await unit.CommitAsync();
        var ticket = await GetAsync(id);
        Assert.Equal(2, ticket.CallIds.Count);
        Assert.Equal("ключ у соседки", Assert.Single(ticket.Comments).Text);
    }

    [Fact]
    public async Task Open_tickets_of_a_caller_are_found_by_account_or_phone()
    {
        var account = $"77{Random.Shared.Next(10000, 99999)}";
        var phone = "+7937" + Random.Shared.Next(1000000, 9999999);
        var byAccount = await OpenedAsync(Leak() with { AccountNumber = account, Phone = null });
        var byPhone = await OpenedAsync(Leak() with { AccountNumber = null, Phone = phone });
        var closed = await OpenedAsync(Leak() with { AccountNumber = account });
        await MoveAsync(closed.Id, TicketMove.Reject);
        var found = await centre.InAsync<TicketBoard, IReadOnlyList<OpenTicket>>(
            b => b.OpenForAsync(phone, [account], default));
        Assert.Equal(new[] { byPhone.Id, byAccount.Id }.Order(), found.Select(t => t.Id).Order());
    }

    [Fact]
    public async Task Lists_are_filtered_and_paged_by_a_cursor()
    {
        var account = $"88{Random.Shared.Next(10000, 99999)}";
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await OpenedAsync(Leak() with { AccountNumber = account })).Id);
        }

        await MoveAsync(ids[2], TicketMove.Reject);
        var filter = new TicketFilter(AccountNumber: account, Open: true, Limit: 3);
        var first = await ListAsync(filter);
        var rest = await ListAsync(filter with { After = first[^1].Id });
        Assert.Equal((3, 1), (first.Count, rest.Count));
        Assert.Equal(ids.Where(i => i != ids[2]).Order(), first.Concat(rest).Select(t => t.Id).Order());
    }

    [Fact]
    public async Task My_tickets_go_by_the_login_and_not_by_the_name()
    {
        var (login, namesake) = ($"u{Guid.NewGuid():N}", $"u{Guid.NewGuid():N}");
        var mine = await OpenedAsync(Leak() with { Login = login });
        await OpenedAsync(Leak() with { Login = namesake });
        Assert.Equal(mine.Id, Assert.Single(await ListAsync(new TicketFilter(OpenedLogin: login))).Id);
    }

    private Task<int> ReserveAsync(string organisation, Guid call) =>
        centre.InAsync<TicketNumbers, int>(n => n.ReserveAsync(organisation, call, default));

    private Task<TicketOpened> OpenAsync(TicketOpening opening) =>
        centre.InAsync<Tickets, TicketOpened>(t => t.OpenAsync(opening, default));

    private async Task<TicketDetails> OpenedAsync(TicketOpening opening) =>
        (await OpenAsync(opening)).Ticket ?? throw new InvalidOperationException("Not opened");

    private Task<TicketMoveAnswer> MoveAsync(Guid id, TicketMove move) =>
        centre.InAsync<Tickets, TicketMoveAnswer>(t => t.MoveAsync(id, move, "Сидоров", "dispatcher", null, default));

    private async Task<TicketDetails> GetAsync(Guid id) =>
        await centre.InAsync<TicketBoard, TicketDetails?>(b => b.GetAsync(id, default))
        ?? throw new InvalidOperationException("No such ticket");

    private Task<IReadOnlyList<TicketRow>> ListAsync(TicketFilter filter) =>
        centre.InAsync<TicketBoard, IReadOnlyList<TicketRow>>(b => b.ListAsync(filter, default));

    private sealed class Disposable(Centre centre) : IAsyncDisposable
    {
        public Centre Centre => centre;

        public ValueTask DisposeAsync() => centre.DisposeAsync();
    }
}
