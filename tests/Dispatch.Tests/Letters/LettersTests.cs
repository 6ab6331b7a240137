namespace Zhkh.Dispatch.Tests;

public sealed class LettersTests(Centre centre) : IClassFixture<Centre>
{
    private const string Mayor = "edds@administration.example";

    [Fact]
    public async Task A_critical_ticket_starts_the_clock_and_only_a_server_that_took_the_letter_stops_it()
    {
        await SetAsync(LetterMode.Ask);
        var ticket = await CriticalAsync();
        Assert.Equal(TimeSpan.FromMinutes(15), Clock(ticket).DueAt - ticket.OpenedAt);
        await MoveAsync(ticket.Id, TicketMove.Accept);
        var letter = await SendAsync(ticket.Id);
        Assert.Null(Clock(await GetAsync(ticket.Id)).MetAt);
        Assert.Null(await DeliveredAsync(Guid.NewGuid(), "sent", "250 ok"));
        await DeliveredAsync(letter.Id, "failed", "451 try again later");
        Assert.Null(Clock(await GetAsync(ticket.Id)).MetAt);
        centre.Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 2; i++)
        {
            await DeliveredAsync(letter.Id, "sent", "250 2.0.0 queued as 4F2");
        }

        var told = await GetAsync(ticket.Id);
        Assert.Equal(centre.Now, Clock(told).MetAt);
        var recipient = Assert.Single(Assert.Single(told.Letters).Recipients);
        Assert.Equal((Mayor, "sent", "250 2.0.0 queued as 4F2"),
            (recipient.Address, recipient.State, recipient.Reply));
        Assert.Equal(["451 try again later", "250 2.0.0 queued as 4F2"], recipient.Deliveries.Select(d => d.Reply));
    }

    [Fact]
    public async Task A_preview_says_what_the_letter_cannot_say()
    {
        await SetAsync(LetterMode.Ask, recipients: []);
        var ticket = await CriticalAsync();
        var preview = await PreviewAsync(ticket.Id);
        Assert.Equal(["recipients", "plannedUntil", "measures", "responsible"], preview.Missing);
        Assert.Contains($"Авария № {ticket.Number}, Мира, 5", preview.Title);
        Assert.Contains("повреждение водопровода: прорвало трубу в подвале", preview.Body);
        Assert.Equal(LetterVerdict.NoRecipients, (await TrySendAsync(ticket.Id)).Verdict);

        await SetAsync(LetterMode.Ask, responsible: "мастер Сидоров, +7 937 000-00-01");
        await AmendAsync(a => a.PlanTermAsync(
            ticket.Id, ticket.OpenedAt.AddHours(5), null, "диспетчер на том же звонке", "dispatcher", default));
        await MoveAsync(ticket.Id, TicketMove.Assign, "бригада 3");
        var complete = await PreviewAsync(ticket.Id);
        Assert.Empty(complete.Missing);
        Assert.Contains("мастер Сидоров", complete.Body);
        Assert.Contains("направлена бригада бригада 3", complete.Body);
    }

    [Fact]
    public async Task Twenty_presses_are_one_letter()
    {
        await SetAsync(LetterMode.Ask);
        var ticket = await CriticalAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TrySendAsync(ticket.Id)));
        Assert.Single(answers, a => a.Verdict == LetterVerdict.Written);
        Assert.Single(answers.Select(a => a.Letter!.Id).Distinct());
        Assert.Equal(1, await FactsAsync(ticket.Id));
    }

    [Fact]
    public async Task In_auto_mode_a_critical_ticket_writes_by_itself_and_in_ask_mode_it_does_not()
    {
        await SetAsync(LetterMode.Ask);
        var ticket = await CriticalAsync(TicketPriority.Urgent);
        await FollowAsync(ticket.Id, null);
        Assert.Equal(AmendVerdict.Changed, await AmendAsync(
            a => a.SetPriorityAsync(ticket.Id, TicketPriority.Critical, "затопило подвал", "dispatcher", default)));
        await FollowAsync(ticket.Id, TicketMove.SetPriority);
        Assert.Empty((await GetAsync(ticket.Id)).Letters);
        await SetAsync(LetterMode.Auto);
        await FollowAsync(ticket.Id, TicketMove.SetPriority);
        await FollowAsync(ticket.Id, TicketMove.SetPriority);   // the fact was told twice
        var told = await GetAsync(ticket.Id);
        Assert.Single(told.Letters);
        Assert.Equal((TicketMove.SetPriority, "critical", "затопило подвал"),
            (told.Changes[^1].Move, told.Changes[^1].Detail, told.Changes[^1].Why));
        Assert.NotNull(Clock(told));
    }

    [Fact]
    public async Task A_moved_term_and_the_end_are_told_once_each_and_only_to_who_was_told_first()
    {
        await SetAsync(LetterMode.Ask);
        var ticket = await CriticalAsync();
        await PlanAsync(2, null);
        await FollowAsync(ticket.Id, TicketMove.PlanTerm);
        Assert.Empty((await GetAsync(ticket.Id)).Letters);      // nobody was told of the accident yet
        await SendAsync(ticket.Id);
        await PlanAsync(6, "нет задвижки");
        await FollowAsync(ticket.Id, TicketMove.PlanTerm);
        await FollowAsync(ticket.Id, TicketMove.PlanTerm);
        await MoveAsync(ticket.Id, TicketMove.Assign, "3");
        await MoveAsync(ticket.Id, TicketMove.Start);
        await MoveAsync(ticket.Id, TicketMove.Complete);
        await FollowAsync(ticket.Id, TicketMove.Complete);
        await FollowAsync(ticket.Id, TicketMove.Complete);
        var letters = (await GetAsync(ticket.Id)).Letters;
        Assert.Equal([LetterOccasion.First, LetterOccasion.TermChanged, LetterOccasion.Closed],
            letters.Select(l => l.Occasion));
        Assert.Contains("Причина изменения срока: нет задвижки", letters[1].Body);
        Assert.All(letters, l => Assert.Equal(Mayor, Assert.Single(l.Recipients).Address));

        Task PlanAsync(int hours, string? why) => AmendAsync(a => a.PlanTermAsync(
            ticket.Id, ticket.OpenedAt.AddHours(hours), why, null, "dispatcher", default));
    }

    [Fact]
    public async Task An_outage_of_the_ticket_names_its_houses_and_its_end_is_the_end()
    {
        await SetAsync(LetterMode.Ask);
        var ticket = await CriticalAsync();
        var outage = await DeclareAsync(ticket.Id, notify: true);
        await FollowOutageAsync(outage, OutageStep.Declared);
        await FollowOutageAsync(outage, OutageStep.Declared);
        var first = Assert.Single((await GetAsync(ticket.Id)).Letters);
        Assert.Contains("Мира, 5; Мира, 7", first.Body);
        await MoveAsync(ticket.Id, TicketMove.Assign, "3");
        await MoveAsync(ticket.Id, TicketMove.Start);
        await MoveAsync(ticket.Id, TicketMove.Complete);
        await FollowAsync(ticket.Id, TicketMove.Complete);
        Assert.Single((await GetAsync(ticket.Id)).Letters);     // the houses are still without water
        await centre.InAsync<Outages, OutageAnswer>(o => o.CloseAsync(outage, null, "dispatcher", default));
        await FollowOutageAsync(outage, OutageStep.Closed);
        Assert.Equal([LetterOccasion.First, LetterOccasion.Closed],
            (await GetAsync(ticket.Id)).Letters.Select(l => l.Occasion));
    }

    [Fact]
    public async Task An_outage_without_a_ticket_is_written_of_as_well()
    {
        await SetAsync(LetterMode.Ask);
        var outage = await DeclareAsync(null, notify: true);
        await FollowOutageAsync(outage, OutageStep.Declared);
        await centre.InAsync<Outages, OutageAnswer>(
            o => o.MoveTermAsync(outage, null, "ждём аварийную", "dispatcher", default));
        await FollowOutageAsync(outage, OutageStep.TermMoved);
        var letters = await centre.InAsync<LetterBoard, IReadOnlyList<LetterRow>>(
            b => b.OfSubjectAsync(outage, default));
        Assert.Equal([LetterOccasion.First, LetterOccasion.TermChanged], letters.Select(l => l.Occasion));
        Assert.Contains("Планируемый срок устранения: уточняется", letters[1].Body);
    }

    [Theory]
    [InlineData("mayor@town.example", true)]
    [InlineData("Mayor <mayor@town.example>", false)]
    [InlineData("mayor@town.example\r\nBcc: x@y.example", false)]
    [InlineData("not an address", false)]
    [InlineData("", false)]
    public void Only_a_bare_address_is_an_address(string address, bool isGood) =>
        Assert.Equal(isGood, Municipalities.FirstBad([address]) is null);

    [Fact]
    public async Task A_letter_of_the_ukrainian_organisation_is_ukrainian_and_cites_no_russian_law()
    {
        await SetAsync(LetterMode.Ask, organisation: "khmelnytske");
        var ticket = await CriticalAsync(organisation: "khmelnytske");
        var preview = await PreviewAsync(ticket.Id);
        Assert.StartsWith("Аварія №", preview.Title);
        Assert.DoesNotContain("416", preview.Body);
    }

    private Task SetAsync(
        LetterMode mode, string[]? recipients = null, string? responsible = null, string organisation = "privolsk") =>
        centre.InAsync<Municipalities>(m => m.SetAsync(
            organisation, new Municipality(recipients ?? [Mayor], mode, responsible), "admin", default));

    private async Task<TicketDetails> CriticalAsync(
        TicketPriority priority = TicketPriority.Critical, string organisation = "privolsk")
    {
        var opened = await centre.InAsync<Tickets, TicketOpened>(t => t.OpenAsync(new TicketOpening(
            organisation, "прорвало трубу в подвале", "dispatcher", Guid.NewGuid().ToString(), Priority: priority,
            Address: "Мира, 5"), default));
        return Assert.IsType<TicketDetails>(opened.Ticket);
    }

    private async Task<Guid> DeclareAsync(Guid? ticket, bool notify)
    {
        var answer = await centre.InAsync<Outages, OutageAnswer>(o => o.DeclareAsync(new OutageDeclaration(
            "privolsk", OutageKind.Emergency, [Utility.ColdWater],
            [new OutageHouse(Guid.NewGuid(), "Мира, 5"), new OutageHouse(Guid.NewGuid(), "Мира, 7")],
            centre.Now.AddMinutes(-5), centre.Now.AddHours(2), OutageCause.WaterMainAccident, ticket, notify,
            "dispatcher", Guid.NewGuid().ToString()), default));
        return Assert.IsType<OutageRow>(answer.Outage).Id;
    }

    private static DeadlineRow Clock(TicketDetails ticket) =>
        Assert.Single(ticket.Deadlines, d => d.Clock == "notifyMunicipality");

    private async Task<TicketDetails> GetAsync(Guid id) =>
        Assert.IsType<TicketDetails>(await centre.InAsync<TicketBoard, TicketDetails?>(b => b.GetAsync(id, default)));

    private async Task<LetterPreview> PreviewAsync(Guid id) => Assert.IsType<LetterPreview>(
        await centre.InAsync<Letters, LetterPreview?>(l => l.PreviewAsync(id, default)));

    private Task<LetterAnswer> TrySendAsync(Guid id) => centre.InAsync<Letters, LetterAnswer>(
        l => l.SendAsync(id, null, null, "dispatcher", default));

    private async Task<LetterRow> SendAsync(Guid id) => Assert.IsType<LetterRow>((await TrySendAsync(id)).Letter);

    private Task FollowAsync(Guid id, TicketMove? move) =>
        centre.InAsync<Letters>(l => l.FollowTicketAsync(id, move, null, default));

    private Task FollowOutageAsync(Guid id, OutageStep step) =>
        centre.InAsync<Letters>(l => l.FollowOutageAsync(id, step, default));

    private Task<string?> DeliveredAsync(Guid letter, string state, string reply) =>
        centre.InAsync<Letters, string?>(l => l.DeliveredAsync(letter, Mayor, state, reply, centre.Now, default));

    private Task<AmendVerdict> AmendAsync(Func<TicketAmendments, Task<AmendVerdict>> act) => centre.InAsync(act);

    private Task MoveAsync(Guid id, TicketMove move, string? crew = null) =>
        centre.InAsync<Tickets, TicketMoveAnswer>(t => t.MoveAsync(id, move, crew, "dispatcher", null, default));

    private Task<long> FactsAsync(Guid ticket) => centre.Database.ScalarAsync<long>(
        $"select count(*) from dispatch.outbox where type = 'LetterWritten' and payload->>'ticketId' = '{ticket}'");
}
