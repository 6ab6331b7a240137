using System.Text.Json;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Web.Live;

namespace Zhkh.Web.Tests.Live;

public sealed class CardDeskTests(TestHost host) : IClassFixture<TestHost>
{
    private CardDesk Desk => host.Get<CardDesk>();

    [Fact]
    public async Task A_ring_carries_who_it_is_in_one_event()
    {
        using var person = await host.SignInAsync("dispatcher");
        await using var hub = await ConnectAsync(person);
        var call = Call("+79370000030");
        Desk.Take(new CallSignal(CallSignalKind.Offered, call), CancellationToken.None);
        var card = await CardAsync(hub, call.Id, c => c.GetProperty("accounts").GetArrayLength() > 0);
        var account = card.GetProperty("accounts")[0];
        Assert.Equal("4406030", account.GetProperty("number").GetString());
        Assert.Equal(841260, account.GetProperty("balance").GetInt64());
        Assert.NotEmpty(account.GetProperty("address").GetString()!);
        Assert.NotEmpty(account.GetProperty("person").GetProperty("name").GetString()!);
        Assert.Equal("inbound", card.GetProperty("direction").GetString());
        Assert.Equal("robot", card.GetProperty("state").GetString());
        Assert.Equal("ru", card.GetProperty("language").GetString());

        var board = await person.JsonAsync("/api/board");
        Assert.Contains(board.GetProperty("calls").EnumerateArray(),
            c => c.GetProperty("callId").GetString() == call.Id.ToString());
        Assert.True(board.GetProperty("seqs").GetProperty("privolsk").GetInt64() > 0);
    }

    [Fact]
    public async Task How_busy_the_lines_are_is_told_of_the_contract_and_may_be_asked_without_a_line_in_the_audit()
    {
        using var person = await host.SignInAsync("dispatcher");
        var before = await host.ScalarAsync<long>("select count(*) from web.audit where subject_kind = 'board'");
        var health = await person.JsonAsync("/api/board/health");
        var lines = host.Get<Exchange>().LinesNow;
        Assert.Equal(lines.Capacity, health.GetProperty("linesMax").GetInt32());
        Assert.InRange(health.GetProperty("linesBusy").GetInt32(), 0, lines.Capacity);
        Assert.Equal("ok", health.GetProperty("parts").GetProperty("database").GetString());
        Assert.Equal(
            before, await host.ScalarAsync<long>("select count(*) from web.audit where subject_kind = 'board'"));
    }

    [Fact]
    public async Task An_ended_call_leaves_the_board_and_never_comes_back()
    {
        using var person = await host.SignInAsync("dispatcher");
        await using var hub = await ConnectAsync(person);
        var call = Call("+79370000118");
        Desk.Take(new CallSignal(CallSignalKind.Offered, call), CancellationToken.None);
        await CardAsync(hub, call.Id, _ => true);
        Desk.Take(new CallSignal(CallSignalKind.Ended, call with { State = LiveState.Ended, EndedAt = call.ArrivedAt }),
            CancellationToken.None);
        var ended = await EventAsync(hub, call.Id, "call.ended");
        Assert.Equal("ended", ended.GetProperty("state").GetString());
        Desk.Refresh(call.Id, CancellationToken.None);
        Assert.Null(Desk.Find(call.Id));
    }

    [Fact]
    public async Task A_number_reserved_later_is_a_change_of_the_card()
    {
        using var person = await host.SignInAsync("dispatcher");
        await using var hub = await ConnectAsync(person);
        var call = Call("+79370000007") with { State = LiveState.Talking, Extension = "201" };
        Desk.Take(new CallSignal(CallSignalKind.Talking, call), CancellationToken.None);
        Desk.NumberReserved(call.Id, 10_777);
        var card = await CardAsync(hub, call.Id, c => c.GetProperty("ticketNumber").ValueKind == JsonValueKind.Number
            && c.GetProperty("operator").ValueKind == JsonValueKind.String);
        Assert.Equal(10_777, card.GetProperty("ticketNumber").GetInt32());
        Assert.Equal("Белова Ирина", card.GetProperty("operator").GetString());
    }

    [Fact]
    public async Task A_caller_known_to_the_other_organisation_only_is_shown_there_and_only_there()
    {
        using var person = await host.SignInAsync("dispatcher");
        await using var hub = await ConnectAsync(person);
        var call = Call("+380670000184");   // taken as privolsk's until the account says otherwise
        Desk.Take(new CallSignal(CallSignalKind.Offered, call), CancellationToken.None);
        var card = await CardAsync(hub, call.Id, c => c.GetProperty("accounts").GetArrayLength() > 0);
        Assert.Equal("khmelnytske", card.GetProperty("organisation").GetString());
        Assert.DoesNotContain(hub.Events, e => e.GetProperty("organisation").GetString() == "privolsk"
            && e.GetProperty("data").TryGetProperty("accounts", out var accounts) && accounts.GetArrayLength() > 0
            && e.GetProperty("data").GetProperty("callId").GetString() == call.Id.ToString());
    }

    [Fact]
    public async Task A_ticket_of_the_other_organisation_on_the_same_phone_is_not_on_the_card()
    {
        using var person = await host.SignInAsync("dispatcher");
        await using var hub = await ConnectAsync(person);
        foreach (var account in new[] { "4406031", "5506184" })
        {
            using var opened = await person.PostAsync(
                "/api/tickets", new { text = "x", accountNumber = account, phone = "+79370000031" });
        }

        var call = Call("+79370000031");
        Desk.Take(new CallSignal(CallSignalKind.Offered, call), CancellationToken.None);
        var card = await CardAsync(hub, call.Id, c => c.GetProperty("openTickets").GetArrayLength() > 0);
        Assert.All(card.GetProperty("openTickets").EnumerateArray(),
            t => Assert.Equal("privolsk", t.GetProperty("organisation").GetString()));
    }

    private static LiveCall Call(string phone) => new(
        Guid.CreateVersion7(), CallDirection.Inbound, phone, "100", phone, null, LiveState.Robot,
        TimeProvider.System.GetUtcNow(), null, null, null, "privolsk", null, Language.Russian, null, null, null);

    private static Task<HubClient> ConnectAsync(ApiClient person) =>
        HubClient.ConnectAsync(new Uri(person.Origin), person.Cookie, person.Origin);

    private static Task<JsonElement> CardAsync(HubClient hub, Guid call, Func<JsonElement, bool> wanted) =>
        FindAsync(hub, e => IsOf(e, call) && wanted(e.GetProperty("data")));

    private static Task<JsonElement> EventAsync(HubClient hub, Guid call, string type) =>
        FindAsync(hub, e => IsOf(e, call) && e.GetProperty("type").GetString() == type);

    private static bool IsOf(JsonElement pushed, Guid call) =>
        pushed.GetProperty("data").TryGetProperty("callId", out var id) && id.GetString() == call.ToString();

    private static async Task<JsonElement> FindAsync(HubClient hub, Func<JsonElement, bool> wanted)
    {
        for (var count = 1; ; count++)
        {
            var pushed = (await hub.EventsAsync(count))[count - 1];
            if (wanted(pushed))
            {
                return pushed.GetProperty("data");
            }
        }
    }
}
