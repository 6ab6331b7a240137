using System.Globalization;

namespace Zhkh.Console.Tests.Town;

/// <summary>A hundred thousand lines of the legal journal, made as they are asked for.</summary>
internal sealed class FakeJournal
{
    private static readonly string[] Statuses = ["inProgress", "closed", "closed", "done", "localised"];
    private static readonly string[] Addresses = ["ул. Гагарина, 14, кв. 30", "ул. Мира, 5, кв. 2", "ул. Победы, 7"];

    private int _asked;

    public int Count { get; set; } = 100_000;

    /// <summary>How many pages the screen has asked for.</summary>
    public int Asked => _asked;

    public string LastQuery { get; private set; } = "";

    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/journal", (HttpContext context, int limit, string? after, string? status) =>
        {
            var journal = town().Journal;
            Interlocked.Increment(ref journal._asked);
            journal.LastQuery = context.Request.QueryString.ToString();
            var from = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture);
            var to = Math.Min(from + limit, journal.Count);
            var rows = Enumerable.Range(from, Math.Max(0, to - from))
                .Select(index => RowOf(index, town().Now, status)).ToArray();
            return new { items = rows, next = to < journal.Count ? to.ToString(CultureInfo.InvariantCulture) : null };
        });
        app.MapGet("/api/journal.xlsx", (HttpContext context) =>
        {
            town().Acts.Enqueue("xlsx " + context.Request.QueryString);
            return Results.File("PK"u8.ToArray(), "application/octet-stream", "journal.xlsx");
        });
    }

    private static object RowOf(int index, DateTimeOffset now, string? wanted)
    {
        var opened = now.AddMinutes(-7 * index - 30);
        var status = wanted ?? Statuses[index % Statuses.Length];
        var isLate = index % 9 == 4;
        return new
        {
            id = $"j-{index}", number = 110_503 - index, openedAt = opened, channel = "phone",
            phone = "+79370000030", person = "Кравченко Леонид Петрович", address = Addresses[index % Addresses.Length],
            accountNumber = "4406030", receivedBy = "Смирнова О.", category = index % 2 == 0 ? "waterLeak" : "heating",
            priority = index % 5 == 0 ? "urgent" : "normal", isEmergency = index % 5 == 0,
            text = index % 2 == 0 ? "Капает с потолка в ванной" : "Холодные батареи", status,
            deadlines = new[]
            {
                new
                {
                    clock = "localise", dueAt = opened.AddMinutes(30), clause = "ПП 416, п. 13",
                    metAt = (DateTimeOffset?)opened.AddMinutes(isLate ? 44 : 21),
                },
            },
            term = isLate ? "overdue" : "met", plannedUntil = (DateTimeOffset?)opened.AddHours(2),
            toldBy = "Смирнова О.", crew = "Сантехники, Сидоров", assignedAt = (DateTimeOffset?)opened.AddMinutes(3),
            startedAt = (DateTimeOffset?)opened.AddMinutes(15), localisedAt = (DateTimeOffset?)opened.AddMinutes(21),
            doneAt = (DateTimeOffset?)opened.AddMinutes(70), closedAt = (DateTimeOffset?)opened.AddHours(20),
            result = "Заменён кран", postponed = Array.Empty<string>(), municipalityAt = (DateTimeOffset?)null,
            municipality = Array.Empty<string>(), rating = index % 3 == 0 ? 5 : (int?)null, reopened = 0,
            callIds = new[] { "c1" },
        };
    }
}
