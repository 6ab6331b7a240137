using System.Text.Json;

namespace Zhkh.Console.Tests.Town;

/// <summary>Queues, people at phones and messages of a town without telephony.</summary>
internal sealed class FakeQueues
{
    public string? PauseReason { get; set; }

    public string? PauseText { get; set; }

    public DateTimeOffset? WrapUpUntil { get; set; }

    public bool IsAutomatic { get; set; }

    /// <summary>Callers in the line of the dispatchers.</summary>
    public int Waiting { get; set; } = 4;

    /// <summary>Messages by id, with whether somebody has played them.</summary>
    public Dictionary<string, bool> Messages { get; } = [];

    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/presence", () => Own(town()));
        app.MapPost("/api/presence/pause", (JsonElement asked) =>
        {
            town().Queues.PauseReason = asked.GetProperty("reason").GetString();
            town().Queues.PauseText = asked.GetProperty("text").GetString();
            return Own(town());
        });
        app.MapPost("/api/presence/resume", () =>
        {
            town().Queues.PauseReason = town().Queues.PauseText = null;
            return Own(town());
        });
        app.MapPost("/api/presence/wrap-up/end", () =>
        {
            town().Queues.WrapUpUntil = null;
            return Own(town());
        });
        app.MapGet("/api/queues/now", () => Now(town()));
        app.MapGet("/api/queues", () => new
        {
            queues = new[] { Queue("emergency", "", "emergency", true), Queue("dispatchers", "", "ordinary", false) },
            agents = new[]
            {
                new { extension = "202", organisation = "privolsk", skills = new[] { "лифты:3" },
                    languages = new[] { "ru", "uk" } },
            },
        });
        app.MapPut("/api/queues/{organisation}/{code}", (string code, JsonElement asked) =>
        {
            town().Acts.Enqueue($"queue {code} {asked.GetProperty("ringSeconds").GetInt32()} "
                + string.Join(' ', asked.GetProperty("members").EnumerateArray().Select(m => m.GetRawText()))
                + $" {asked.GetProperty("overflow").GetRawText()}");
            return asked.GetProperty("ringSeconds").GetInt32() < 5
                ? Results.Problem(statusCode: 400, title: "Очередь задана неверно",
                    detail: "Проверьте поле «ringSeconds»: 5–300.")
                : Results.NoContent();
        });
        app.MapGet("/api/callback-settings", () => new[]
        {
            new { organisation = "privolsk", isAutomatic = town().Queues.IsAutomatic, fromSeconds = 360 },
        });
        app.MapPut("/api/callback-settings/{organisation}", (JsonElement asked) =>
        {
            town().Queues.IsAutomatic = asked.GetProperty("isAutomatic").GetBoolean();
        });
        MapMessages(app, town);
    }

    private static void MapMessages(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/messages", () => new
        {
            items = town().Queues.Messages.Select((m, index) => new
            {
                id = m.Key, organisation = "privolsk", queue = "dispatchers",
                phone = index == 0 ? "+79270004412" : null, accountNumber = (string?)null,
                arrivedAt = town().Now.AddMinutes(-7), leftAt = town().Now.AddMinutes(-6),
                dueAt = town().Now.AddMinutes(4), seconds = 23, status = "due",
                heardAt = m.Value ? town().Now : (DateTimeOffset?)null, heardBy = m.Value ? "Белова Т." : null,
            }).ToArray(),
            next = (string?)null,
        });
        app.MapGet("/api/messages/{id}/recording.wav", (string id) =>
        {
            town().Queues.Messages[id] = true;
            return Results.Bytes(Sound.Tone(4), "audio/wav", enableRangeProcessing: true);
        });
        app.MapPost("/api/messages/{id}/review", (string id, JsonElement asked) =>
        {
            town().Acts.Enqueue($"reviewed {id} {asked.GetProperty("note").GetString()}");
            town().Queues.Messages.Remove(id);
        });
    }

    private static object Own(FakeTown town) => Agent("201", "Смирнова О.", town.Now,
        town.Queues.PauseReason is not null ? "paused" : town.Queues.WrapUpUntil is not null ? "wrapUp" : "ready",
        town.Queues.PauseReason, town.Queues.PauseText, town.Queues.WrapUpUntil);

    private static object Now(FakeTown town) => new
    {
        serverNow = town.Now,
        queues = new[]
        {
            View("emergency", "", "emergency", 0, null, null, 3, 4),
            View("dispatchers", "", "ordinary", town.Queues.Waiting, town.Now.AddSeconds(-95), 3, 0, 41),
        },
        agents = new[]
        {
            Own(town), Agent("202", "Белова Т.", town.Now.AddMinutes(-2), "inCall", null, null, null),
            Agent("204", "Зимина Р.", town.Now.AddMinutes(-11), "paused", "other", "принимает смену", null),
            Agent("205", null, town.Now.AddMinutes(-40), "away", null, null, null),
            Agent("206", "Котова Н.", town.Now.AddSeconds(-48), "consoleLost", null, null, null),
            Agent("207", "Лысенко А.", town.Now.AddSeconds(-9), "phoneSilent", null, null, null),
        },
    };

    private static object View(
        string code, string name, string purpose, int waiting, DateTimeOffset? since, int? minutes, int ready,
        int answered) => new
    {
        code, organisation = "privolsk", name, purpose, waiting, longestSince = since, waitMinutes = minutes, ready,
        hour = new { answered, answeredInTime = answered - 1, abandoned = 2, ledOn = 3 },
    };

    private static object Agent(
        string extension, string? name, DateTimeOffset since, string state, string? reason, string? text,
        DateTimeOffset? wrapUpUntil) => new
    {
        extension, name, state, since, callId = (string?)null, isRegistered = state != "away", pauseReason = reason,
        pauseText = text, wrapUpUntil,
    };

    private static object Queue(string code, string name, string purpose, bool isBuiltIn) => new
    {
        code, organisation = "privolsk", isBuiltIn,
        settings = new
        {
            name, purpose, strategy = "longestIdle", ringSeconds = 20, wrapUpSeconds = 30, holdsWrapUp = true,
            skills = Array.Empty<string>(), language = (string?)null,
            members = new[] { new { extension = "201", penalty = 0 }, new { extension = "204", penalty = 5 } },
            waitingMax = 50, patienceSeconds = 240, overflow = new[] { "voicemail", "callback" }, announceSeconds = 20,
            tellsPosition = true, tellsWait = true, offersKeys = true, hasMusic = true,
        },
    };
}
