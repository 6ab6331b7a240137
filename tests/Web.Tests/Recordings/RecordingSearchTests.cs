using System.Net;
using System.Text.Json;

namespace Zhkh.Web.Tests.Recordings;

/// <summary>«Записи» by words, number, mark, length and «без заявки», page by page.</summary>
public sealed class RecordingSearchTests(TestHost host)
{
    private readonly string _phone = $"+7937{Random.Shared.Next(1_000_000, 9_999_999)}";

    [Fact]
    public async Task A_recording_is_found_by_what_was_written_of_it_by_its_mark_and_by_its_length()
    {
        var (leak, dark, silent) = await TalksAsync();
        using var person = await host.SignInAsync("supervisor");
        Assert.Equal([leak], await FindAsync(person, "q=капать"));
        Assert.Equal([leak], await FindAsync(person, "q=ПОТОЛ капает"));
        Assert.Equal([dark], await FindAsync(person, "q=сварщик"));
        Assert.Equal([dark], await FindAsync(person, "q=Заречная 7"));
        Assert.Empty(await FindAsync(person, "q=капает сварщик"));
        Assert.Empty(await FindAsync(person, "q=':*&!"));
        Assert.Equal([leak], await FindAsync(person, "ratingMax=2"));
        Assert.Equal([dark, leak], await FindAsync(person, "ratingMax=5"));
        Assert.Equal([silent], await FindAsync(person, "withoutTicket=true"));
        Assert.Empty(await FindAsync(person, "withoutTicket=true&ratingMax=2"));
        Assert.Equal([dark], await FindAsync(person, "secondsMin=120&secondsMax=300"));
        Assert.Equal([silent], await FindAsync(person, "secondsMin=300"));
        Assert.Equal([leak], await FindAsync(person, "secondsMax=60"));

        var row = (await PageAsync(person, "ratingMax=2")).GetProperty("items")[0].GetProperty("tickets")[0];
        Assert.Equal(2, row.GetProperty("rating").GetInt32());
        var number = row.GetProperty("number").GetInt32();
        Assert.Equal([leak], await FindAsync(person, $"q=№ {number}"));
    }

    [Fact]
    public async Task Pages_of_a_search_follow_one_another_without_a_gap()
    {
        var (leak, dark, silent) = await TalksAsync();
        var (_, _, other) = await TalksAsync();
        using var person = await host.SignInAsync("supervisor");
        foreach (var (search, expected) in new[]
        {
            ("q=капает свет", Array.Empty<Guid>()), ("withoutTicket=true", [other, silent]),
            ("secondsMin=300", [other, silent]),
        })
        {
            var found = new List<Guid>();
            for (var next = ""; ;)
            {
                var page = await PageAsync(person, $"{search}&limit=1{next}");
                found.AddRange(IdsOf(page));
                if (page.GetProperty("next").ValueKind == JsonValueKind.Null)
                {
                    break;
                }

                next = $"&after={Uri.EscapeDataString(page.GetProperty("next").GetString()!)}";
            }

            Assert.Equal(expected, found);
        }

        Assert.Equal(6, (await FindAsync(person, "")).Count);
        Assert.Contains(leak, await FindAsync(person, "q=капает"));
        Assert.Contains(dark, await FindAsync(person, "q=света"));
    }

    [Theory]
    [InlineData("ratingMax=9", "ratingMax")]
    [InlineData("secondsMin=-1", "secondsMin")]
    [InlineData("secondsMin=20&secondsMax=10", "secondsMax")]
    public async Task What_cannot_be_meant_is_refused_by_its_name(string search, string field)
    {
        using var person = await host.SignInAsync("supervisor");
        using var answer = await person.GetAsync($"/api/recordings?{search}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(field, (await ApiClient.ReadAsync(answer)).GetProperty("detail").GetString(),
            StringComparison.Ordinal);
        using var endless = await person.GetAsync($"/api/recordings?q={new string('я', 201)}");
        Assert.Equal(HttpStatusCode.BadRequest, endless.StatusCode);
    }

    /// <summary>A leak rated 2 (40 s), a dark stair rated 5 (200 s), no ticket (400 s); the newest last.</summary>
    private async Task<(Guid Leak, Guid Dark, Guid Silent)> TalksAsync()
    {
        var leak = await TalkAsync(300, 40);
        var dark = await TalkAsync(200, 200);
        var silent = await TalkAsync(100, 400);
        await TicketAsync(leak, "У нас с потолка в ванной капает", "ул. Лесная, д. 3", 2);
        var ticket = await TicketAsync(dark, "Нет света в подъезде", "ул. Заречная, д. 7", 5);
        await host.ExecuteAsync($"""
            insert into dispatch.ticket_comments (id, ticket_id, organisation, at, by, text)
            values ('{Guid.CreateVersion7()}', '{ticket}', 'privolsk', now(), 'Анна', 'понадобится сварщик')
            """);
        return (leak, dark, silent);
    }

    private async Task<Guid> TalkAsync(int secondsAgo, int seconds)
    {
        var id = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            insert into pbx.calls (id, sip_call_id, node, direction, from_number, to_number, phone, started_at,
                ended_at, outcome, organisation, language, recording_id)
            select '{id}', 'search', 'n1', 'inbound', '{_phone}', '100', '{_phone}', at, at, 'answered', 'privolsk',
                'ru', '{id}' from (select now() - interval '{secondsAgo} s') as t(at);
            insert into pbx.recordings (id, call_id, organisation, node, started_at, ended_at)
            select '{id}', '{id}', 'privolsk', 'n1', started_at, started_at + interval '{seconds} s'
            from pbx.calls where id = '{id}';
            """);
        return id;
    }

    private async Task<Guid> TicketAsync(Guid call, string text, string address, int rating)
    {
        using var person = await host.SignInAsync("supervisor");
        using var opened = await person.PostAsync("/api/tickets", new { text, accountNumber = "4406030" });
        var id = (await ApiClient.ReadAsync(opened)).GetProperty("id").GetGuid();
        await host.ExecuteAsync($"""
            update dispatch.tickets set rating = {rating}, address = '{address}' where id = '{id}';
            insert into dispatch.ticket_calls (ticket_id, call_id, organisation) values ('{id}', '{call}', 'privolsk')
            """);
        return id;
    }

    private Task<JsonElement> PageAsync(ApiClient person, string search) => person.JsonAsync(
        $"/api/recordings?phone={Uri.EscapeDataString(_phone)}&{search}");

    private async Task<IReadOnlyList<Guid>> FindAsync(ApiClient person, string search) =>
        IdsOf(await PageAsync(person, search));

    private static IReadOnlyList<Guid> IdsOf(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetGuid())];
}
