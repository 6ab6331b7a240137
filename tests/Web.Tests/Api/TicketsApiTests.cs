using System.Net;
using Zhkh.Web.Access;

namespace Zhkh.Web.Tests.Api;

public sealed class TicketsApiTests(TestHost host)
{
    [Fact]
    public async Task Address_person_and_organisation_come_from_the_account()
    {
        using var person = await host.SignInAsync("dispatcher");
        using var opened = await person.PostAsync(
            "/api/tickets", new { text = "Течёт кран", accountNumber = "4406030" });
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        var ticket = await ApiClient.ReadAsync(opened);
        var card = await person.JsonAsync("/api/accounts/4406030");
        Assert.Equal(card.GetProperty("address").GetString(), ticket.GetProperty("address").GetString());
        Assert.Equal("privolsk", ticket.GetProperty("organisation").GetString());
        Assert.Equal("new", ticket.GetProperty("status").GetString());
        Assert.NotEmpty(ticket.GetProperty("changes").EnumerateArray());
        var again = await person.JsonAsync(opened.Headers.Location!.ToString());
        Assert.Equal(ticket.GetProperty("number").GetInt32(), again.GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task Ten_clicks_at_once_under_one_key_are_one_ticket()
    {
        using var person = await host.SignInAsync("dispatcher");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => person.PostAsync("/api/tickets",
            new { text = "Нет света", accountNumber = "4406007" }, ("Idempotency-Key", "ten"))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.Location!.ToString()).Distinct());
        Assert.Equal(1L, await host.ScalarAsync<long>(
            "select count(*) from dispatch.tickets where account_number = '4406007'"));

        using var other = await person.PostAsync("/api/tickets",
            new { text = "Другое", accountNumber = "4406007" }, ("Idempotency-Key", "ten"));
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Equal("/problems/keyReused", (await ApiClient.ReadAsync(other)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_retry_is_known_by_its_words_when_the_card_has_changed_meanwhile()
    {
        using var person = await host.SignInAsync("dispatcher");
        var words = new { text = "Холодно", accountNumber = "4406032" };
        using var first = await person.PostAsync("/api/tickets", words, ("Idempotency-Key", "moved"));
        await host.ExecuteAsync("""
            update billing.premises set flat = '77' where id = (select premise_id from billing.accounts
                where number = '4406032')
            """);
        using var again = await person.PostAsync("/api/tickets", words, ("Idempotency-Key", "moved"));
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
    }

    [Fact]
    public async Task A_list_shows_the_changes_as_the_contract_says()
    {
        using var person = await host.SignInAsync("dispatcher");
        using var opened = await person.PostAsync("/api/tickets", new { text = "Лифт", accountNumber = "4406030" });
        var newest = (await person.JsonAsync("/api/tickets?limit=1")).GetProperty("items")[0];
        Assert.NotEmpty(newest.GetProperty("changes").EnumerateArray());
    }

    [Fact]
    public async Task A_move_leaves_its_line_and_a_move_the_table_forbids_is_a_conflict()
    {
        using var person = await host.SignInAsync("dispatcher");
        using var opened = await person.PostAsync("/api/tickets", new { text = "Домофон", accountNumber = "4406030" });
        var id = (await ApiClient.ReadAsync(opened)).GetProperty("id").GetString();
        using var accepted = await person.PostAsync($"/api/tickets/{id}/moves", new { move = "accept" });
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        using var twice = await person.PostAsync($"/api/tickets/{id}/moves", new { move = "accept" });
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        var changes = (await person.JsonAsync($"/api/tickets/{id}")).GetProperty("changes");
        Assert.Equal(2, changes.GetArrayLength());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"text":"a\u0000b"}""")]
    [InlineData("""{"text":"   "}""")]
    [InlineData("""{"text":"x","accountNumber":"000000"}""")]
    [InlineData("""{"text":"x","organisation":"somebody-elses"}""")]
    [InlineData("""{"text":"x","callId":"0199aaaa-0000-7000-8000-000000000000"}""")]
    public async Task What_cannot_be_a_ticket_is_a_problem(string body)
    {
        using var person = await host.SignInAsync("dispatcher");
        using var answer = await person.PostAsync(
            "/api/tickets", System.Text.Json.JsonDocument.Parse(body).RootElement);
        Assert.InRange((int)answer.StatusCode, 400, 404);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_ticket_of_the_other_organisation_can_be_neither_read_nor_moved_nor_made()
    {
        await host.Get<Operators>().AddAsync(
            "t-ua", "Олена", Role.Dispatcher, ["khmelnytske"], null, "demo", CancellationToken.None);
        using var all = await host.SignInAsync("dispatcher");
        using var stranger = await host.SignInAsync("t-ua");
        using var opened = await all.PostAsync("/api/tickets", new { text = "Засор", accountNumber = "4406030" });
        var path = opened.Headers.Location!.ToString();
        using var read = await stranger.GetAsync(path);
        using var move = await stranger.PostAsync(path + "/moves", new { move = "accept" });
        using var comment = await stranger.PostAsync(path + "/comments", new { text = "hello" });
        using var make = await stranger.PostAsync("/api/tickets", new { text = "x", accountNumber = "4406030" });
        Assert.All([read, move, comment, make], a => Assert.Equal(HttpStatusCode.NotFound, a.StatusCode));
        Assert.Empty((await stranger.JsonAsync("/api/tickets")).GetProperty("items").EnumerateArray());
    }
}
