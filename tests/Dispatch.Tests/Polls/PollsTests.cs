namespace Zhkh.Dispatch.Tests;

public sealed class PollsTests : IAsyncLifetime
{
    private readonly CrewTown _town = new();

    public async ValueTask InitializeAsync() => await _town.InitializeAsync();

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    // The clock stands at 09:00 UTC of 21 November 2026: 12:00 in Volgograd.
    [Fact]
    public async Task A_finished_job_is_asked_about_at_six_in_the_evening_of_its_house_and_once()
    {
        var ticket = await _town.DoneAsync();
        var poll = (await _town.TicketAsync(ticket)).Poll;
        Assert.Equal((PollState.Waiting, (DateTimeOffset?)Utc(15, 0)), (poll?.State, poll?.DueAt));
        _town.Centre.Time.Advance(Utc(14, 59) - _town.Now);
        Assert.Equal(0, await _town.PollAsync());
        _town.Centre.Time.Advance(TimeSpan.FromMinutes(1));
        var looked = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _town.PollAsync()));
        Assert.Equal(1, looked.Sum());
        var asked = Assert.Single(await _town.FactsAsync("PollFellDue", poll?.Id ?? default));
        Assert.Equal(2, asked.GetProperty("triesMax").GetInt32());
        Assert.Equal("ru", asked.GetProperty("language").GetString());
        Assert.Equal(Utc(17, 0), asked.GetProperty("closesAt").GetDateTimeOffset());
        Assert.Equal(PollState.Called, (await _town.TicketAsync(ticket)).Poll?.State);
    }

    [Fact]
    public async Task A_job_finished_in_the_evening_is_left_two_hours_and_if_that_is_too_late_till_tomorrow()
    {
        _town.Centre.Time.Advance(Utc(14, 30) - _town.Now);
        Assert.Equal(Utc(16, 30), (await _town.TicketAsync(await _town.DoneAsync())).Poll?.DueAt);
        _town.Centre.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(Utc(15, 0).AddDays(1), (await _town.TicketAsync(await _town.DoneAsync())).Poll?.DueAt);
    }

    [Fact]
    public async Task A_night_slept_through_does_not_ring_anybody_at_night()
    {
        var ticket = await _town.DoneAsync();
        _town.Centre.Time.Advance(Utc(20, 0) - _town.Now);
        await _town.PollAsync();
        var poll = (await _town.TicketAsync(ticket)).Poll;
        Assert.Equal((PollState.Waiting, (DateTimeOffset?)Utc(15, 0).AddDays(1)), (poll?.State, poll?.DueAt));
        Assert.Empty(await _town.FactsAsync("PollFellDue", poll?.Id ?? default));
    }

    [Fact]
    public async Task Without_a_phone_and_after_an_opt_out_nobody_is_asked()
    {
        Assert.Null((await _town.TicketAsync(await _town.DoneAsync(phone: null))).Poll);
        var ticket = await CalledAsync("+79375550001");
        await AnswerAsync(ticket, "optOut");
        Assert.Equal(PollState.Withdrawn, (await _town.TicketAsync(ticket)).Poll?.State);
        Assert.Null((await _town.TicketAsync(await _town.DoneAsync("+79375550001"))).Poll);
    }

    [Fact]
    public async Task A_good_mark_stays_on_the_ticket_and_leaves_it_closed()
    {
        var ticket = await CalledAsync();
        var call = Guid.NewGuid();
        await AnswerAsync(ticket, "rated", 5, call);
        await AnswerAsync(ticket, "rated", 1, call);
        var after = await _town.TicketAsync(ticket);
        Assert.Equal((TicketStatus.Done, (int?)5), (after.Status, after.Rating));
        Assert.Equal((PollState.Rated, (int?)5), (after.Poll?.State, after.Poll?.Score));
        Assert.Equal([call], after.CallIds);
        Assert.Empty(await _town.FactsAsync("AttentionRaised", ticket));
    }

    [Fact]
    public async Task A_low_mark_brings_the_ticket_back_once_tells_the_senior_and_a_new_job_is_asked_about_anew()
    {
        var ticket = await CalledAsync();
        var recording = Guid.NewGuid();
        for (var twice = 0; twice < 2; twice++)
        {
            await AnswerAsync(ticket, "rated", 2, Guid.NewGuid(), recording);
        }

        var after = await _town.TicketAsync(ticket);
        Assert.Equal((TicketStatus.Accepted, (int?)2), (after.Status, after.Rating));
        Assert.Equal((true, (Guid?)recording), (after.Poll?.HasComment, after.Poll?.RecordingId));
        Assert.Equal("score 2", after.Changes[^1].Why);
        Assert.Equal(1, after.Changes.Count(c => c.Move == TicketMove.Reopen));
        var told = Assert.Single(await _town.FactsAsync("AttentionRaised", ticket));
        Assert.Equal(("lowScore", true),
            (told.GetProperty("reason").GetString(), told.GetProperty("forSupervisor").GetBoolean()));

        _town.Centre.Time.Advance(TimeSpan.FromMinutes(1));
        var order = await _town.AssignAsync(ticket, "crew2");
        await _town.ActAsync(order.Id, AssignmentMove.Done);
        var again = await _town.TicketAsync(ticket);
        Assert.Equal((TicketStatus.Done, PollState.Waiting), (again.Status, again.Poll?.State));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reopened_ticket_takes_its_poll_back_called_or_not(bool called)
    {
        var ticket = called ? await CalledAsync() : await _town.DoneAsync();
        await _town.MoveAsync(ticket, TicketMove.Reopen);
        var poll = (await _town.TicketAsync(ticket)).Poll;
        Assert.Equal((PollState.Withdrawn, "reopened"), (poll?.State, poll?.Why));
        Assert.Single(await _town.FactsAsync("PollWithdrawn", poll?.Id ?? default));
        _town.Centre.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await _town.PollAsync());
        // The call was under way: its mark counts, the ticket is in work already.
        await AnswerAsync(ticket, "rated", 1);
        var after = await _town.TicketAsync(ticket);
        Assert.Equal((PollState.Rated, TicketStatus.Accepted), (after.Poll?.State, after.Status));
        Assert.Equal(1, after.Changes.Count(c => c.Move == TicketMove.Reopen));
        Assert.Single(await _town.FactsAsync("AttentionRaised", ticket));
    }

    [Fact]
    public async Task Only_the_last_try_in_vain_ends_the_poll()
    {
        var ticket = await CalledAsync();
        await AnswerAsync(ticket, "noAnswer", isFinal: false);
        Assert.Equal(PollState.Called, (await _town.TicketAsync(ticket)).Poll?.State);
        await AnswerAsync(ticket, "noAnswer");
        var poll = (await _town.TicketAsync(ticket)).Poll;
        Assert.Equal((PollState.NoAnswer, "noAnswer"), (poll?.State, poll?.Why));
    }

    [Fact]
    public async Task The_report_counts_marks_by_score_and_crew_of_the_days_asked_for_and_of_its_own_organisation()
    {
        foreach (var score in new[] { 5, 5, 4, 2 })
        {
            await AnswerAsync(await CalledAsync(), "rated", score);
        }

        await AnswerAsync(await CalledAsync(), "noAnswer");
        await AnswerAsync(await CalledAsync(organisation: "khmelnytske"), "rated", 1);
        await using var web = await _town.Centre.AsWebAsync("privolsk");
        var report = await web.Get<PollBoard>().SatisfactionAsync(
            null, _town.Now.AddDays(-30), _town.Now.AddDays(1), default);
        Assert.Equal((4.00m, 4, 5), (report.Average, report.Count, report.Asked));
        Assert.Equal([0, 1, 0, 1, 2], report.ByScore.Select(s => s.Count));
        var crew = Assert.Single(report.ByCrew);
        Assert.Equal(("crew1", 4.00m, 4), (crew.Crew, crew.Average, crew.Count));
        Assert.Equal(2, Assert.Single(report.Low).Score);
        var empty = await web.Get<PollBoard>().SatisfactionAsync(
            null, _town.Now.AddDays(1), _town.Now.AddDays(2), default);
        Assert.Equal((null, 0), (empty.Average, empty.Count));
    }

    private static DateTimeOffset Utc(int hour, int minute) => new(2026, 11, 21, hour, minute, 0, TimeSpan.Zero);

    private async Task<Guid> CalledAsync(string? phone = "own", string organisation = "privolsk")
    {
        var ticket = await _town.DoneAsync(phone, organisation);
        var due = (await _town.TicketAsync(ticket)).Poll?.DueAt ?? _town.Now;
        _town.Centre.Time.Advance(due - _town.Now);
        await _town.PollAsync();
        Assert.Equal(PollState.Called, (await _town.TicketAsync(ticket)).Poll?.State);
        return ticket;
    }

    private async Task AnswerAsync(
        Guid ticket, string disposition, int? score = null, Guid? call = null, Guid? recording = null,
        bool isFinal = true)
    {
        var poll = (await _town.TicketAsync(ticket)).Poll?.Id ?? throw new InvalidOperationException("No poll");
        await _town.Centre.InAsync<PollAnswers>(p => p.TakeAsync(new PollAnswer(
            poll, disposition, isFinal, score, recording is not null, call, recording), default));
    }
}
