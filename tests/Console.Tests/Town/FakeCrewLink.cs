using System.Collections.Concurrent;

namespace Zhkh.Console.Tests.Town;

internal sealed record FakeMove(string Id, string Move, DateTimeOffset At, int? Minutes, string? Text);

/// <summary>The one-time link of a crew: the token is the key, a repeated id is one act.</summary>
internal sealed class FakeCrewLink
{
    public const string Token = "b7Qx2mN8";

    public string State { get; set; } = "ordered";

    public string Priority { get; set; } = "urgent";

    /// <summary>The link opens nothing: why.</summary>
    public string? Ended { get; set; }

    /// <summary>The host's refusal of the next move.</summary>
    public string? Refusal { get; set; }

    public ConcurrentQueue<FakeMove> Moves { get; } = new();

    public ConcurrentQueue<(string Kind, int Bytes, int Width)> Photos { get; } = new();

    private ConcurrentDictionary<string, bool> Known { get; } = new(StringComparer.Ordinal);

    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/crew-links/{token}", (string token) => town().CrewLink.Open(token, town().Now));
        app.MapPost("/api/crew-links/{token}/moves", (string token, FakeMove move) => town().CrewLink.Take(move));
        app.MapPost("/api/crew-links/{token}/photos", async (string token, string kind, HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            town().CrewLink.Photos.Enqueue((kind, (int)body.Length, WidthOf(body.ToArray())));
            return Results.StatusCode(201);
        });
    }

    private IResult Open(string token, DateTimeOffset now)
    {
        if (token != Token)
        {
            return Results.Problem(statusCode: 404, title: "Такой ссылки нет.");
        }

        return Ended is { } why ? Results.Problem(statusCode: 410, title: why) : Results.Ok(new
        {
            ticketNumber = 10_503, address = "ул. Гагарина, 14, кв. 30", entrance = 2, floor = 4,
            text = "Течь сверху, ванная. Кран не держит, перекрыть не могут.", category = "waterLeak",
            priority = Priority, callPhone = "+78452000100",
            deadlines = new[]
            {
                new { clock = "localise", dueAt = now.AddMinutes(18), clause = "п. 13", metAt = (DateTimeOffset?)null },
            },
            state = State, moves = new[] { "comment" }, crew = "Сантехники, Сидоров", serverTime = now,
        });
    }

    private IResult Take(FakeMove move)
    {
        if (Refusal is { } words)
        {
            Refusal = null;
            return Results.Problem(statusCode: 409, title: words);
        }

        if (Known.TryAdd(move.Id, true))
        {
            Moves.Enqueue(move);
            State = move.Move switch
            {
                "accept" => "accepted", "decline" => "declined", "localise" => "localised",
                "onTheWay" or "onSite" or "done" => move.Move,
                _ => State,
            };
        }

        return Results.Ok(new { verdict = "moved" });
    }

    /// <summary>Of a JPEG, from its start-of-frame; 0 when it is none.</summary>
    private static int WidthOf(byte[] jpeg)
    {
        for (var at = 2; at + 9 < jpeg.Length && jpeg[at] == 0xFF;)
        {
            if (jpeg[at + 1] is >= 0xC0 and <= 0xC2)
            {
                return jpeg[at + 7] << 8 | jpeg[at + 8];
            }

            at += 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]);
        }

        return 0;
    }
}
