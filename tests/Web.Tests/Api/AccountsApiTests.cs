using System.Net;
using Zhkh.Web.Access;

namespace Zhkh.Web.Tests.Api;

public sealed class AccountsApiTests(TestHost host)
{
    [Fact]
    public async Task A_card_has_the_fields_of_the_contract_and_leaves_an_audit_line()
    {
        using var person = await host.SignInAsync("dispatcher");
        var card = await person.JsonAsync("/api/accounts/4406030");
        Assert.Equal(841260, card.GetProperty("balance").GetInt64());
        Assert.Equal("RUB", card.GetProperty("currency").GetString());
        Assert.Equal("privolsk", card.GetProperty("organisation").GetString());
        Assert.Contains("+79370000030", card.GetProperty("phones").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal(841260, card.GetProperty("services").EnumerateArray()
            .Sum(s => s.GetProperty("balance").GetInt64()));
        Assert.Contains(card.GetProperty("meters").EnumerateArray(),
            m => m.GetProperty("verificationExpired").GetBoolean());
        Assert.Equal("dispatcher", await host.ScalarAsync<string>("""
            select operator from web.audit where act = 'read' and subject_kind = 'account' and subject = '4406030'
            limit 1
            """));
    }

    [Fact]
    public async Task A_posting_is_in_the_balance_at_once_and_a_repeated_one_counts_once()
    {
        using var person = await host.SignInAsync("billing");
        var before = (await person.JsonAsync("/api/accounts/4406031")).GetProperty("balance").GetInt64();
        var entry = new { service = "coldWater", amount = 777, reason = "test" };
        for (var i = 0; i < 3; i++)
        {
            using var posted = await person.PostAsync(
                "/api/accounts/4406031/postings", entry, ("Idempotency-Key", "once"));
            Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        }

        var after = (await person.JsonAsync("/api/accounts/4406031")).GetProperty("balance").GetInt64();
        Assert.Equal(before + 777, after);
        using var other = await person.PostAsync("/api/accounts/4406031/postings",
            new { service = "coldWater", amount = 778, reason = "test" }, ("Idempotency-Key", "once"));
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        var lines = await person.JsonAsync("/api/accounts/4406031/postings?limit=1");
        Assert.Equal(777, lines.GetProperty("items")[0].GetProperty("amount").GetInt64());
    }

    [Theory]
    [InlineData("""{"amount":100,"reason":"no service"}""")]
    [InlineData("""{"service":"coldWater","reason":"no amount"}""")]
    [InlineData("""{"service":"coldWater","amount":9223372036854775807,"reason":"too much"}""")]
    [InlineData("""{"service":"coldWater","amount":100,"reason":"\u0000"}""")]
    public async Task A_posting_that_says_too_little_or_too_much_is_refused(string body)
    {
        using var person = await host.SignInAsync("billing");
        using var answer = await person.PostAsync(
            "/api/accounts/4406118/postings", System.Text.Json.JsonDocument.Parse(body).RootElement);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(-25000, (await person.JsonAsync("/api/accounts/4406118")).GetProperty("balance").GetInt64());
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_double()
    {
        using var person = await host.SignInAsync("billing");
        var all = (await person.JsonAsync("/api/accounts/4406030/postings?limit=200")).GetProperty("items")
            .EnumerateArray().Select(i => i.GetProperty("id").GetInt64()).ToList();
        Assert.True(all.Count > 6);
        var paged = new List<long>();
        string? next = "";
        while (next is not null)
        {
            var page = await person.JsonAsync($"/api/accounts/4406030/postings?limit=3&after={next}");
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetInt64()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(all, paged);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=201")]
    [InlineData("?after=nonsense")]
    public async Task A_bad_page_is_a_problem(string query)
    {
        using var person = await host.SignInAsync("billing");
        using var answer = await person.GetAsync("/api/accounts/4406030/postings" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_search_box_finds_by_number_phone_and_initials()
    {
        using var person = await host.SignInAsync("dispatcher");
        foreach (var query in new[] { "4406030", "+79370000030", "8 937 000-00-30" })
        {
            var found = await person.JsonAsync("/api/accounts?q=" + Uri.EscapeDataString(query));
            Assert.Contains(found.GetProperty("items").EnumerateArray(),
                a => a.GetProperty("number").GetString() == "4406030");
        }
    }

    [Fact]
    public async Task Readings_of_a_meter_are_listed()
    {
        using var person = await host.SignInAsync("dispatcher");
        var meter = (await person.JsonAsync("/api/accounts/4406007")).GetProperty("meters")[0];
        var readings = await person.JsonAsync($"/api/meters/{meter.GetProperty("id").GetString()}/readings");
        Assert.Equal(meter.GetProperty("previous").GetDecimal(),
            readings.GetProperty("items")[0].GetProperty("value").GetDecimal());
    }

    [Fact]
    public async Task A_neighbours_organisation_does_not_exist()
    {
        await host.Get<Operators>().AddAsync(
            "only-ru", "Анна", Role.Admin, ["privolsk"], null, "demo", CancellationToken.None);
        using var person = await host.SignInAsync("only-ru");
        using var all = await host.SignInAsync("admin");
        var card = await all.JsonAsync("/api/accounts/5506184");
        var meter = card.GetProperty("meters")[0].GetProperty("id").GetString();
        foreach (var path in new[]
        {
            "/api/accounts/5506184", "/api/accounts/5506184/postings", $"/api/meters/{meter}/readings",
        })
        {
            using var answer = await person.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        var found = await person.JsonAsync("/api/accounts?q=5506184");
        Assert.Empty(found.GetProperty("items").EnumerateArray());
        using var posting = await person.PostAsync("/api/accounts/5506184/postings",
            new { service = "coldWater", amount = 1, reason = "mine" });
        Assert.Equal(HttpStatusCode.NotFound, posting.StatusCode);
        var audit = await person.JsonAsync("/api/audit?limit=200");
        Assert.All(audit.GetProperty("items").EnumerateArray(),
            line => Assert.Equal("privolsk", line.GetProperty("organisation").GetString()));
    }
}
