using System.Net;
using System.Text.Json;

namespace Zhkh.Web.Tests.Api;

/// <summary>A month of money through the door: price, run, bill, late fee, recalculation, close.</summary>
public sealed class MonthsApiTests : IAsyncLifetime
{
    private readonly TestHost _host = new();

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_month_is_priced_run_read_recalculated_and_closed()
    {
        using var person = await _host.SignInAsync("billing");
        var month = await ThisMonthAsync();
        await PriceAsync(person, month);
        using var begun = await person.PostAsync($"/api/months/{month}/run", new { organisation = "privolsk" });
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        var row = await ChargedAsync(person, month);
        Assert.Equal((216, 216 * 4), (row.GetProperty("accounts").GetInt32(), row.GetProperty("charges").GetInt32()));
        Assert.Equal("RUB", row.GetProperty("currency").GetString());
        await BillAsync(person, month);
        using var again = await person.PostAsync($"/api/months/{month}/run", new { organisation = "privolsk" });
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal("charged", (await ApiClient.ReadAsync(again)).GetProperty("status").GetString());
        await RecalculateAsync(person, month);
        using var closed = await person.PostAsync($"/api/months/{month}/close", new { organisation = "privolsk" });
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        Assert.Equal("closed", (await ApiClient.ReadAsync(closed)).GetProperty("status").GetString());
        using var late = await person.PostAsync($"/api/months/{month}/run", new { organisation = "privolsk" });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal("/problems/monthClosed", (await ApiClient.ReadAsync(late)).GetProperty("type").GetString());
        Assert.Equal(2, await _host.ScalarAsync<long>(
            "select count(*) from web.audit where subject_kind = 'month' and detail = 'run'"));
    }

    private static async Task PriceAsync(ApiClient person, string month)
    {
        var body = new
        {
            organisation = "privolsk", service = "maintenance", price = "31.25", validFrom = $"{month}-01",
            basis = "протокол собрания 7",
        };
        using var set = await person.PostAsync("/api/tariffs", body);
        Assert.Equal(HttpStatusCode.Created, set.StatusCode);
        using var twice = await person.PostAsync("/api/tariffs", body);
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        var all = (await person.JsonAsync("/api/tariffs?organisation=privolsk")).EnumerateArray()
            .Where(t => t.GetProperty("service").GetString() == "maintenance").ToList();
        Assert.Equal([(string?)"31.25", "27.50"], all.Select(t => t.GetProperty("price").GetString()));
        Assert.Equal($"{month}-01", all[1].GetProperty("validTo").GetString());
    }

    private async Task BillAsync(ApiClient person, string month)
    {
        var charges = (await person.JsonAsync($"/api/accounts/4406030/charges?month={month}")).EnumerateArray()
            .ToList();
        Assert.Equal(4, charges.Count);
        Assert.All(charges, c =>
        {
            Assert.Equal(JsonValueKind.String, c.GetProperty("quantity").ValueKind);
            Assert.Matches(@"\d,\d{3,6} \S+ × \d+,\d\d.* = -?\d+,\d\d ₽$", c.GetProperty("formula").GetString());
        });
        Assert.Contains(charges, c => c.GetProperty("tariff").GetString() == "31.25");
        var months = await person.JsonAsync($"/api/accounts/4406030/months?from={month}&to={month}");
        var own = Assert.Single(months.GetProperty("months").EnumerateArray());
        Assert.Equal(charges.Sum(c => c.GetProperty("amount").GetInt64()), own.GetProperty("charged").GetInt64());
        Assert.Equal("charged", own.GetProperty("status").GetString());
        var card = await person.JsonAsync("/api/accounts/4406030");
        Assert.Equal(own.GetProperty("closing").GetInt64(), card.GetProperty("balance").GetInt64());
        var day = await _host.ScalarAsync<DateOnly>(
            "select max(effective_on) from billing.months where organisation = 'privolsk'");
        var fee = await person.JsonAsync($"/api/accounts/4406030/penalty?on={day:O}");
        Assert.Equal(own.GetProperty("penalty").GetInt64(), fee.GetProperty("amount").GetInt64());
        Assert.Equal(fee.GetProperty("amount").GetInt64(),
            fee.GetProperty("segments").EnumerateArray().Sum(s => s.GetProperty("amount").GetInt64()));
    }

    private async Task RecalculateAsync(ApiClient person, string month)
    {
        await _host.ExecuteAsync("""
            update billing.premises p set area = area + 10 from billing.accounts a
            where a.premise_id = p.id and a.number = '4406030'
            """);
        var before = (await person.JsonAsync("/api/accounts/4406030")).GetProperty("balance").GetInt64();
        var told = await person.JsonAsync($"/api/accounts/4406030/recalculations?month={month}");
        Assert.Equal(31_250, told.GetProperty("difference").GetInt64());
        Assert.Equal(before, (await person.JsonAsync("/api/accounts/4406030")).GetProperty("balance").GetInt64());
        for (var i = 0; i < 2; i++)
        {
            using var done = await person.PostAsync("/api/accounts/4406030/recalculations",
                new { month, reason = "обмер квартиры" }, ("Idempotency-Key", "measured"));
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
            Assert.Equal(31_250, (await ApiClient.ReadAsync(done)).GetProperty("difference").GetInt64());
        }

        var after = (await person.JsonAsync("/api/accounts/4406030")).GetProperty("balance").GetInt64();
        Assert.Equal(before + 31_250, after);
        using var none = await person.PostAsync("/api/accounts/4406030/recalculations",
            new { month = "2019-03", reason = "x" });
        Assert.Equal(HttpStatusCode.Conflict, none.StatusCode);
    }

    [Fact]
    public async Task A_gap_is_named_in_the_language_of_who_asks_and_stays_in_the_row()
    {
        using var person = await _host.SignInAsync("billing");
        var month = await ThisMonthAsync();
        await _host.ExecuteAsync(
            $"update billing.tariffs set valid_to = '{month}-10' where service = 'heating'");
        using var refused = await person.PostAsync($"/api/months/{month}/run", new { organisation = "khmelnytske" },
            ("Accept-Language", "uk"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("опалення", (await ApiClient.ReadAsync(refused)).GetProperty("detail").GetString(),
            StringComparison.Ordinal);
        var rows = await person.JsonAsync("/api/months?organisation=khmelnytske");
        var gap = Assert.Single(rows[0].GetProperty("gaps").EnumerateArray());
        Assert.Equal(("heating", "noTariff", 72), (gap.GetProperty("service").GetString(),
            gap.GetProperty("reason").GetString(), gap.GetProperty("accounts").GetInt32()));
    }

    private Task<string> ThisMonthAsync() => _host.ScalarAsync<string>(
        "select to_char(now() at time zone 'Europe/Volgograd', 'YYYY-MM')");

    private static async Task<JsonElement> ChargedAsync(ApiClient person, string month)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var row = (await person.JsonAsync("/api/months?organisation=privolsk")).EnumerateArray()
                .First(m => m.GetProperty("month").GetString() == month);
            if (row.GetProperty("status").GetString() == "charged")
            {
                return row;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }
}
