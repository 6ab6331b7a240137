namespace Zhkh.Dispatch.Tests;

public sealed class JournalBoardTests(Centre centre) : IClassFixture<Centre>
{
    [Fact]
    public async Task A_request_shows_who_what_when_and_how_it_stands()
    {
        var ticket = await OpenAsync("Мира, 5, кв. 2", "4406118");
        await MoveAsync(ticket.Id, TicketMove.Assign, "Сидоров");
        await MoveAsync(ticket.Id, TicketMove.Start);
        await centre.InAsync<TicketAmendments, AmendVerdict>(a => a.PlanTermAsync(
            ticket.Id, ticket.OpenedAt.AddHours(2), null, "на том же звонке", "dispatcher", default));
        await centre.InAsync<TicketAmendments, AmendVerdict>(a => a.PlanTermAsync(
            ticket.Id, ticket.OpenedAt.AddHours(5), "нет задвижки", "СМС", "dispatcher", default));
        await MoveAsync(ticket.Id, TicketMove.Localise);
        await MoveAsync(ticket.Id, TicketMove.Complete, why: "заменён вентиль");
        var row = Assert.Single(await PageAsync(new JournalFilter(
            House: new JournalHouse("Мира, 5", [])) { Organisation = "privolsk" }), r => r.Id == ticket.Id);
        Assert.Equal(("desk", true, "Сидоров", "заменён вентиль", "СМС"),
            (row.Channel, row.IsEmergency, row.Crew, row.Result, row.ToldBy));
        Assert.Equal(JournalTerm.Met, row.Term);
        Assert.All(new[] { row.AssignedAt, row.StartedAt, row.LocalisedAt, row.DoneAt, row.ToldAt },
            at => Assert.NotNull(at));
        Assert.EndsWith(": нет задвижки", Assert.Single(row.Postponed));
    }

    [Fact]
    public async Task House_period_status_and_term_choose_and_pages_follow_one_another()
    {
        await using var fresh = new Fresh();
        await fresh.Centre.InitializeAsync();
        var board = fresh.Centre;
        var opened = new List<TicketDetails>();
        for (var i = 0; i < 7; i++)
        {
            opened.Add(await OpenAsync(i % 2 == 0 ? "Гагарина, 1, кв. 3" : "Гагарина, 11", null, board));
            board.Time.Advance(TimeSpan.FromHours(1));
        }

        async Task<int[]> Numbers(JournalFilter filter) => [.. (await board
            .InAsync<JournalBoard, IReadOnlyList<JournalRow>>(b => b.PageAsync(filter, default))).Select(r => r.Number)];
        Assert.Equal(4, (await Numbers(new JournalFilter(House: new JournalHouse("Гагарина, 1", [])))).Length);
        var inside = await Numbers(new JournalFilter(From: opened[1].OpenedAt, To: opened[3].OpenedAt));
        Assert.Equal([10003, 10002], inside);
        Assert.Equal(7, (await Numbers(new JournalFilter(Term: JournalTerm.Overdue))).Length);   // nobody was informed
        Assert.Empty(await Numbers(new JournalFilter(Status: TicketStatus.Done)));
        var last = await OpenAsync("Гагарина, 11", null, board);
        var due = await Numbers(new JournalFilter(Term: JournalTerm.Due));
        Assert.Equal([last.Number], due);
        var first = await Numbers(new JournalFilter(Limit: 3));
        var second = await Numbers(new JournalFilter(Limit: 3, After: opened[5].Id));
        Assert.Equal([10008, 10007, 10006], first);
        Assert.Equal([10005, 10004, 10003], second);
    }

    private static async Task<TicketDetails> OpenIn(Centre where, string address, string? account)
    {
        var opened = await where.InAsync<Tickets, TicketOpened>(t => t.OpenAsync(new TicketOpening(
            "privolsk", "капает с потолка", "dispatcher", Guid.NewGuid().ToString(), AccountNumber: account,
            Address: address), default));
        return Assert.IsType<TicketDetails>(opened.Ticket);
    }

    private Task<TicketDetails> OpenAsync(string address, string? account, Centre? where = null) =>
        OpenIn(where ?? centre, address, account);

    private Task<IReadOnlyList<JournalRow>> PageAsync(JournalFilter filter) =>
        centre.InAsync<JournalBoard, IReadOnlyList<JournalRow>>(b => b.PageAsync(filter, default));

    private Task MoveAsync(Guid id, TicketMove move, string? crew = null, string? why = null) =>
        centre.InAsync<Tickets, TicketMoveAnswer>(t => t.MoveAsync(id, move, crew, "dispatcher", why, default));

    private sealed class Fresh : IAsyncDisposable
    {
        public Centre Centre { get; } = new();

        public ValueTask DisposeAsync() => Centre.DisposeAsync();
    }
}
