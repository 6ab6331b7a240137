namespace Zhkh.Console.Tests.Town;

internal sealed record FakeDelivery(DateTimeOffset At, string State, string? Reply);

internal sealed record FakeRecipient(string Address, string State, string? Reply, DateTimeOffset At,
    FakeDelivery[] Deliveries);

internal sealed record FakeLetter(string Id, string Occasion, string Title, string Body, DateTimeOffset At, string By,
    FakeRecipient[] Recipients);

internal sealed record FakeMunicipality(string[] Recipients, string Mode, string? Responsible);

/// <summary>Letters to the local authority.</summary>
internal sealed class FakeLetters
{
    public FakeMunicipality Municipality { get; set; } =
        new(["adm@privolsk.example", "edds@privolsk.example"], "ask", "Петров И. И., главный инженер, 3-14-15");

    public List<string> Missing { get; } = ["plannedUntil"];

    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/tickets/{id}/letter", (string id) => new
        {
            recipients = town().Letters.Municipality.Recipients, title = "Авария: ул. Мира, 5",
            body = "На ул. Мира, 5 прорвало стояк.\nРабота: Сантехники, Сидоров.",
            missing = town().Letters.Missing.ToArray(), sentAt = (DateTimeOffset?)null,
        });
        app.MapPost("/api/tickets/{id}/letter", (string id, LetterRequest asked) =>
        {
            town().Acts.Enqueue($"letter {string.Join(' ', asked.Recipients)}");
            town().Change(id, ticket => ticket with
            {
                Letters = [.. ticket.Letters ?? [], Written(town().Now, asked.Body, asked.Recipients)],
            });
            return Results.Accepted();
        });
        app.MapGet("/api/organisations/{code}/municipality", (string code) => town().Letters.Municipality);
        app.MapPut("/api/organisations/{code}/municipality", (string code, FakeMunicipality wanted) =>
        {
            town().Letters.Municipality = wanted;
            town().Acts.Enqueue($"municipality {string.Join(' ', wanted.Recipients)} {wanted.Mode}");
        });
    }

    /// <summary>One server took it, the other one refused it in its own words.</summary>
    public static FakeLetter Written(DateTimeOffset at, string body, string[] recipients) => new(
        Guid.NewGuid().ToString(), "first", "Авария: ул. Мира, 5", body, at, "Смирнова О.",
        [.. recipients.Select((address, index) => index == 0
            ? new FakeRecipient(address, "sent", "250 2.0.0 Ok: queued as 4F1A", at.AddSeconds(2),
                [new FakeDelivery(at, "queued", null),
                    new FakeDelivery(at.AddSeconds(2), "sent", "250 2.0.0 Ok: queued as 4F1A")])
            : new FakeRecipient(address, "dead", "550 5.1.1 User unknown", at.AddSeconds(2),
                [new FakeDelivery(at.AddSeconds(2), "dead", "550 5.1.1 User unknown")]))]);

    private sealed record LetterRequest(string[] Recipients, string Body);
}
