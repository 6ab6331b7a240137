using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.FileProviders;
using Zhkh.Testing;

namespace Zhkh.Console.Tests.Town;

/// <summary>The web server of the town: files under the product's own content policy, the API, the hub.</summary>
internal static class FakeHost
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; media-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>A copy, made once: a build meanwhile does not pull the files away under the tests.</summary>
    private static readonly Lazy<string> Files = new(() =>
    {
        var built = Repository.Path("src", "Web", "wwwroot");
        Assert.True(File.Exists(Path.Combine(built, "index.html")), $"{built}: run npm run build in src/Web/console");
        var copy = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return copy;
    });

    public static WebApplication Build(Func<FakeTown> town)
    {
        var root = Files.Value;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(options => Say(options.SerializerOptions));
        builder.Services.AddSignalR().AddJsonProtocol(options => Say(options.PayloadSerializerOptions));
        builder.Services.AddSingleton(_ => town().Feed);
        var app = builder.Build();
        var files = new PhysicalFileProvider(root);
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
        app.MapHub<FakeHub>("/hubs/console");
        MapSession(app, town);
        MapCalls(app, town);
        MapTickets(app, town);
        FakeOutward.Map(app, town);
        FakeBillingApi.Map(app, town);
        FakeRegistersApi.Map(app, town);
        FakeCampaignsApi.Map(app, town);
        FakeOutages.Map(app, town);
        FakeCrews.Map(app, town);
        FakeLetters.Map(app, town);
        FakeJournal.Map(app, town);
        FakeRecordings.Map(app, town);
        FakeCrewLink.Map(app, town);
        FakeQueues.Map(app, town);
        FakeControl.Map(app, town);
        app.MapGet("/c/{token}", () =>
            Results.File(Path.Combine(root, "crew.html"), "text/html; charset=utf-8"));
        app.MapFallback("{*path:nonfile}", () =>
            Results.File(Path.Combine(root, "index.html"), "text/html; charset=utf-8"));
        return app;
    }

    private static void Say(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = JsonNumberHandling.Strict;
    }

    private static void MapSession(WebApplication app, Func<FakeTown> town)
    {
        app.MapPost("/api/session", (SignInRequest asked, HttpContext context) =>
        {
            if (asked.Password != "demo")
            {
                return Results.Problem(statusCode: 401, title: "Имя или пароль не подходят.");
            }

            context.Response.Cookies.Append("who", asked.User, new CookieOptions { HttpOnly = true });
            return Results.Ok(new { antiforgery = "token" });
        });
        app.MapGet("/api/session", (HttpContext context) => context.Request.Cookies["who"] is { } who
            ? Results.Ok(new
            {
                user = who, name = "Смирнова О.", role = town().Role, extension = town().Extension,
                language = town().Language, antiforgery = "token", organisations = new[]
                {
                    new { code = LiveFeed.Organisation, name = "Привольск", currency = "RUB", language = "ru" },
                },
            })
            : Results.Problem(statusCode: 401, title: "Войдите."));
        app.MapDelete("/api/session", (HttpContext context) => context.Response.Cookies.Delete("who"));
        app.MapPut("/api/session/extension", (ExtensionRequest asked) => town().Extension = asked.Extension);
        app.MapGet("/api/phones", () => new object[]
        {
            new { extension = "201", registered = true, user = "Смирнова О." },
            new { extension = "202", registered = true, user = "Белова Т." },
            new { extension = "203", registered = false, user = (string?)null },
        });
        app.MapGet("/api/board", () => town().IsDeskClosed
            ? Results.Problem(statusCode: 403, title: "Нет права.")
            : Results.Ok(BoardOf(town())));
        app.MapGet("/api/board/health", () => HealthOf(town()));
        app.MapGet("/api/board/shares", () => Shares);
    }

    private static object BoardOf(FakeTown town)
    {
        lock (town.Calls)
        {
            return new
            {
                epoch = town.Feed.Epoch, seqs = town.Feed.Seqs, serverNow = town.Now, calls = town.Calls.ToArray(),
                callbacks = town.Callbacks.ToArray(), tickets = town.Tickets.Take(200).ToArray(),
                health = HealthOf(town), shares = Shares,
            };
        }
    }

    private static object Shares { get; } = new { answeredInTimePercent = 100, calledBackInTimePercent = 100 };

    private static object HealthOf(FakeTown town)
    {
        lock (town.Calls)
        {
            return new { linesBusy = town.Calls.Count, linesMax = 8 };
        }
    }

    private static void MapCalls(WebApplication app, Func<FakeTown> town)
    {
        app.MapPost("/api/calls/{id}/hangup", (string id) => town().Acts.Enqueue($"hangup {id}"));
        app.MapPost("/api/calls/{id}/account", (string id, LinkRequest asked) =>
            town().Acts.Enqueue($"account {id} {asked.AccountNumber} {asked.Remember}"));
        app.MapGet("/api/calls/{id}", (string id) => new
        {
            id, direction = "inbound", from = "+79370000030", to = "100", startedAt = town().Now.AddMinutes(-9),
            humanAnsweredAt = town().Now.AddMinutes(-8), endedAt = town().Now.AddMinutes(-6), outcome = "answered",
            recordingId = "r-" + id,
        });
        app.MapGet("/api/recordings/{file}", (string file) =>
            Results.File(town().Recording, "audio/wav", file, enableRangeProcessing: true));
        app.MapPost("/api/callbacks/{id}/attempts", Results<Accepted<object>, ProblemHttpResult> (string id) =>
        {
            var row = town().Callbacks.First(each => each.Id == id);
            if (row.Status == "dialling")
            {
                return TypedResults.Problem(statusCode: 409, title: "Уже перезванивает Белова Т.");
            }

            town().Acts.Enqueue($"attempt {id}");
            return TypedResults.Accepted((string?)null, (object)new { callId = "out-" + id });
        });
        app.MapPost("/api/callbacks/{id}/drop", (string id, DropRequest asked) =>
            town().Acts.Enqueue($"drop {id} {asked.Reason}"));
    }

    private static void MapTickets(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/tickets", () => new { items = town().Tickets.ToArray(), next = (string?)null });
        app.MapGet("/api/tickets/{id}", (string id) =>
            town().Tickets.FirstOrDefault(each => each.Id == id) is { } found
                ? Results.Ok(found)
                : Results.Problem(statusCode: 404, title: "Такой заявки нет."));
        app.MapPost("/api/tickets", (FakeNewTicket wanted, HttpContext context) =>
        {
            var opened = town().Open(wanted, context.Request.Headers["Idempotency-Key"].ToString());
            if (town().LostAnswers > 0)
            {
                town().LostAnswers--;
                context.Abort();
            }

            return opened;
        });
        app.MapGet("/api/accounts", (string q) => new
        {
            items = People.All.Where(each => q.Split(' ').All(word =>
                    each.Address.Contains(word, StringComparison.OrdinalIgnoreCase) || each.Number.Contains(word)))
                .Select(each => new { each.Number, each.Organisation, each.Address, Person = each.Person?.Name })
                .ToArray(),
            next = (string?)null,
        });
        app.MapGet("/api/accounts/{number}", (string number) => town().Known.TryGetValue(number, out var known)
            ? Results.Ok(known)
            : Results.Problem(statusCode: 404, title: "Такого счёта нет."));
        app.MapPost("/api/tickets/{id}/moves", (string id, MoveRequest asked) =>
            town().Acts.Enqueue($"move {id} {asked.Move} {asked.Crew}{asked.Why}"));
    }

    private sealed record SignInRequest(string User, string Password);

    private sealed record ExtensionRequest(string Extension);

    private sealed record LinkRequest(string AccountNumber, bool Remember);

    private sealed record DropRequest(string Reason);

    private sealed record MoveRequest(string Move, string? Crew, string? Why);
}
