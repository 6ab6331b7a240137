using System.Net;
using Zhkh.Dispatch;
using Zhkh.Web.Outward;
using Zhkh.Web.Tests.Photos;

namespace Zhkh.Web.Tests.Crews;

/// <summary>A crew gets the order: through the running host, from the desk to the telephone and back.</summary>
public sealed class CrewOrderTests(TestHost host) : IClassFixture<TestHost>
{
    private const string Field = "127.0.64.1";
    private const string Elsewhere = "127.0.64.2";

    [Fact]
    public async Task An_assignment_is_one_sms_with_a_link_and_its_delivery_is_seen_on_the_ticket()
    {
        using var person = await host.SignInAsync("dispatcher");
        var ticket = await person.TicketAsync("critical");
        var order = (await person.AssignAsync(ticket, "crew1")).GetProperty("id").GetString()!;
        var text = await host.SmsAsync(order);
        Assert.InRange(text.Length, 60, 134);
        Assert.Contains("авария", text, StringComparison.Ordinal);
        Assert.DoesNotContain("937 000-00-30", text, StringComparison.Ordinal);
        Assert.Matches("/c/[A-Za-z0-9_-]{22}$", text);
        Assert.Contains($" {host.Address.GetLeftPart(UriPartial.Authority)}/c/", text, StringComparison.Ordinal);

        // The relay tells it again: the same rung of the same order is the same message.
        await host.TellAsync("dispatch",
            new CrewSmsDue(Guid.Parse(order), "privolsk", 0, TimeProvider.System.GetUtcNow()));
        var seen = await person.TicketUntilAsync(ticket, t => Desk.Steps(t).Contains("smsDelivered"));
        Assert.Equal(["ordered", "smsQueued", "smsDelivered"], Desk.Steps(seen));
        Assert.Equal(DemoOutbox.Reply, seen.GetProperty("assignment").GetProperty("steps")[2]
            .GetProperty("detail").GetString());

        // The relay tells it again.
        var message = await host.ScalarAsync<Guid>(
            $"select id from web.outward_messages where subject = 'crew:{order}'");
        for (var again = 0; again < 2; again++)
        {
            await host.TellAsync("web", new OutwardChanged(message, "privolsk", "sms", "+79370000801",
                $"crew:{order}", "delivered", DemoOutbox.Reply, TimeProvider.System.GetUtcNow()));
        }

        await Desk.UntilAsync<object>(async () => await host.ScalarAsync<long>(
            $"select count(*) from web.outbox where payload ->> 'subject' = 'crew:{order}'") == 0 ? "carried" : null,
            "The reports were not carried");
        Assert.Equal(["ordered", "smsQueued", "smsDelivered"], Desk.Steps(await person.JsonAsync(
            $"/api/tickets/{ticket}")));
        Assert.Equal(1L, await host.ScalarAsync<long>(
            $"select count(*) from web.outward_messages where subject = 'crew:{order}'"));
    }

    [Fact]
    public async Task The_link_opens_in_one_browser_and_shows_the_place_and_no_resident()
    {
        using var person = await host.SignInAsync("dispatcher");
        var ticket = await person.TicketAsync();
        var token = await host.LinkAsync((await person.AssignAsync(ticket, "crew1")).GetProperty("id").GetString()!);
        using var phone = new CrewPhone(host.Address, Field);
        using var thief = new CrewPhone(host.Address, Elsewhere);
        var page = await phone.OpenedAsync(token);
        Assert.Equal("ordered", page.GetProperty("state").GetString());
        Assert.Equal("100", page.GetProperty("callPhone").GetString());
        Assert.Equal("Течёт кран, •••", page.GetProperty("text").GetString());
        Assert.NotEqual(0, page.GetProperty("entrance").GetInt32());
        Assert.Contains("accept", page.GetProperty("moves").EnumerateArray().Select(m => m.GetString()));
        Assert.DoesNotContain("withdraw", page.GetProperty("moves").EnumerateArray().Select(m => m.GetString()));
        Assert.DoesNotContain("+7937", page.GetRawText(), StringComparison.Ordinal);

        var cookie = Assert.Single(phone.Jar.GetCookies(new Uri(host.Address, "/api/crew-links/x")));
        Assert.True(cookie.HttpOnly);
        Assert.Equal("/api/crew-links", cookie.Path);
        Assert.Empty(phone.Jar.GetCookies(new Uri(host.Address, "/api/tickets")));

        using var refused = await thief.OpenAsync(token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("/problems/linkTaken", (await ApiClient.ReadAsync(refused)).GetProperty("type").GetString());
        using var stolen = await thief.MoveAsync(token, new { move = "accept" });
        Assert.Equal(HttpStatusCode.Forbidden, stolen.StatusCode);
        await phone.OpenedAsync(token);
        var opened = await person.TicketUntilAsync(ticket, t => Desk.Steps(t).Contains("opened"));
        Assert.Equal("ordered", Desk.State(opened));
    }

    [Fact]
    public async Task Moves_of_an_offline_phone_arrive_once_with_their_own_times_and_finish_the_ticket()
    {
        using var person = await host.SignInAsync("dispatcher");
        var ticket = await person.TicketAsync();
        var token = await host.LinkAsync((await person.AssignAsync(ticket, "crew2")).GetProperty("id").GetString()!);
        using var phone = new CrewPhone(host.Address, Field);
        await phone.OpenedAsync(token);
        var tapped = TimeProvider.System.GetUtcNow();
        for (var twice = 0; twice < 2; twice++)
        {
            foreach (var move in new[] { "accept", "onTheWay", "onSite", "localise", "done" })
            {
                using var answer = await phone.MoveAsync(token, new { move, at = tapped });
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }

        using var back = await phone.MoveAsync(token, new { move = "accept" });
        Assert.Equal(HttpStatusCode.Conflict, back.StatusCode);
        var done = await person.JsonAsync($"/api/tickets/{ticket}");
        Assert.Equal(("done", "done"), (Desk.State(done), done.GetProperty("status").GetString()));
        var own = done.GetProperty("assignment").GetProperty("steps").EnumerateArray()
            .Where(s => s.GetProperty("channel").GetString() == "link").ToList();
        Assert.Equal(["opened", "accepted", "onTheWay", "onSite", "localised", "done"],
            own.Select(s => s.GetProperty("what").GetString()));
        Assert.Equal("waiting", done.GetProperty("poll").GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("""{"move":"withdraw"}""")]
    [InlineData("""{"move":"needTime"}""")]
    [InlineData("""{"move":"needTime","minutes":100000}""")]
    [InlineData("""{"move":"comment","text":"  "}""")]
    [InlineData("""{"move":"fly"}""")]
    [InlineData("""{}""")]
    public async Task What_a_crew_cannot_say_is_a_problem(string body)
    {
        using var person = await host.SignInAsync("dispatcher");
        var ticket = await person.TicketAsync();
        var token = await host.LinkAsync((await person.AssignAsync(ticket, "crew2")).GetProperty("id").GetString()!);
        using var phone = new CrewPhone(host.Address, Field);
        await phone.OpenedAsync(token);
        using var answer = await phone.MoveAsync(token, System.Text.Json.JsonDocument.Parse(body).RootElement);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Given_to_another_crew_the_link_is_dead_and_what_it_still_says_is_a_comment()
    {
        using var person = await host.SignInAsync("dispatcher");
        var ticket = await person.TicketAsync();
        var first = (await person.AssignAsync(ticket, "crew1")).GetProperty("id").GetString()!;
        var token = await host.LinkAsync(first);
        using var phone = new CrewPhone(host.Address, Field);
        await phone.OpenedAsync(token);
        using var accepted = await phone.MoveAsync(token, new { move = "accept" });
        await person.AssignAsync(ticket, "crew2");
        using var dead = await phone.OpenAsync(token);
        Assert.Equal(HttpStatusCode.Gone, dead.StatusCode);
        using var late = await phone.MoveAsync(token, new { move = "done", text = "сделано" });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal("/problems/savedAsComment", (await ApiClient.ReadAsync(late)).GetProperty("type").GetString());
        var after = await person.JsonAsync($"/api/tickets/{ticket}");
        Assert.Equal(("crew2", "ordered"), (after.GetProperty("crew").GetString(), Desk.State(after)));
        Assert.Equal("done сделано", after.GetProperty("comments")[0].GetProperty("text").GetString());
        var told = await Desk.UntilAsync(async () =>
        {
            await using var command = host.Owner.CreateCommand(
                $"select text from web.outward_messages where key = 'crew:{first}:back'");
            return await command.ExecuteScalarAsync() as string;
        }, "The first crew was not told");
        Assert.Contains("Ехать не нужно", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_photo_is_kept_without_its_position_and_shown_to_people_as_a_file()
    {
        using var person = await host.SignInAsync("dispatcher");
        var ticket = await person.TicketAsync();
        var token = await host.LinkAsync((await person.AssignAsync(ticket, "crew1")).GetProperty("id").GetString()!);
        using var phone = new CrewPhone(host.Address, Field);
        using (var before = await phone.PhotoAsync(token, PhotoSamples.WithExif(PhotoSamples.Read("baseline.jpg"))))
        {
            Assert.Equal(HttpStatusCode.Created, before.StatusCode);
            using var twice = await phone.PhotoAsync(token, PhotoSamples.Read("baseline.jpg"));
            Assert.Equal((await ApiClient.ReadAsync(before)).GetProperty("id").GetString(),
                (await ApiClient.ReadAsync(twice)).GetProperty("id").GetString());
        }

        using var png = await phone.PhotoAsync(token, PhotoSamples.Read("rgb.png"), "text/html");
        Assert.Equal(HttpStatusCode.Created, png.StatusCode);
        var photos = (await person.JsonAsync($"/api/tickets/{ticket}")).GetProperty("assignment").GetProperty("photos");
        Assert.Equal(2, photos.GetArrayLength());
        var path = $"/api/tickets/{ticket}/photos/{photos[0].GetProperty("id").GetString()}";
        using var shown = await person.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Equal("image/jpeg", shown.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", shown.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", shown.Headers.GetValues("X-Content-Type-Options").Single());
        var bytes = System.Text.Encoding.Latin1.GetString(await shown.Content.ReadAsByteArrayAsync());
        Assert.DoesNotContain(PhotoSamples.Secret, bytes, StringComparison.Ordinal);
        using var stranger = host.Stranger();
        using var refused = await stranger.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_photo_that_is_not_a_photo_is_refused_with_its_reason_and_leaves_nothing()
    {
        using var person = await host.SignInAsync("dispatcher");
        var ticket = await person.TicketAsync();
        var token = await host.LinkAsync((await person.AssignAsync(ticket, "crew1")).GetProperty("id").GetString()!);
        using var phone = new CrewPhone(host.Address, Field);
        await phone.OpenedAsync(token);
        var jpeg = PhotoSamples.Read("baseline.jpg");
        foreach (var (file, problem, status) in new (byte[], string, HttpStatusCode)[]
        {
            ("<html><script>alert(1)</script>"u8.ToArray(), "notAPhoto", HttpStatusCode.UnsupportedMediaType),
            ([], "notAPhoto", HttpStatusCode.UnsupportedMediaType),
            (jpeg[..^40], "brokenPhoto", HttpStatusCode.UnprocessableEntity),
            (PhotoSamples.Png(50_000, 50_000, []), "hugePhoto", HttpStatusCode.UnprocessableEntity),
            (PhotoSamples.Png(500, 500, new byte[9_000_000]), "brokenPhoto", HttpStatusCode.UnprocessableEntity),
            (new byte[10 * 1024 * 1024 + 1], "bigPhoto", HttpStatusCode.RequestEntityTooLarge),
        })
        {
            using var answer = await phone.PhotoAsync(token, file);
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal($"/problems/{problem}", (await ApiClient.ReadAsync(answer)).GetProperty("type").GetString());
        }

        Assert.Equal(0L, await host.ScalarAsync<long>(
            $"select count(*) from dispatch.assignment_photos where ticket_id = '{ticket}'"));
    }

    [Fact]
    public async Task The_robots_keys_answer_for_a_crew_and_its_silence_is_written_down()
    {
        using var person = await host.SignInAsync("dispatcher");
        var ticket = await person.TicketAsync();
        var order = (await person.AssignAsync(ticket, "crew4")).GetProperty("id").GetString()!;
        Assert.EndsWith("3 готово", await host.SmsAsync(order), StringComparison.Ordinal);
        await host.TellAsync("pbx", Desk.Dialled("crewOrder", $"crew:{order}", "noAnswer"));
        var silent = await person.TicketUntilAsync(ticket, t => Desk.Steps(t).Contains("robotNoAnswer"));
        Assert.Equal("ordered", Desk.State(silent));
        await host.TellAsync("pbx", Desk.Dialled("crewOrder", $"crew:{order}", "accepted"));
        var accepted = await person.TicketUntilAsync(ticket, t => Desk.State(t) == "accepted");
        Assert.Equal("robot", accepted.GetProperty("assignment").GetProperty("steps").EnumerateArray().Last()
            .GetProperty("channel").GetString());
        Assert.Equal("accepted", await host.ScalarAsync<string>(
            $"select stopped_because from dispatch.escalations where assignment_id = '{order}'"));
    }

    [Fact]
    public async Task A_dead_sms_becomes_one_call_of_the_robot_and_an_answer_takes_it_back()
    {
        using var person = await host.SignInAsync("dispatcher");
        var ticket = await person.TicketAsync();
        var order = (await person.AssignAsync(ticket, "crew1")).GetProperty("id").GetString()!;
        var token = await host.LinkAsync(order);
        for (var twice = 0; twice < 2; twice++)
        {
            await host.TellAsync("web", new OutwardChanged(Guid.NewGuid(), "privolsk", "sms", "+79370000801",
                $"crew:{order}", "dead", "no route", TimeProvider.System.GetUtcNow()));
        }

        await Desk.UntilAsync<object>(async () => await host.ScalarAsync<long>(
            $"select count(*) from pbx.dial_orders where tag = 'crew:{order}'") == 1 ? true : null, "No call");
        using var phone = new CrewPhone(host.Address, Field);
        await phone.OpenedAsync(token);
        using var accepted = await phone.MoveAsync(token, new { move = "accept" });
        await Desk.UntilAsync<object>(async () => await host.ScalarAsync<long>($"""
            select count(*) from pbx.dial_orders where tag = 'crew:{order}' and state <> 'waiting'
            """) == 1 ? true : null, "The call was not taken back");
        Assert.Equal(1L, await host.ScalarAsync<long>(
            $"select count(*) from pbx.dial_orders where tag = 'crew:{order}'"));
    }

    [Fact]
    public async Task A_signed_in_crew_sees_and_moves_its_own_orders_and_nothing_else()
    {
        using var person = await host.SignInAsync("dispatcher");
        var mine = (await person.AssignAsync(await person.TicketAsync(), "crew5")).GetProperty("id").GetString()!;
        var other = (await person.AssignAsync(await person.TicketAsync(), "crew6")).GetProperty("id").GetString()!;
        using var crew = await host.SignInAsync("crew5");
        var own = await crew.JsonAsync("/api/orders");
        Assert.Equal([mine], own.EnumerateArray().Select(o => o.GetProperty("id").GetString()));
        using var foreign = await crew.PostAsync($"/api/orders/{other}/moves", new { move = "accept" });
        using var moved = await crew.PostAsync($"/api/orders/{mine}/moves", new { move = "accept" });
        using var tickets = await crew.GetAsync("/api/tickets");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (foreign.StatusCode, moved.StatusCode, tickets.StatusCode));
    }

    [Fact]
    public async Task Wrong_links_are_counted_like_wrong_passwords_and_an_opened_one_goes_on_working()
    {
        using var person = await host.SignInAsync("dispatcher");
        var token = await host.LinkAsync(
            (await person.AssignAsync(await person.TicketAsync(), "crew1")).GetProperty("id").GetString()!);
        using var phone = new CrewPhone(host.Address, "127.0.64.9");
        using var guesser = new CrewPhone(host.Address, "127.0.64.9");
        await phone.OpenedAsync(token);
        for (var guess = 0; guess < 5; guess++)
        {
            using var wrong = await guesser.OpenAsync($"AAAAAAAAAAAAAAAAAAAA{guess}A");
            Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        }

        using var sixth = await guesser.OpenAsync("AAAAAAAAAAAAAAAAAAAAAA");
        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
        Assert.True(sixth.Headers.RetryAfter!.Delta > TimeSpan.FromMinutes(10));
        await phone.OpenedAsync(token);
    }
}
