namespace Zhkh.Console.Tests.Town;

/// <summary>/api/recordings and /api/retention of the town: a week of calls, one held, some gone.</summary>
internal static class FakeRecordings
{
    private const string Organisation = LiveFeed.Organisation;

    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/recordings",
            (bool? held, string? phone, string? q, int? secondsMin, int? secondsMax, int? ratingMax,
                bool? withoutTicket, string? after) => Answer(
                Rows(town().Now).Where(row => (held != true || row.HoldId is not null)
                    && (phone is null || row.Phone!.Contains(phone, StringComparison.Ordinal))
                    && (q is null || (row.Tickets.Length > 0 && q == "капает"))
                    && (secondsMin is null || row.Seconds >= secondsMin)
                    && (secondsMax is null || row.Seconds <= secondsMax)
                    && (ratingMax is null || row.Tickets.Any(t => t.Rating <= ratingMax))
                    && (withoutTicket != true || row.Tickets.Length == 0)),
                looksOn: ratingMax == 2 && after is null));
        app.MapGet("/api/recordings/{id}/peaks", (string id) => new
        {
            seconds = 4, caller = Wave(id, 3), ours = Wave(id, 7),
        });
        app.MapGet("/api/recordings/holds", () => Page(Holds(town().Now)));
        app.MapPost("/api/recordings/holds", (HoldWish wish) =>
        {
            town().Acts.Enqueue($"hold {wish.RecordingId ?? wish.Phone} {wish.Reason}");
            return Results.Created("/api/recordings/holds/h2", Holds(town().Now)[0]);
        });
        app.MapPost("/api/recordings/holds/{id}/release", (string id, ReleaseWish wish) =>
        {
            town().Acts.Enqueue($"release {id} {wish.Reason}");
            return Results.NoContent();
        });
        app.MapGet("/api/recordings/deletions", () => Page(Deletions(town().Now)));
        app.MapGet("/api/retention", () => Retention(town().Now));
        app.MapPost("/api/retention/rules", (RuleWish wish) => wish.Months < 36
            ? Results.Problem(
                statusCode: 400, title: "Короче минимального срока",
                detail: "Записи этого вида хранятся не меньше 36 мес.")
            : Results.Created("/api/retention/rules/u2", wish));
        app.MapGet("/api/retention/storage", () => new
        {
            freeBytes = 41_200_000_000L, level = "fine", active = 1, rotating = false, rotationLeft = 0,
            fault = (string?)null,
            keys = new[] { new { id = "9f2c41d07ab35e18", madeAt = town().Now.AddDays(-80), isCurrent = true } },
        });
    }

    /// <summary>As when much was looked through and nothing fits: the page is empty, there is a next one.</summary>
    private static object Answer(IEnumerable<Row> rows, bool looksOn) => looksOn
        ? new { items = Array.Empty<Row>(), next = (string?)"further" } : Page(rows);

    private static object Page(IEnumerable<object> items) => new { items = items.ToArray(), next = (string?)null };

    private static IEnumerable<Row> Rows(DateTimeOffset now)
    {
        string[] classes = ["ordinary", "emergency", "ordinary", "debt", "voicemail", "poll"];
        string?[] people = ["Смирнова О.", "Белова Т.", "Смирнова О.", null, null, null];
        return Enumerable.Range(0, 24).Select(i =>
        {
            var at = now.AddMinutes(-23 - (97 * i));
            return new Row(
                $"r-{i}", $"c-{i}", Organisation, classes[i % 6], "inbound", $"+7937000{30 + (i * 7):D4}",
                people[i % 6] is null ? null : "201", people[i % 6], at, at.AddSeconds(38 + (i * 17)),
                i == 4 ? "disk full" : null, at.AddMonths(i % 6 is 1 or 3 ? 36 : 12), i == 1 ? "h1" : null,
                i % 4 == 1 ? [new Ticket($"t-{i}", 10_500 + i, i == 1 ? 2 : i == 5 ? 5 : null)] : []);
        });
    }

    private static object[] Holds(DateTimeOffset now) =>
    [
        new
        {
            id = "h1", organisation = Organisation, kind = "phone", phone = "+79370000037",
            from = now.AddDays(-30), to = now.AddDays(1), reason = "Запрос суда № 2-118/2026",
            until = (string?)null, setAt = now.AddDays(-2), setBy = "Белова Т.", recordingId = (string?)null,
            callId = (string?)null, ticketNumber = (long?)null, releasedAt = (DateTimeOffset?)null,
            releasedBy = (string?)null, releaseReason = (string?)null,
        },
    ];

    private static IEnumerable<object> Deletions(DateTimeOffset now) => Enumerable.Range(0, 12).Select(i => new
    {
        id = 12 - i, recordingId = $"d-{i}", organisation = Organisation, @class = i % 3 == 0 ? "poll" : "ordinary",
        recordedAt = now.AddDays(-370 - i), keptUntil = now.AddDays(-5 - i), months = i % 3 == 0 ? 3 : 12,
        source = "own regulation [D]", cause = i == 2 ? "disk" : "term", byWhom = "calendar",
        hash = string.Concat(Enumerable.Repeat($"{i:x}4be9", 13))[..64], bytes = 1_300_000 + (i * 91_000),
        deletedAt = now.AddDays(-5 - i),
    });

    private static object Retention(DateTimeOffset now)
    {
        (string Class, int Min, int Months)[] terms =
        [
            ("ordinary", 3, 12), ("emergency", 36, 36), ("debt", 36, 36), ("poll", 3, 3), ("notice", 3, 12),
            ("crew", 3, 24), ("voicemail", 3, 12),
        ];
        return new
        {
            terms = terms.Select(t => new
            {
                organisation = Organisation, @class = t.Class, months = t.Months,
                source = t.Class == "crew" ? "приказ № 7" : "own regulation [D]",
            }),
            limits = terms.Select(t => new
            {
                organisation = Organisation, @class = t.Class, monthsMin = t.Min, monthsDefault = t.Months,
                monthsMax = 36, source = "own regulation [D]",
            }),
            rules = new[]
            {
                new
                {
                    id = "u1", organisation = Organisation, @class = "crew", months = 24, source = "приказ № 7",
                    validFrom = "2026-11-01", setAt = now.AddDays(-30), setBy = "Админ",
                },
            },
        };
    }

    private static int[] Wave(string id, int salt)
    {
        var random = new Random(id.Sum(c => c) * salt);
        return
        [
            .. Enumerable.Range(0, 200)
                .Select(i => i / 25 % 2 == salt % 4 / 3 ? random.Next(60, 255) : random.Next(6)),
        ];
    }

    private sealed record HoldWish(string? RecordingId, string? Phone, string Reason);

    private sealed record ReleaseWish(string Reason);

    private sealed record RuleWish(string Class, int Months);

    private sealed record Row(
        string Id, string CallId, string Organisation, string Class, string Direction, string? Phone,
        string? Extension, string? Person, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? PartialReason,
        DateTimeOffset? KeptUntil, string? HoldId, Ticket[] Tickets)
    {
        public double? Seconds => (EndedAt - StartedAt)?.TotalSeconds;
    }

    private sealed record Ticket(string Id, int Number, int? Rating);
}
