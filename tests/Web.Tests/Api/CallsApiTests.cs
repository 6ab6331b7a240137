using System.Net;
using Zhkh.Web.Access;

namespace Zhkh.Web.Tests.Api;

public sealed class CallsApiTests(TestHost host)
{
    private const string Insert = """
        insert into pbx.calls (id, sip_call_id, node, direction, from_number, to_number, phone, started_at, ended_at,
            outcome, organisation, language, heard)
        """;

    [Fact]
    public async Task Pages_newest_first_without_gap_or_double_even_within_one_moment()
    {
        await host.ExecuteAsync($"""
            {Insert} select gen_random_uuid(), 'p' || n, 'n1', 'inbound', '+79991112233', '100', '+79991112233',
                timestamptz '2026-01-01' + (n / 5) * interval '1 minute', now(), 'selfService', 'privolsk', 'ru',
                '[greet.open]'::text[] from generate_series(1, 23) n
            """.Replace("'[greet.open]'", "'{greet.open}'", StringComparison.Ordinal));
        using var person = await host.SignInAsync("dispatcher");
        var seen = new List<(DateTimeOffset At, string Id)>();
        string? next = "";
        while (next is not null)
        {
            var page = await person.JsonAsync($"/api/calls?phone=%2B79991112233&limit=4&after={next}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(
                c => (c.GetProperty("startedAt").GetDateTimeOffset(), c.GetProperty("id").GetString()!)));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(23, seen.Select(s => s.Id).Distinct().Count());
        Assert.Equal(23, seen.Count);
        Assert.Equal(seen.Select(s => s.At).OrderDescending(), seen.Select(s => s.At));
    }

    [Fact]
    public async Task A_call_names_its_tickets_and_is_found_by_outcome()
    {
        var id = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            {Insert} values ('{id}', 'one', 'n1', 'inbound', '+79370000030', '100', '+79370000030', now(), now(),
                'busy', 'privolsk', 'ru', array['greet.open'])
            """);
        using var person = await host.SignInAsync("dispatcher");
        using var opened = await person.PostAsync("/api/tickets", new { text = "Течёт", callId = id });
        var ticket = (await ApiClient.ReadAsync(opened)).GetProperty("id").GetString();
        var list = await person.JsonAsync("/api/calls?outcome=busy");
        var call = Assert.Single(list.GetProperty("items").EnumerateArray(),
            row => row.GetProperty("id").GetGuid() == id);
        Assert.Equal([ticket], call.GetProperty("ticketIds").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal(["greet.open"], call.GetProperty("heard").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal("+79370000030", (await ApiClient.ReadAsync(opened)).GetProperty("phone").GetString());
    }

    [Fact]
    public async Task Calls_and_recordings_of_the_other_organisation_do_not_exist()
    {
        var id = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            {Insert} values ('{id}', 'ua', 'n1', 'inbound', '+380670000184', '100', '+380670000184', now(), now(),
                'answered', 'khmelnytske', 'uk', '[]');
            insert into pbx.recordings (id, call_id, organisation, node, started_at)
            values ('{id}', '{id}', 'khmelnytske', 'n1', now())
            """.Replace("'[]'", "'{}'", StringComparison.Ordinal));
        await host.Get<Operators>().AddAsync(
            "c-ru", "Анна", Role.Supervisor, ["privolsk"], null, "demo", CancellationToken.None);
        using var stranger = await host.SignInAsync("c-ru");
        foreach (var path in new[] { $"/api/calls/{id}", $"/api/recordings/{id}.wav" })
        {
            using var answer = await stranger.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var link = await stranger.PostAsync(
            $"/api/calls/{id}/account", new { accountNumber = "4406030", remember = true });
        Assert.Equal(HttpStatusCode.NotFound, link.StatusCode);
        var list = await stranger.JsonAsync("/api/calls?limit=200");
        Assert.All(list.GetProperty("items").EnumerateArray(),
            c => Assert.Equal("privolsk", c.GetProperty("organisation").GetString()));
    }

    [Fact]
    public async Task Linking_a_caller_to_a_flat_remembers_the_number()
    {
        var id = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            {Insert} values ('{id}', 'new', 'n1', 'inbound', '+79991234567', '100', '+79991234567', now(), now(),
                'answered', 'privolsk', 'ru', array[]::text[])
            """);
        using var person = await host.SignInAsync("dispatcher");
        using var link = await person.PostAsync(
            $"/api/calls/{id}/account", new { accountNumber = "4406007", remember = true });
        Assert.Equal(HttpStatusCode.NoContent, link.StatusCode);
        var card = await person.JsonAsync("/api/accounts/4406007");
        Assert.Contains("+79991234567", card.GetProperty("phones").EnumerateArray().Select(p => p.GetString()));
    }
}
