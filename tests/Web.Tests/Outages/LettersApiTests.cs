using System.Net;
using System.Text.Json;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Tests.Outages;

public sealed class LettersApiTests(TestHost host) : IClassFixture<TestHost>
{
    private static readonly string[] Authorities = ["edds@town.example", "mayor@town.example"];

    [Fact]
    public async Task A_letter_is_one_message_a_recipient_and_each_servers_words_stand_on_the_timeline()
    {
        await SetAsync("ask");
        using var person = await host.SignInAsync("dispatcher");
        var ticket = await CriticalAsync(person);
        var preview = await person.JsonAsync($"/api/tickets/{ticket}/letter");
        Assert.Equal(["plannedUntil", "measures"],
            preview.GetProperty("missing").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(JsonValueKind.Null, preview.GetProperty("sentAt").ValueKind);
        using var sent = await person.PostAsync($"/api/tickets/{ticket}/letter", new { });
        using var again = await person.PostAsync($"/api/tickets/{ticket}/letter", new { });
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (sent.StatusCode, again.StatusCode));
        var letter = (await ApiClient.ReadAsync(sent)).GetProperty("id").GetGuid();
        Assert.Equal(letter, (await ApiClient.ReadAsync(again)).GetProperty("id").GetGuid());
        await OutageHost.EventuallyAsync(() => MessagesAsync(letter), count => count == 2);

        var now = TimeProvider.System.GetUtcNow();
        await ToldAsync(letter, Authorities[0], "sent", "250 2.0.0 Ok: queued as 9C1", now);
        await ToldAsync(letter, Authorities[0], "sent", "250 2.0.0 Ok: queued as 9C1", now);
        await ToldAsync(letter, Authorities[1], "failed", "550 5.1.1 no such mailbox", now);
        var told = await OutageHost.EventuallyAsync(() => person.JsonAsync($"/api/tickets/{ticket}"),
            t => Replies(t, 0, Authorities[1]).Contains("550 5.1.1 no such mailbox"));
        Assert.Single(Replies(told, 0, Authorities[0]), "250 2.0.0 Ok: queued as 9C1");
        Assert.Contains(told.GetProperty("deadlines").EnumerateArray(), d =>
            d.GetProperty("clock").GetString() == "notifyMunicipality"
            && d.GetProperty("metAt").ValueKind == JsonValueKind.String);
        var first = Assert.Single(told.GetProperty("letters").EnumerateArray());
        Assert.Equal("first", first.GetProperty("occasion").GetString());
    }

    [Fact]
    public async Task A_moved_term_of_the_outage_and_its_end_are_written_by_themselves()
    {
        await SetAsync("ask");
        using var person = await host.SignInAsync("dispatcher");
        var ticket = await CriticalAsync(person);
        var outage = await person.DeclareAsync(
            await host.HouseOfAsync("4406030"), ticketId: ticket, notify: true);
        var id = outage.GetProperty("id").GetGuid();
        await LettersAsync(person, ticket, "first");
        await person.ActAsync($"/api/outages/{id}/term", new
        {
            plannedUntil = TimeProvider.System.GetUtcNow().AddHours(9), reason = "нет задвижки",
        });
        var moved = await LettersAsync(person, ticket, "first", "termChanged");
        Assert.Contains("Причина изменения срока: нет задвижки",
            moved.GetProperty("letters")[1].GetProperty("body").GetString());
        await person.ActAsync($"/api/outages/{id}/close");
        var closed = await LettersAsync(person, ticket, "first", "termChanged", "closed");
        Assert.Equal(id, Assert.Single(closed.GetProperty("outageIds").EnumerateArray()).GetGuid());
        Assert.Equal(6L, await OutageHost.EventuallyAsync(() => host.ScalarAsync<long>($"""
            select count(*) from web.outward_messages m join dispatch.letters l on m.subject = 'letter:' || l.id
            where l.ticket_id = '{ticket}'
            """), count => count == 6));
    }

    [Fact]
    public async Task In_auto_mode_marking_a_ticket_critical_writes_the_letter()
    {
        await SetAsync("auto");
        using var person = await host.SignInAsync("dispatcher");
        var opened = await person.ActAsync("/api/tickets", new { text = "прорвало трубу", priority = "urgent",
            address = "Мира, 5" });
        var ticket = opened.GetProperty("id").GetGuid();
        var critical = await person.ActAsync(
            $"/api/tickets/{ticket}/priority", new { priority = "critical", why = "топит подвал" });
        Assert.Equal("critical", critical.GetProperty("priority").GetString());
        var line = critical.GetProperty("changes").EnumerateArray().Last();
        Assert.Equal(("setPriority", "critical", "топит подвал"), (line.GetProperty("move").GetString(),
            line.GetProperty("detail").GetString(), line.GetProperty("why").GetString()));
        await LettersAsync(person, ticket, "first");
        await SetAsync("ask");
    }

    [Fact]
    public async Task A_term_that_was_told_stops_its_clock()
    {
        using var person = await host.SignInAsync("dispatcher");
        var opened = await person.ActAsync("/api/tickets", new { text = "капает кран", address = "Мира, 5" });
        var ticket = opened.GetProperty("id").GetGuid();
        var until = TimeProvider.System.GetUtcNow().AddHours(2);
        await person.ActAsync($"/api/tickets/{ticket}/term", new { plannedUntil = until });
        Assert.Equal(JsonValueKind.Null, await InformedAsync());
        await person.ActAsync($"/api/tickets/{ticket}/term", new { plannedUntil = until, toldBy = "на том же звонке" });
        Assert.Equal(JsonValueKind.String, await InformedAsync());
        using var early = await person.PostAsync($"/api/tickets/{ticket}/term",
            new { plannedUntil = TimeProvider.System.GetUtcNow().AddDays(-1) });
        Assert.Equal(HttpStatusCode.BadRequest, early.StatusCode);

        async Task<JsonValueKind> InformedAsync() => (await person.JsonAsync($"/api/tickets/{ticket}"))
            .GetProperty("deadlines").EnumerateArray()
            .Single(d => d.GetProperty("clock").GetString() == "informPlannedTerm").GetProperty("metAt").ValueKind;
    }

    [Fact]
    public async Task Only_mail_addresses_are_set_and_only_by_who_may()
    {
        using var admin = await host.SignInAsync("admin");
        using var bad = await admin.SendAsync(HttpMethod.Put, "/api/organisations/privolsk/municipality",
            new { recipients = new[] { "Мэр <mayor@town.example>" } });
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal("/problems/badMailAddress", (await ApiClient.ReadAsync(bad)).GetProperty("type").GetString());
        using var dispatcher = await host.SignInAsync("dispatcher");
        using var refused = await dispatcher.SendAsync(
            HttpMethod.Put, "/api/organisations/privolsk/municipality", new { recipients = Authorities });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var nobody = await admin.GetAsync("/api/organisations/nobody/municipality");
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
    }

    private async Task SetAsync(string mode)
    {
        using var admin = await host.SignInAsync("admin");
        using var set = await admin.SendAsync(HttpMethod.Put, "/api/organisations/privolsk/municipality",
            new { recipients = Authorities, mode, responsible = "мастер Сидоров" });
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
    }

    private static async Task<Guid> CriticalAsync(ApiClient person) =>
        (await person.ActAsync("/api/tickets", new
        {
            text = "прорвало трубу в подвале", priority = "critical", address = "Мира, 5",
        })).GetProperty("id").GetGuid();

    private static Task<JsonElement> LettersAsync(ApiClient person, Guid ticket, params string[] occasions) =>
        OutageHost.EventuallyAsync(() => person.JsonAsync($"/api/tickets/{ticket}"), t =>
            t.GetProperty("letters").EnumerateArray().Select(l => l.GetProperty("occasion").GetString())
                .SequenceEqual(occasions));

    private static IEnumerable<string?> Replies(JsonElement ticket, int letter, string address) =>
        ticket.GetProperty("letters")[letter].GetProperty("recipients").EnumerateArray()
            .Single(r => r.GetProperty("address").GetString() == address)
            .GetProperty("deliveries").EnumerateArray().Select(d => d.GetProperty("reply").GetString());

    private Task<long> MessagesAsync(Guid letter) => host.ScalarAsync<long>(
        $"select count(*) from web.outward_messages where subject = 'letter:{letter}' and channel = 'letter'");

    private Task ToldAsync(Guid letter, string address, string state, string reply, DateTimeOffset at) =>
        host.TellAsync("web", new OutwardChanged(
            Guid.NewGuid(), "privolsk", "letter", address, $"letter:{letter}", state, reply, at));
}
