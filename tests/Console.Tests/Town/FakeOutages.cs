using System.Globalization;

namespace Zhkh.Console.Tests.Town;

internal sealed record FakeHouse(string Id, string Address, int Accounts);

internal sealed record FakeHouseOf(string Id, string Address);

internal sealed record FakeOutageDeadline(string Service, DateTimeOffset DueAt, string Source);

internal sealed record FakeOutageRow(string Id, int Number, string Organisation, string Kind, string[] Services,
    FakeHouseOf[] Houses, DateTimeOffset StartsAt, DateTimeOffset? PlannedUntil, DateTimeOffset? ClosedAt, string Cause,
    string? TicketId, int Heard, int WantCall, FakeOutageDeadline[] Deadlines, Dictionary<string, string> Spoken,
    string[] Warnings, FakeOutageChange[] Changes);

internal sealed record FakeOutageChange(DateTimeOffset At, string By, string What, DateTimeOffset? PlannedUntil,
    DateTimeOffset? ClosedAt, string? Reason);

internal sealed record FakeNewOutage(string Organisation, string Kind, string[] Services, string[] HouseIds,
    DateTimeOffset StartsAt, DateTimeOffset? PlannedUntil, string Cause, string? TicketId, bool NotifyMunicipality);

/// <summary>What is off in the town, and its houses.</summary>
internal sealed class FakeOutages
{
    private int _number = 77;

    public List<FakeHouse> Houses { get; } =
    [
        new("h14", "ул. Гагарина, 14", 60), new("h12", "ул. Гагарина, 12", 48), new("h16", "ул. Гагарина, 16", 72),
        new("h5", "ул. Мира, 5", 36),
    ];

    public List<FakeOutageRow> Rows { get; } = [];

    public List<FakeNewOutage> Posted { get; } = [];

    /// <summary>The host can say the words before they are declared.</summary>
    public bool HasPreview { get; set; } = true;

    /// <summary>The host's refusal of the next declaration, in its own words.</summary>
    public string? Refusal { get; set; }

    public FakeOutageRow Add(FakeNewOutage wanted, DateTimeOffset now, int heard = 0, int want = 0)
    {
        var row = new FakeOutageRow(Guid.NewGuid().ToString(), _number++, LiveFeed.Organisation, wanted.Kind,
            wanted.Services,
            [.. Houses.Where(h => wanted.HouseIds.Contains(h.Id)).Select(h => new FakeHouseOf(h.Id, h.Address))],
            wanted.StartsAt, wanted.PlannedUntil, null, wanted.Cause, wanted.TicketId, heard, want,
            [.. wanted.Services.Select(s => new FakeOutageDeadline(s, now.AddHours(4), "ПП 354, прил. 1"))],
            SpokenOf(wanted), wanted.Kind == "planned" ? ["shortNotice"] : [],
            [new FakeOutageChange(now, "Смирнова О.", "declared", wanted.PlannedUntil, null, null)]);
        lock (Rows)
        {
            Rows.Insert(0, row);
        }

        return row;
    }

    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/houses", (string query) => town().Outages.Houses
            .Where(h => query.Split(' ', ',').All(word => Names(h, word))).ToArray());
        app.MapGet("/api/outages", (string state) =>
            new { items = town().Outages.In(state, town().Now), next = (string?)null });
        app.MapPost("/api/outages", (FakeNewOutage wanted) => town().Outages.Declare(wanted, town().Now));
        app.MapPost("/api/outages/preview", (FakeNewOutage wanted) => !town().Outages.HasPreview
            ? Results.Problem(statusCode: 404, title: "Не найдено.") : Results.Ok(new
        {
            spoken = SpokenOf(wanted),
            deadlines = wanted.Services.Select(s =>
                new FakeOutageDeadline(s, town().Now.AddHours(4), "ПП 354, прил. 1")).ToArray(),
        }));
        app.MapPost("/api/outages/{id}/term", (string id, TermRequest asked) => town().Outages.Change(id, row =>
        {
            town().Acts.Enqueue($"term {row.Number} {asked.Reason}");
            return row with { PlannedUntil = asked.PlannedUntil };
        }));
        app.MapPost("/api/outages/{id}/close", (string id, CloseRequest asked) => town().Outages.Change(id, row =>
        {
            town().Acts.Enqueue($"close {row.Number} {(asked.At is null ? "now" : "then")}");
            return row with { ClosedAt = asked.At ?? town().Now };
        }));
        app.MapGet("/api/outages/{id}/sample.wav", (string id) =>
            Results.File(town().Recording, "audio/wav", enableRangeProcessing: true));
    }

    /// <summary>A beginning of a word of the address, or «12-16» for a row of houses.</summary>
    private static bool Names(FakeHouse house, string word) => word.Split('-') is [var first, var last]
        && int.TryParse(first, out var from) && int.TryParse(last, out var to)
        ? int.Parse(house.Address.Split(' ')[^1], CultureInfo.InvariantCulture) is var number
            && number >= from && number <= to
        : house.Address.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> SpokenOf(FakeNewOutage wanted)
    {
        var hour = wanted.PlannedUntil?.ToOffset(TimeSpan.FromHours(3)).ToString("HH:mm", CultureInfo.InvariantCulture);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ru"] = $"По вашему адресу отключение: {Named(wanted, 0)}. "
                + (hour is null ? "Срок восстановления уточняется." : $"Планируем включить до {hour}."),
            ["uk"] = $"За вашою адресою відключення: {Named(wanted, 1)}. "
                + (hour is null ? "Строк відновлення уточнюється." : $"Плануємо увімкнути до {hour}."),
        };
    }

    private static string Named(FakeNewOutage wanted, int language) => string.Join(", ", wanted.Services.Select(each =>
        each switch
        {
            "hotWater" => new[] { "горячая вода", "гаряча вода" },
            "coldWater" => ["холодная вода", "холодна вода"],
            "heating" => ["отопление", "опалення"],
            _ => [each, each],
        }).Select(words => words[language]));

    private FakeOutageRow[] In(string state, DateTimeOffset now)
    {
        lock (Rows)
        {
            return [.. Rows.Where(row => state == (row.ClosedAt is not null ? "closed"
                : row.StartsAt > now ? "planned" : "current"))];
        }
    }

    private IResult Declare(FakeNewOutage wanted, DateTimeOffset now)
    {
        if (Refusal is { } words)
        {
            Refusal = null;
            return Results.Problem(statusCode: 409, title: words);
        }

        Posted.Add(wanted);
        return Results.Json(Add(wanted, now), statusCode: 201);
    }

    private IResult Change(string id, Func<FakeOutageRow, FakeOutageRow> change)
    {
        lock (Rows)
        {
            var at = Rows.FindIndex(row => row.Id == id);
            Rows[at] = change(Rows[at]);
            return Results.Ok(Rows[at]);
        }
    }

    private sealed record TermRequest(DateTimeOffset? PlannedUntil, string Reason);

    private sealed record CloseRequest(DateTimeOffset? At);
}
