namespace Zhkh.Console.Tests.Town;

internal sealed record FakeCrew(string Organisation, string Code, string Name, string[] Trades, string Phone,
    bool HasSmartphone, bool OnShift, DateTimeOffset ShiftChangedAt, int OpenTickets, bool? Fits, string[] Members,
    string? Note);

internal sealed record FakeStep(DateTimeOffset At, DateTimeOffset ReceivedAt, string Channel, string What,
    string? Detail, string By);

internal sealed record FakePhoto(string Id, string Kind, DateTimeOffset At, int Width, int Height);

internal sealed record FakeAssignment(string Id, string Crew, string CrewName, string State, DateTimeOffset OrderedAt,
    DateTimeOffset? NeedsUntil, FakeStep[] Steps, FakePhoto[] Photos);

internal sealed record FakePoll(string Id, string State, int? Score, bool HasComment, string? RecordingId,
    DateTimeOffset At);

internal sealed record FakeAttention(string Id, string Organisation, string? TicketId, int? Number, string? Address,
    string Reason, bool ForSupervisor, string Text, DateTimeOffset RaisedAt);

/// <summary>The crews of the town, what they were ordered, and how residents judged them.</summary>
internal sealed class FakeCrews
{
    public List<FakeCrew> Rows { get; } =
    [
        new(LiveFeed.Organisation, "crew2", "Электрики, Котов", ["electricity"], "+79271110002", true, true,
            DateTimeOffset.UtcNow.AddHours(-3), 0, null, ["Котов В."], null),
        new(LiveFeed.Organisation, "crew1", "Сантехники, Сидоров", ["plumbing", "heating"], "+79271110001", true, true,
            DateTimeOffset.UtcNow.AddHours(-3), 1, null, ["Сидоров А.", "Панин Р."], "Ключ от подвала с собой"),
        new(LiveFeed.Organisation, "crew3", "Сантехники, Мухин", ["plumbing"], "+79271110003", false, false,
            DateTimeOffset.UtcNow.AddHours(-9), 0, null, [], null),
    ];

    public List<FakeAttention> Attention { get; } = [];

    /// <summary>The host's refusal of the next order, in its own words.</summary>
    public string? Refusal { get; set; }

    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/crews", (string? ticketId) => town().Crews.Rows.ToArray());
        app.MapPost("/api/tickets/{id}/assign", (string id, AssignRequest asked) => Assign(town(), id, asked.Crew));
        app.MapGet("/api/attention", () => town().Crews.Attention.ToArray());
        app.MapPost("/api/attention/{id}/seen", (string id) =>
        {
            town().Acts.Enqueue($"seen {id}");
            town().Crews.Attention.RemoveAll(each => each.Id == id);
            return Results.NoContent();
        });
        app.MapGet("/api/tickets/{id}/photos/{photo}", (string id, string photo) =>
            Results.Text(PictureOf(photo == "before" ? "#5b4636" : "#3d6b58"), "image/svg+xml"));
        app.MapGet("/api/reports/satisfaction", (string? organisation, string from, string to) => new
        {
            average = 3.8m, count = 24, asked = 30,
            byScore = new[]
            {
                new { score = 5, count = 11 }, new { score = 4, count = 6 }, new { score = 3, count = 3 },
                new { score = 2, count = 1 }, new { score = 1, count = 3 },
            },
            byCrew = new[]
            {
                new { crew = "crew1", name = "Сантехники, Сидоров", average = 4.4m, count = 15 },
                new { crew = "crew2", name = "Электрики, Котов", average = 2.7m, count = 9 },
            },
            low = new[]
            {
                new { ticketId = "t-1", number = 10_477, score = 1, at = town().Now.AddDays(-1), recordingId = "r-9" },
            },
        });
    }

    /// <summary>A ticket that a crew has in hand, with the whole ladder behind it.</summary>
    public static FakeTicket OnSite(FakeTown town, FakeTicket ticket)
    {
        var at = town.Now.AddMinutes(-40);
        return town.Change(ticket.Id, before => before with
        {
            Crew = "crew1",
            Assignment = new FakeAssignment("a-1", "crew1", "Сантехники, Сидоров", "onSite", at,
                town.Now.AddMinutes(30),
                [
                    new FakeStep(at, at, "sms", "ordered", null, "Смирнова О."),
                    new FakeStep(at.AddMinutes(1), at.AddMinutes(1), "sms", "smsDelivered", "DELIVRD", "sms"),
                    new FakeStep(at.AddMinutes(3), at.AddMinutes(3), "robot", "robotNoAnswer", null, "ladder"),
                    new FakeStep(at.AddMinutes(4), at.AddMinutes(4), "link", "accepted", null, "Сантехники, Сидоров"),
                    new FakeStep(at.AddMinutes(6), at.AddMinutes(6), "link", "onTheWay", null, "Сантехники, Сидоров"),
                    new FakeStep(at.AddMinutes(17), at.AddMinutes(38), "link", "onSite", null, "Сантехники, Сидоров"),
                    new FakeStep(at.AddMinutes(20), at.AddMinutes(38), "link", "needTime", "Нет вентиля",
                        "Сантехники, Сидоров"),
                ],
                [new FakePhoto("before", "before", at.AddMinutes(18), 320, 240),
                    new FakePhoto("after", "after", at.AddMinutes(36), 320, 240)]),
        });
    }

    private static string PictureOf(string colour) =>
        "<svg xmlns='http://www.w3.org/2000/svg' width='320' height='240'>"
        + $"<rect width='320' height='240' fill='{colour}'/><rect x='140' width='26' height='240' fill='#c8c2b8'/>"
        + "<circle cx='153' cy='150' r='34' fill='#8fa7b5'/></svg>";

    private static IResult Assign(FakeTown town, string id, string crew)
    {
        if (town.Crews.Refusal is { } words)
        {
            town.Crews.Refusal = null;
            return Results.Problem(statusCode: 409, title: words);
        }

        town.Acts.Enqueue($"assign {id} {crew}");
        var name = town.Crews.Rows.First(each => each.Code == crew).Name;
        var made = new FakeAssignment(Guid.NewGuid().ToString(), crew, name, "ordered", town.Now, null,
            [new FakeStep(town.Now, town.Now, "person", "ordered", null, "Смирнова О.")], []);
        if (town.Tickets.Any(each => each.Id == id))
        {
            town.Change(id, before => before with { Assignment = made, Crew = crew, Status = "assigned" });
        }

        return Results.Ok(made);
    }

    private sealed record AssignRequest(string Crew);
}
