using System.Globalization;

namespace Zhkh.Console.Tests.Town;

/// <summary>Files of payments and what nobody could be found for.</summary>
internal static class FakeRegistersApi
{
    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        MapFiles(app, town);
        MapActs(app, town);
        app.MapGet("/api/unidentified-payments", () =>
            new { items = town().Billing.Unidentified.ToArray(), next = (string?)null });
        app.MapPost("/api/unidentified-payments/{id}/assign", (string id, AssignRequest asked) =>
            Settle(town(), id, "assigned", asked.AccountNumber));
        app.MapPost("/api/unidentified-payments/{id}/return", (string id, ReasonRequest asked) =>
            Settle(town(), id, "returned", asked.Reason));
    }

    private static void MapFiles(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/registers/profiles", () => new[]
        {
            new { id = "sber", name = "Сбербанк, реестр платежей" }, new { id = "gazprom", name = "Газпромбанк" },
        });
        app.MapGet("/api/registers", () => new { items = town().Billing.Registers.ToArray(), next = (string?)null });
        app.MapPost("/api/registers", async (string organisation, string profile, string name, HttpContext context) =>
        {
            using var memory = new MemoryStream();
            await context.Request.Body.CopyToAsync(memory);
            town().Billing.Uploaded = memory.ToArray();
            var register = town().Billing.Read(name) with { Profile = profile };
            town().Billing.Registers.Insert(0, register);
            town().Acts.Enqueue($"upload {organisation} {profile} {name}");
            return Results.Created($"/api/registers/{register.Id}", register);
        });
        app.MapGet("/api/registers/{id}", (string id) =>
            town().Billing.Registers.FirstOrDefault(each => each.Id == id) is { } found
                ? Results.Ok(found)
                : Results.Problem(statusCode: 404, title: "Такого реестра нет."));
        app.MapGet("/api/registers/{id}/rows", (string id, string? state, string? after, int limit) =>
        {
            var rows = town().Billing.Rows.GetValueOrDefault(id, [])
                .Where(each => state is null || each.State == state);
            var from = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture);
            var page = rows.Where(each => each.Line > from).Take(limit).ToArray();
            return new
            {
                items = page,
                next = page.Length == limit ? page[^1].Line.ToString(CultureInfo.InvariantCulture) : null,
            };
        });
    }

    private static void MapActs(WebApplication app, Func<FakeTown> town)
    {
        app.MapPost("/api/registers/{id}/post", (string id) =>
        {
            var billing = town().Billing;
            billing.Change(id, each => each with { Status = "posting", Progress = new FakeProgress(0, each.Rows) });
            town().Acts.Enqueue($"post {id}");
            return billing.Registers.First(each => each.Id == id);
        });
        app.MapPost("/api/registers/{id}/reverse", (string id, ReasonRequest asked) =>
        {
            var billing = town().Billing;
            billing.Change(id, each => each with { Status = "reversed", ReversedAt = FakeBilling.Day });
            town().Acts.Enqueue($"reverse {id} {asked.Reason}");
            return billing.Registers.First(each => each.Id == id);
        });
    }

    private static object Settle(FakeTown town, string id, string status, string what)
    {
        var list = town.Billing.Unidentified;
        var at = list.FindIndex(each => each.Id == id);
        list[at] = list[at] with { Status = status };
        town.Acts.Enqueue($"{status} {id} {what}");
        return list[at];
    }

    private sealed record AssignRequest(string AccountNumber);

    private sealed record ReasonRequest(string Reason);
}
