namespace Zhkh.Console.Tests.Town;

internal sealed record FakeMessage(string Id, string Channel, string Recipient, string? Title, string Text, string State,
    int Attempts, string? Reply, DateTimeOffset QueuedAt, int? Segments, bool IsUrgent = false)
{
    public string Organisation => LiveFeed.Organisation;

    public string Subject => "letter:1";

    public DateTimeOffset? ChangedAt => QueuedAt;
}

/// <summary>The shelf of letters and SMS of a town without gateways.</summary>
internal static class FakeOutward
{
    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/outward", (string? state) => new
        {
            items = town().Outward.Where(each => state is null || each.State == state).Reverse().ToArray(),
            next = (string?)null,
        });
        app.MapPost("/api/outward/{id}/retry", (string id) =>
        {
            var at = town().Outward.FindIndex(each => each.Id == id);
            town().Acts.Enqueue($"retry {id}");
            return town().Outward[at] = town().Outward[at] with { State = "queued", Attempts = 0 };
        });
    }

    /// <summary>One of each kind, and one that means harm.</summary>
    public static IReadOnlyList<FakeMessage> Some(DateTimeOffset now) =>
    [
        new("m1", "letter", "ads@example.org", "Аварийное отключение: ул. Гагарина, 14",
            "Холодная вода, ул. Гагарина, 14.\nПричина: авария на стояке.\nСрок восстановления: 22.11.2026 18:00.",
            "delivered", 1, "demo outbox", now.AddMinutes(-9), null),
        new("m2", "sms", "+79370000118", null, "<img src=x onerror=alert(1)> javascript:alert(2)", "sent", 1,
            "201 queued", now.AddMinutes(-6), 1),
        new("m3", "letter", "nobody@example.org", "Отключение устранено", "Подача возобновлена.", "failed", 1,
            "550 5.1.1 no such mailbox", now.AddMinutes(-4), null),
        new("m4", "sms", "+79370000201", null,
            "Заявка 10505: ул. Гагарина, 14, кв. 30. Засор канализации. http://127.0.0.1:8080/c/Qk3xZt1", "delivered", 1,
            "demo outbox", now.AddMinutes(-1), 2, IsUrgent: true),
    ];
}
