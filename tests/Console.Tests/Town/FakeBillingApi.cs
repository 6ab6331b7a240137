namespace Zhkh.Console.Tests.Town;

/// <summary>Accounts' months and charges, billing months, tariffs.</summary>
internal static class FakeBillingApi
{
    public static void Map(WebApplication app, Func<FakeTown> town)
    {
        MapAccounts(app, town);
        MapMonths(app, town);
        MapTariffs(app, town);
        app.MapGet("/api/calls", (string phone) => new
        {
            items = new[]
            {
                new
                {
                    id = "c-9", direction = "inbound", from = phone, to = "100", startedAt = FakeBilling.Day,
                    humanAnsweredAt = FakeBilling.Day.AddSeconds(9), endedAt = FakeBilling.Day.AddSeconds(134),
                    outcome = "answered", recordingId = "r-9",
                },
            },
            next = (string?)null,
        });
        app.MapGet("/api/meters/{id}/readings", (string id) => new
        {
            items = new object[]
            {
                new
                {
                    id = id + "-2", value = 412.38m, consumption = 7m, at = FakeBilling.Day, source = "phone",
                    callId = "c-9", status = "accepted",
                },
                new
                {
                    id = id + "-1", value = 405.38m, consumption = 90m, at = FakeBilling.Day.AddDays(-30),
                    source = "office", callId = (string?)null, status = "suspicious",
                },
            },
            next = (string?)null,
        });
    }

    private static void MapAccounts(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/accounts/{number}/months", (string number, string from, string to) => new
        {
            currency = "RUB",
            months = town().Billing.AccountMonths.GetValueOrDefault(number, [])
                .Where(each => string.CompareOrdinal(each.Month, from) >= 0
                    && string.CompareOrdinal(each.Month, to) <= 0).ToArray(),
        });
        app.MapGet("/api/accounts/{number}/charges", (string number, string month) =>
            town().Billing.Charges.Where(each => each.Month == month).ToArray());
        app.MapGet("/api/accounts/{number}/penalty", (string number, string on) =>
        {
            var segments = town().Billing.Segments.Where(each => string.CompareOrdinal(each.From, on) <= 0).ToArray();
            return new { amount = segments.Sum(each => each.Amount), segments };
        });
        app.MapGet("/api/accounts/{number}/postings", (string number) =>
            new { items = town().Billing.Postings.ToArray(), next = (string?)null });
        app.MapGet("/api/accounts/{number}/recalculations", (string number, string month) =>
            town().Billing.TellsBeforehand
                ? Results.Ok(town().Billing.Recalculation)
                : Results.Problem(statusCode: 405, title: "Метод не поддерживается."));
        app.MapPost("/api/accounts/{number}/recalculations", (string number, RecalculationRequest asked) =>
        {
            town().Acts.Enqueue($"recalculate {number} {asked.Month} {asked.Reason}");
            return town().Billing.Recalculation;
        });
        app.MapPost("/api/postings/{id}/reversal", (string id, ReasonRequest asked) =>
        {
            var billing = town().Billing;
            var at = billing.Postings.FindIndex(each => each.PostingId == id);
            if (billing.Postings[at].Reversed)
            {
                return Results.Problem(statusCode: 409, title: "Эта проводка уже сторнирована.");
            }

            billing.Postings[at] = billing.Postings[at] with { Reversed = true };
            town().Acts.Enqueue($"reverse {id} {asked.Reason}");
            return Results.Ok(billing.Postings[at]);
        });
    }

    private static void MapMonths(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/months", () => town().Billing.Months.ToArray());
        app.MapPost("/api/months/{month}/run", (string month, OrganisationRequest asked) =>
        {
            var billing = town().Billing;
            if (billing.Months.All(each => each.Month != month))
            {
                billing.Months.Add(new FakeMonth(asked.Organisation, month, "open", 12_480, 0, 0, 0, null, null, null,
                    null, null, []));
            }

            billing.ChangeMonth(month, each => each with { Progress = new FakeProgress(4_200, 12_480) });
            town().Acts.Enqueue($"run {month}");
            return Results.Accepted((string?)null, billing.Months.First(each => each.Month == month));
        });
        app.MapPost("/api/months/{month}/close", (string month, OrganisationRequest asked) =>
        {
            var billing = town().Billing;
            town().Acts.Enqueue($"close {month}");
            billing.ChangeMonth(month, each => each with
            {
                Status = "closed", ClosedAt = FakeBilling.Day, ClosedBy = "billing",
            });
            return billing.Months.First(each => each.Month == month);
        });
    }

    private static void MapTariffs(WebApplication app, Func<FakeTown> town)
    {
        app.MapGet("/api/tariffs", () => town().Billing.Tariffs.ToArray());
        app.MapPost("/api/tariffs", (FakeNewTariff wanted) =>
        {
            var billing = town().Billing;
            if (billing.Tariffs.Any(each => each.Service == wanted.Service && each.ValidFrom == wanted.ValidFrom))
            {
                return Results.Problem(statusCode: 409, title: "На этот день цена уже заведена.");
            }

            var added = new FakeTariff($"t{billing.Tariffs.Count + 1}", wanted.Organisation, wanted.Service,
                wanted.Price, "m3", wanted.ValidFrom, null, wanted.Basis);
            billing.Tariffs.Add(added);
            town().Acts.Enqueue($"tariff {wanted.Service} {wanted.Price} {wanted.ValidFrom} {wanted.Basis}");
            return Results.Created($"/api/tariffs/{added.Id}", added);
        });
    }

    private sealed record RecalculationRequest(string Month, string Reason);

    private sealed record ReasonRequest(string Reason);

    private sealed record OrganisationRequest(string Organisation);
}
