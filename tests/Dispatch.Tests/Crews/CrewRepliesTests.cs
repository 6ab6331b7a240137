namespace Zhkh.Dispatch.Tests;

public sealed class CrewRepliesTests(CrewTown town) : IClassFixture<CrewTown>
{
    private static int _crews;

    [Theory]
    [InlineData("1", "Accept", null, null)]
    [InlineData(" 2. ", "OnTheWay", null, null)]
    [InlineData("3 10201", "Done", 10201, null)]
    [InlineData("3 №10201", "Done", 10201, null)]
    [InlineData("+нужен ключ", "Comment", null, "нужен ключ")]
    [InlineData("4", null, null, null)]
    [InlineData("12", null, null, null)]
    [InlineData("1 приняли и едем", null, null, null)]
    [InlineData("+", null, null, null)]
    [InlineData("", null, null, null)]
    public void A_reply_is_read_as_agreed(string text, string? move, int? number, string? words)
    {
        var reply = CrewReply.Read(text);
        Assert.Equal((move, number, words), (reply.Move?.ToString(), reply.TicketNumber, reply.Words));
    }

    [Fact]
    public async Task One_two_three_go_all_the_way_and_an_sms_told_twice_counts_once()
    {
        var (phone, ticket) = await OrderedAsync();
        foreach (var (text, state) in new[]
        {
            ("1", AssignmentState.Accepted), ("2", AssignmentState.OnTheWay), ("+ключ у соседа", AssignmentState.OnTheWay),
            ("3", AssignmentState.Done),
        })
        {
            town.Centre.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.True(await TakeAsync(phone, text));
            await TakeAsync(phone, text);
            Assert.Equal(state, (await town.TicketAsync(ticket)).Assignment?.State);
        }

        var after = await town.TicketAsync(ticket);
        Assert.Equal(TicketStatus.Done, after.Status);
        Assert.Equal("ключ у соседа", Assert.Single(after.Comments).Text);
        Assert.Equal(4, after.Assignment?.Steps.Count(s => s.Channel == StepChannel.SmsReply));
        Assert.False(await TakeAsync(phone, "3"));
    }

    [Fact]
    public async Task Words_that_are_no_reply_are_kept_and_the_dispatcher_is_told_once()
    {
        var (phone, ticket) = await OrderedAsync();
        await TakeAsync(phone, "а где это?");
        await TakeAsync(phone, "а где это?");
        var after = await town.TicketAsync(ticket);
        Assert.Equal("а где это?", Assert.Single(after.Comments).Text);
        Assert.Equal(AssignmentState.Ordered, after.Assignment?.State);
        Assert.Equal("crewWord",
            Assert.Single(await town.FactsAsync("AttentionRaised", ticket)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_crew_with_two_orders_answers_the_newer_finishes_the_one_in_work_and_may_name_either()
    {
        var (phone, first) = await OrderedAsync();
        var crew = (await town.TicketAsync(first)).Crew ?? "";
        await TakeAsync(phone, "1");
        town.Centre.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await town.TicketAsync();
        await town.AssignAsync(second, crew);
        town.Centre.Time.Advance(TimeSpan.FromMinutes(1));
        await TakeAsync(phone, "1");
        Assert.Equal(AssignmentState.Accepted, (await town.TicketAsync(second)).Assignment?.State);
        town.Centre.Time.Advance(TimeSpan.FromMinutes(1));
        await TakeAsync(phone, $"2 {(await town.TicketAsync(first)).Number}");
        Assert.Equal(AssignmentState.OnTheWay, (await town.TicketAsync(first)).Assignment?.State);
        town.Centre.Time.Advance(TimeSpan.FromMinutes(1));
        await TakeAsync(phone, "3");
        Assert.Equal(AssignmentState.Done, (await town.TicketAsync(first)).Assignment?.State);
        Assert.Equal(AssignmentState.Accepted, (await town.TicketAsync(second)).Assignment?.State);
    }

    [Fact]
    public async Task A_stranger_is_nobodys_crew() => Assert.False(await TakeAsync("+79379999998", "1"));

    private async Task<(string Phone, Guid Ticket)> OrderedAsync()
    {
        var number = Interlocked.Increment(ref _crews);
        var phone = $"+7937444{number:D4}";
        await town.AddAsync("privolsk", $"sms{number}", ["plumbing"], false, phone);
        var ticket = await town.TicketAsync();
        await town.AssignAsync(ticket, $"sms{number}");
        return (phone, ticket);
    }

    private Task<bool> TakeAsync(string phone, string text) =>
        town.Centre.InAsync<CrewReplies, bool>(r => r.TakeAsync(phone, text, town.Now, default));
}
