using System.Net;
using Zhkh.Pbx.Events;
using Zhkh.Web.Tests.Crews;

namespace Zhkh.Web.Tests.Polls;

/// <summary>A finished job becomes a rating: through the running host, with the robot's answers told by hand.</summary>
public sealed class FinishedJobTests(TestHost host) : IClassFixture<TestHost>
{
    [Fact]
    public async Task A_low_mark_told_twice_reopens_once_is_on_the_seniors_list_and_in_the_report()
    {
        using var person = await host.SignInAsync("dispatcher");
        using var senior = await host.SignInAsync("supervisor");
        var (ticket, poll) = await CalledAsync(person);
        var fact = Desk.Dialled("qualityPoll", $"poll:{poll}", "rated", new DialAnswer(2, HasComment: true));
        await host.TellAsync("pbx", fact);
        await host.TellAsync("pbx", fact);
        var back = await person.TicketUntilAsync(ticket, t => t.GetProperty("status").GetString() == "accepted");
        Assert.Equal(2, back.GetProperty("rating").GetInt32());
        var result = back.GetProperty("poll");
        Assert.Equal(("rated", 2, true, fact.RecordingId.ToString()), (result.GetProperty("state").GetString(),
            result.GetProperty("score").GetInt32(), result.GetProperty("hasComment").GetBoolean(),
            result.GetProperty("recordingId").GetString()));
        Assert.Contains(fact.CallId.ToString(),
            back.GetProperty("callIds").EnumerateArray().Select(c => c.GetString()));
        await DrainedAsync();
        var after = await person.JsonAsync($"/api/tickets/{ticket}");
        Assert.Single(after.GetProperty("changes").EnumerateArray(),
            c => c.GetProperty("move").GetString() == "reopen");

        var line = Assert.Single((await senior.JsonAsync("/api/attention")).EnumerateArray(),
            a => a.GetProperty("ticketId").GetString() == ticket);
        Assert.Equal(("lowScore", true),
            (line.GetProperty("reason").GetString(), line.GetProperty("forSupervisor").GetBoolean()));
        using var seen = await senior.PostAsync($"/api/attention/{line.GetProperty("id").GetString()}/seen", null);
        Assert.Equal(HttpStatusCode.NoContent, seen.StatusCode);
        Assert.DoesNotContain((await senior.JsonAsync("/api/attention")).EnumerateArray(),
            a => a.GetProperty("ticketId").GetString() == ticket);

        var report = await senior.JsonAsync("/api/reports/satisfaction?organisation=privolsk");
        Assert.Equal(ticket, report.GetProperty("low")[0].GetProperty("ticketId").GetString());
        Assert.Equal(1, report.GetProperty("byScore")[1].GetProperty("count").GetInt32());
        Assert.Equal("crew3", report.GetProperty("byCrew")[0].GetProperty("crew").GetString());
        using var clerk = await host.SignInAsync("clerk");
        using var refused = await clerk.GetAsync("/api/reports/satisfaction");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task The_robots_order_is_one_for_the_evening_with_two_tries_and_reopening_takes_it_back()
    {
        using var person = await host.SignInAsync("dispatcher");
        var (ticket, poll) = await CalledAsync(person);
        Assert.Equal("qualityPoll +79370000030 2 ru", await host.ScalarAsync<string>($"""
            select kind || ' ' || phone || ' ' || tries_max || ' ' || (payload->>'language') from pbx.dial_orders
            where id = '{poll}' and tag = 'poll:{poll}'
            """));
        using var reopened = await person.PostAsync($"/api/tickets/{ticket}/moves", new { move = "reopen" });
        Assert.Equal(HttpStatusCode.OK, reopened.StatusCode);
        await Desk.UntilAsync<object>(async () => await host.ScalarAsync<string>(
            $"select state from pbx.dial_orders where id = '{poll}'") != "waiting" ? true : null, "Not taken back");
        Assert.Equal("withdrawn", (await person.JsonAsync($"/api/tickets/{ticket}"))
            .GetProperty("poll").GetProperty("state").GetString());
    }

    private async Task<(string Ticket, string Poll)> CalledAsync(ApiClient person)
    {
        var ticket = await person.TicketAsync();
        var order = (await person.AssignAsync(ticket, "crew3")).GetProperty("id").GetString()!;
        var token = await host.LinkAsync(order);
        using var phone = new CrewPhone(host.Address, "127.0.64.3");
        await phone.OpenedAsync(token);
        using var done = await phone.MoveAsync(token, new { move = "done" });
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        var poll = (await person.JsonAsync($"/api/tickets/{ticket}")).GetProperty("poll");
        Assert.Equal("waiting", poll.GetProperty("state").GetString());
        var id = poll.GetProperty("id").GetString()!;
        // The evening comes at once.
        await host.ExecuteAsync($"""
            update dispatch.polls set due_at = now(), closes_at = now() + interval '2 hours' where id = '{id}'
            """);
        await Desk.UntilAsync<object>(async () => await host.ScalarAsync<long>(
            $"select count(*) from pbx.dial_orders where id = '{id}'") == 1 ? true : null, "The robot was not told");
        return (ticket, id);
    }

    private Task DrainedAsync() => Desk.UntilAsync<object>(async () => await host.ScalarAsync<long>(
        "select (select count(*) from pbx.outbox) + (select count(*) from dispatch.outbox)") == 0 ? true : null,
        "The relays did not come to an end");
}
