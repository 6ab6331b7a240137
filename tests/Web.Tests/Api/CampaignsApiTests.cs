using System.Net;
using System.Text;
using System.Text.Json;
using Zhkh.Web.Api;

namespace Zhkh.Web.Tests.Api;

/// <summary>
/// A campaign from the preview to the export. It is paused at once: nobody answers for this town's operator.
/// </summary>
public sealed class CampaignsApiTests(TestHost host)
{
    private static object Wish(string name = "Должники", int lines = 3) => new
    {
        organisation = "privolsk",
        name,
        debtFrom = 100_000,
        monthsFrom = 1,
        hours = new { from = "10:00", to = "20:00" },
        linesMax = lines,
        callsPerMinute = 60,
        recurrence = "quarterly",
    };

    [Fact]
    public async Task A_campaign_is_previewed_made_moved_by_its_table_and_exported()
    {
        using var supervisor = await host.SignInAsync("supervisor");
        var audience = await OkAsync(supervisor, "/api/campaigns/preview",
            new { organisation = "privolsk", debtFrom = 100_000, monthsFrom = 1 });
        Assert.InRange(audience.GetProperty("selected").GetInt32(), 1, 10_000);
        Assert.True(audience.GetProperty("sum").GetInt64() >= 100_000);

        var campaign = await OkAsync(
            supervisor, "/api/campaigns", Wish(), HttpStatusCode.Created, ("Idempotency-Key", "campaign-1"));
        var id = campaign.GetProperty("id").GetString();
        Assert.Equal("draft", campaign.GetProperty("state").GetString());
        Assert.Equal(
            audience.GetProperty("selected").GetInt32(),
            campaign.GetProperty("progress").GetProperty("total").GetInt32());
        Assert.Equal("10:00", campaign.GetProperty("hours").GetProperty("from").GetString());
        var again = await OkAsync(
            supervisor, "/api/campaigns", Wish(), HttpStatusCode.Created, ("Idempotency-Key", "campaign-1"));
        Assert.Equal(id, again.GetProperty("id").GetString());

        using (var refused = await supervisor.PostAsync($"/api/campaigns/{id}/pause", null))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Equal("/problems/campaignRefused",
                (await ApiClient.ReadAsync(refused)).GetProperty("type").GetString());
        }

        foreach (var (act, state) in new[] { ("start", "running"), ("pause", "paused"), ("stop", "stopped") })
        {
            var moved = await OkAsync(supervisor, $"/api/campaigns/{id}/{act}", null);
            Assert.Equal(state, moved.GetProperty("state").GetString());
        }

        var ended = await supervisor.JsonAsync($"/api/campaigns/{id}");
        Assert.Equal(0, ended.GetProperty("progress").GetProperty("waiting").GetInt32());
        await ContactsAsync(id!);
    }

    [Fact]
    public async Task The_text_and_the_sound_are_those_of_a_real_debtor()
    {
        using var billing = await host.SignInAsync("billing");
        var campaign = await OkAsync(billing, "/api/campaigns", Wish("Текст"), HttpStatusCode.Created);
        var id = campaign.GetProperty("id").GetString();
        var text = await billing.JsonAsync($"/api/campaigns/{id}/text?accountNumber=4406030");
        var sentences = text.GetProperty("sentences").EnumerateArray()
            .Select(s => s.GetProperty("text").GetString()!).ToList();
        Assert.Equal(3, sentences.Count);
        Assert.Contains("номер заканчивается на шесть ноль три ноль", sentences[0], StringComparison.Ordinal);
        Assert.DoesNotContain("задолженность", sentences[0], StringComparison.Ordinal);
        Assert.Contains(
            "задолженность восемь тысяч четыреста двенадцать рублей шестьдесят копеек", sentences[1],
            StringComparison.Ordinal);
        using var sound = await billing.GetAsync($"/api/campaigns/{id}/sample.wav?accountNumber=4406030");
        var wave = await sound.Content.ReadAsByteArrayAsync();
        Assert.Equal("RIFF", Encoding.ASCII.GetString(wave, 0, 4));
        Assert.InRange(wave.Length, 16_000 * 10, 16_000 * 120);   // ten seconds at the least, two minutes at most
        using var nobody = await billing.GetAsync($"/api/campaigns/{id}/text?accountNumber=1");
        Assert.Equal(HttpStatusCode.Conflict, nobody.StatusCode);

        // billing has no telephone; the supervisor's is not registered.
        using var trial = await billing.PostAsync($"/api/campaigns/{id}/trial", new { });
        Assert.Equal("/problems/noExtension", (await ApiClient.ReadAsync(trial)).GetProperty("type").GetString());
        using var supervisor = await host.SignInAsync("supervisor");
        using var silent = await supervisor.PostAsync($"/api/campaigns/{id}/trial", new { });
        Assert.Equal("/problems/phoneNotReady", (await ApiClient.ReadAsync(silent)).GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("""{"organisation":"privolsk","name":"","debtFrom":1,"monthsFrom":0}""", "name")]
    [InlineData("""{"organisation":"privolsk","name":"x","debtFrom":0,"monthsFrom":0}""", "debtFrom")]
    [InlineData("""{"organisation":"privolsk","name":"x","debtFrom":1,"monthsFrom":-1}""", "monthsFrom")]
    [InlineData("""{"organisation":"privolsk","name":"x","debtFrom":1,"monthsFrom":0}""", "hours")]
    [InlineData(
        """{"organisation":"privolsk","name":"x","debtFrom":1,"monthsFrom":0,"hours":{"from":"20:00","to":"10:00"}}""",
        "hours")]
    public async Task What_is_wrong_is_named(string body, string field)
    {
        using var supervisor = await host.SignInAsync("supervisor");
        var wish = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body)!;
        wish["linesMax"] = wish["callsPerMinute"] = JsonSerializer.SerializeToElement(1);
        using var answer = await supervisor.PostAsync("/api/campaigns", wish);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await ApiClient.ReadAsync(answer);
        Assert.Equal("/problems/badCampaign", problem.GetProperty("type").GetString());
        Assert.Contains(field, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+79370000030", "'+79370000030")]
    [InlineData("@x;y", "\"'@x;y\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("plain", "plain")]
    public void A_cell_is_never_a_formula(string value, string cell) => Assert.Equal(cell, ContactsCsv.Cell(value));

    /// <summary>Who may read calls sees numbers, billing sees that there is one.</summary>
    private async Task ContactsAsync(string id)
    {
        using var supervisor = await host.SignInAsync("supervisor");
        using var billing = await host.SignInAsync("billing");
        var whole = (await supervisor.JsonAsync($"/api/campaigns/{id}/contacts?limit=5")).GetProperty("items");
        var masked = (await billing.JsonAsync($"/api/campaigns/{id}/contacts?limit=5")).GetProperty("items");
        Assert.All(whole.EnumerateArray(), c => Assert.DoesNotContain("*", Phone(c), StringComparison.Ordinal));
        Assert.All(masked.EnumerateArray(), c => Assert.Contains("***", Phone(c), StringComparison.Ordinal));
        Assert.All(whole.EnumerateArray(), c => Assert.Equal("withdrawn", c.GetProperty("disposition").GetString()));
        using var file = await billing.GetAsync($"/api/campaigns/{id}/contacts.csv");
        var lines = (await file.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");
        var all = (await billing.JsonAsync($"/api/campaigns/{id}")).GetProperty("progress").GetProperty("total");
        Assert.Equal(all.GetInt32() + 1, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.Contains("'+7***", line, StringComparison.Ordinal));
    }

    private static string Phone(JsonElement contact) => contact.GetProperty("phone").GetString()!;

    private static async Task<JsonElement> OkAsync(
        ApiClient person, string path, object? body, HttpStatusCode expected = HttpStatusCode.OK,
        params (string Name, string Value)[] headers)
    {
        using var answer = await person.PostAsync(path, body, headers);
        Assert.True(expected == answer.StatusCode, await answer.Content.ReadAsStringAsync());
        return await ApiClient.ReadAsync(answer);
    }
}
