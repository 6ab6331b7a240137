using System.Text.Json;

namespace Zhkh.Dispatch.Tests;

/// <summary>A centre with crews, and the few things every test of them does.</summary>
public sealed class CrewTown : IAsyncLifetime
{
    private static int _phones;

    public Centre Centre { get; } = new();

    public DateTimeOffset Now => Centre.Now;

    public async ValueTask InitializeAsync()
    {
        await Centre.InitializeAsync();
        foreach (var organisation in new[] { "privolsk", "khmelnytske" })
        {
            await AddAsync(organisation, "crew1", ["plumbing"], true, "+79370000801");
            await AddAsync(organisation, "crew2", ["heating"], true, "+79370000802");
            await AddAsync(organisation, "crew4", ["plumbing"], false, "+79370000804");
        }
    }

    public ValueTask DisposeAsync() => Centre.DisposeAsync();

    public Task AddAsync(string organisation, string code, string[] trades, bool smartphone, string phone) =>
        Centre.InAsync<Crews, bool>(c => c.AddAsync(new Crew
        {
            Organisation = organisation,
            Code = code,
            Name = $"Бригада {code}",
            Trades = trades,
            Phone = phone,
            HasSmartphone = smartphone,
            Login = code,
            IsOnShift = true,
            ShiftChangedAt = Now,
        }, default));

    /// <summary>A leak, by default with a phone of its own.</summary>
    public async Task<Guid> TicketAsync(
        TicketPriority priority = TicketPriority.Normal, string organisation = "privolsk", string? phone = "own")
    {
        var caller = phone == "own" ? $"+7937333{Interlocked.Increment(ref _phones):D4}" : phone;
        var opened = await Centre.InAsync<Tickets, TicketOpened>(t => t.OpenAsync(new TicketOpening(
            organisation, "течёт кран, звоните +7 937 123-45-67", "belova", Guid.NewGuid().ToString(),
            Category: "waterLeak", Priority: priority, Address: "Гагарина, 14, кв. 30", Phone: caller), default));
        return opened.Ticket?.Id ?? throw new InvalidOperationException("Not opened");
    }

    public async Task<AssignmentRow> AssignAsync(Guid ticket, string crew = "crew1") =>
        (await Centre.InAsync<Assignments, AssignAnswer>(a => a.AssignAsync(ticket, crew, "belova", default)))
        .Assignment ?? throw new InvalidOperationException("Not assigned");

    public Task<CrewActAnswer> ActAsync(
        Guid order, AssignmentMove move, DateTimeOffset? at = null, string? id = null, string? text = null,
        int? minutes = null) => Centre.InAsync<CrewActs, CrewActAnswer>(a => a.TakeAsync(
            new CrewAct(order, move, StepChannel.Link, "Котов", at, id, minutes, text), default));

    public Task<TicketMoveAnswer> MoveAsync(Guid ticket, TicketMove move, string? crew = null) =>
        Centre.InAsync<Tickets, TicketMoveAnswer>(t => t.MoveAsync(ticket, move, crew, "belova", null, default));

    public async Task<TicketDetails> TicketAsync(Guid id) =>
        await Centre.InAsync<TicketBoard, TicketDetails?>(b => b.GetAsync(id, default))
        ?? throw new InvalidOperationException("No such ticket");

    public async Task<Guid> DoneAsync(string? phone = "own", string organisation = "privolsk")
    {
        var ticket = await TicketAsync(organisation: organisation, phone: phone);
        var order = await AssignAsync(ticket);
        await ActAsync(order.Id, AssignmentMove.Done);
        return ticket;
    }

    /// <summary>Payloads of facts of a type that name this id, in their order.</summary>
    public async Task<IReadOnlyList<JsonElement>> FactsAsync(string type, Guid id)
    {
        var json = await Centre.Database.ScalarAsync<string>($"""
            select coalesce(jsonb_agg(payload order by id), '[]')::text from dispatch.outbox
            where type = '{type}' and payload::text like '%{id}%'
            """);
        return [.. JsonDocument.Parse(json).RootElement.EnumerateArray()];
    }

    public Task<int> ClimbAsync() => Centre.InAsync<EscalationClock, int>(c => c.TickAsync(default));

    public Task<int> PollAsync() => Centre.InAsync<PollClock, int>(c => c.TickAsync(default));

    public Task<string> FiredAsync(Guid order) => Centre.Database.ScalarAsync<string>($"""
        select coalesce(string_agg(rung || ' ' || act, ', ' order by rung), '') from dispatch.escalation_firings
        where assignment_id = '{order}'
        """);
}
