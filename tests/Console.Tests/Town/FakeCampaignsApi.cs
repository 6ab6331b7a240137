using System.Globalization;

namespace Zhkh.Console.Tests.Town;

/// <summary>/api/campaigns of the town.</summary>
internal static class FakeCampaignsApi
{
    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        app.MapPost("/api/campaigns/preview", (FakeCampaignWish wish) => new
        {
            audience = town().Campaigns.AudienceOf(wish.DebtFrom), lines = new FakeLines(0, wish.LinesMax, 9),
            estimatedEnd = town().Now.AddHours(3),
        });
        app.MapPost("/api/campaigns", (FakeCampaignWish wish) =>
        {
            town().Acts.Enqueue($"compose {wish.DebtFrom} {wish.MonthsFrom} {wish.Hours.From} {wish.Recurrence}");
            return town().Campaigns.Compose(wish, town().Now);
        });
        app.MapGet("/api/campaigns", () => new { items = town().Campaigns.All.ToArray(), next = (string?)null });
        app.MapGet("/api/campaigns/{id}", (string id) =>
            town().Campaigns.All.FirstOrDefault(each => each.Id == id) is { } found
                ? Results.Ok(found)
                : Results.Problem(statusCode: 404, title: "Такого обзвона нет."));
        app.MapPost("/api/campaigns/{id}/{act}", (string id, string act) => Act(town(), id, act));
        MapReading(app, town);
    }

    private static IResult Act(FakeTown town, string id, string act)
    {
        town.Acts.Enqueue($"{act} {id}");
        if (act == "trial")
        {
            return Results.Accepted();
        }

        town.Campaigns.Change(id, each => each with
        {
            State = act switch { "start" => "running", "pause" => "paused", _ => "stopped" },
            StartedAt = town.Now,
            Progress = each.Progress with { Total = each.Audience.Selected },
        });
        return Results.Ok(town.Campaigns.All.First(each => each.Id == id));
    }

    private static void MapReading(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/campaigns/{id}/text", (string id, string? accountNumber) => new
        {
            language = "ru",
            sentences = new[]
            {
                new { id = "debt.open", text = "Здравствуйте. Вам звонит робот управляющей организации Привольск." },
                new
                {
                    id = "debt.sum",
                    text = $"По лицевому счёту {accountNumber ?? "4406030"} задолженность восемь тысяч четыреста "
                        + "двенадцать рублей шестьдесят копеек.",
                },
                new { id = "debt.ask", text = "Чтобы назвать день оплаты, нажмите один. Если спорите с долгом, два." },
            },
        });
        app.MapGet("/api/campaigns/{id}/sample.wav", () =>
            Results.File(town().Recording, "audio/wav", enableRangeProcessing: true));
        app.MapGet("/api/campaigns/{id}/contacts", (string id, string? disposition, string? after, int limit) =>
        {
            var rows = town().Campaigns.Contacts.Where(each => disposition is null || each.Disposition == disposition);
            var from = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture);
            var page = rows.Skip(from).Take(limit).ToArray();
            return new
            {
                items = page,
                next = page.Length == limit ? (from + limit).ToString(CultureInfo.InvariantCulture) : null,
            };
        });
        app.MapGet("/api/campaigns/{id}/contacts.csv", () =>
            Results.File("account;phone\r\n4406030;\r\n"u8.ToArray(), "text/csv", "contacts.csv"));
    }
}
