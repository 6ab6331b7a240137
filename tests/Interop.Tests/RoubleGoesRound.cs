using System.Globalization;
using System.Text.Json;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// The whole circle of a rouble, from outside only: a reading by phone, the month's charge, a bank's register, what is
/// left as debt, the robot's call, a promise, the payment, and the end of calls about it.
/// </summary>
[Collection(JourneyCollection.Name)]
public class RoubleGoesRound(JourneyTown town)
{
    private const string Promiser = "+79370000007";
    private const string Busy = "+79370000030";
    private const long LeftUnpaid = 123_456;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DateOnly _today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(
        TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Volgograd")).DateTime);

    [Fact]
    public async Task A_reading_becomes_a_charge_a_debt_a_call_a_promise_a_payment_and_silence()
    {
        using var clerk = await town.SignInAsync("billing");
        using var admin = await town.SignInAsync("admin");
        // Nobody else of this town may be rung by a campaign about debts.
        await town.ExecuteAsync($"""
            delete from billing.person_phones where phone not in ('{Promiser}', '{Busy}')
            """);
        await ReadMeterAsync();
        var charged = await ChargeMonthAsync(clerk);
        await PostAsync(clerk, "first", _today.AddDays(-10), ("4406007", charged - LeftUnpaid));
        Assert.Equal(LeftUnpaid, await BalanceAsync(clerk, "4406007"));

        var busyOwes = await BalanceAsync(clerk, "4406030");
        var audience = await PreviewAsync(admin);
        Assert.Equal((2, LeftUnpaid + busyOwes),
            (audience.GetProperty("selected").GetInt32(), audience.GetProperty("sum").GetInt64()));
        var campaign = await BeginAsync(admin);
        await TalkToBothAsync();
        await PromisedAsync(admin, campaign);

        await PostAsync(clerk, "second", _today, ("4406007", LeftUnpaid), ("4406030", busyOwes));
        var contacts = await admin.EventuallyAsync($"/api/campaigns/{campaign}/contacts?limit=10",
            rows => rows.All(r => r.GetProperty("state").GetString() == "ended"), Limit);
        Assert.Equal([(Promiser, "promiseToPay"), (Busy, "paid")], contacts.Select(c => (
            c.GetProperty("phone").GetString()!, c.GetProperty("disposition").GetString()!)).Order());
        Assert.Equal((0L, 0L), (await BalanceAsync(clerk, "4406007"), await BalanceAsync(clerk, "4406030")));
        Assert.Equal(0, (await PreviewAsync(admin)).GetProperty("selected").GetInt32());
        await OverAsync(admin, campaign);
        Assert.Equal([Promiser, Busy], town.Phones.Dialled.Where(number => number is Promiser or Busy).Order());

        await using var call = town.Call(Promiser, TimeSpan.FromSeconds(15));
        await call.Sound.HearAsync(PromptEar.Sequence("ru", "greet.open", "bal.zero"), Limit);
    }

    private async Task ReadMeterAsync()
    {
        await using var call = town.Call(Promiser, TimeSpan.FromSeconds(90));
        await call.Sound.HearAsync(PromptEar.Sequence("ru", "bal.zero"), Limit);
        await call.Sound.PressAsync("1");
        await call.Sound.HearAsync(PromptEar.Sequence("ru", "rd.choose"), Limit);
        await call.Sound.PressAsync("1");
        await call.Sound.HearAsync(PromptEar.Sequence("ru", "rd.prev"), Limit);
        await call.Sound.PressAsync("418#");
        await call.Sound.HearAsync(PromptEar.Sequence("ru", "rd.confirm"), Limit);
        await call.Sound.PressAsync("1");
        await call.Sound.HearAsync(PromptEar.Sequence("ru", "rd.ok"), Limit);
    }

    /// <returns>What the month put on the account, kopecks.</returns>
    private async Task<long> ChargeMonthAsync(HostApi clerk)
    {
        var month = _today.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        await clerk.PostAsync($"/api/months/{month}/run", new { organisation = "privolsk" });
        await clerk.EventuallyAsync("/api/months?organisation=privolsk", rows => rows.Any(
            m => m.GetProperty("month").GetString() == month
                && m.GetProperty("status").GetString() == "charged"), Limit);
        var charges = await clerk.ListAsync($"/api/accounts/4406007/charges?month={month}");
        var cold = Assert.Single(charges, c => c.GetProperty("service").GetString() == "coldWater");
        // 418 typed on a telephone less 412 before; price by price to the kopeck.
        Assert.Equal(("meter", 6m), (cold.GetProperty("method").GetString(), Decimal(cold, "quantity")));
        Assert.Equal(
            Math.Round(6m * Decimal(cold, "tariff") * 100, MidpointRounding.AwayFromZero),
            cold.GetProperty("amount").GetInt64());
        Assert.StartsWith("6,000 м³ × ", cold.GetProperty("formula").GetString(), StringComparison.Ordinal);
        var sum = charges.Sum(c => c.GetProperty("amount").GetInt64());
        Assert.Equal(sum, await BalanceAsync(clerk, "4406007"));
        Assert.True(sum > LeftUnpaid, $"charged {sum}");
        return sum;
    }

    /// <summary>Brings a bank's file, looks at the preview, posts it and waits for the last row.</summary>
    private static async Task PostAsync(
        HostApi clerk, string batch, DateOnly day, params (string Account, long Minor)[] payments)
    {
        var file = BankRegister.Of(day, batch, [.. payments.Select(p => (p.Account, "Мельник Галина", p.Minor))]);
        var register = await clerk.UploadAsync(
            $"/api/registers?organisation=privolsk&profile=sber-classic&name={batch}.txt", file);
        Assert.Equal(("preview", "windows-1251", payments.Length, true), (register.GetProperty("status").GetString(),
            register.GetProperty("encoding").GetString(), register.GetProperty("known").GetInt32(),
            register.GetProperty("footer").GetProperty("matches").GetBoolean()));
        var id = register.GetProperty("id").GetString();
        await clerk.PostAsync($"/api/registers/{id}/post", new { });
        await JourneyTown.UntilAsync(async () =>
            (await clerk.GetAsync($"/api/registers/{id}")).GetProperty("status").GetString() == "posted", Limit,
            "the register was not posted");
    }

    private static Task<JsonElement> PreviewAsync(HostApi admin) => admin.PostAsync("/api/campaigns/preview", Wish());

    private async Task<string> BeginAsync(HostApi admin)
    {
        var id = (await admin.PostAsync("/api/campaigns", Wish())).GetProperty("id").GetString()!;
        await TryOutAsync(admin, id);
        await admin.PostAsync($"/api/campaigns/{id}/start", new { });
        return id;
    }

    private static object Wish() => new
    {
        organisation = "privolsk", name = "Круг", debtFrom = 100, monthsFrom = 0,
        hours = new { from = "00:00", to = "23:59" }, linesMax = 2, callsPerMinute = 60,
    };

    /// <summary>Whoever starts it hears it first, on their own telephone; no debtor is touched by that.</summary>
    private async Task TryOutAsync(HostApi admin, string campaign)
    {
        using var supervisor = await town.SignInAsync("supervisor");
        await using var phone = await Baresip.StartAsync(
            "203", "demo203", town.Host.Sip, "127.0.77.5", ToneMeter.Hum(900, TimeSpan.FromSeconds(1)));
        await supervisor.PostAsync($"/api/campaigns/{campaign}/trial", new { accountNumber = "4406007" });
        await phone.HeardAsync(PromptEar.Sequence("ru", "db.hello", "db.hello.2", "db.hello.3"), Limit);
        var untouched = await admin.ListAsync($"/api/campaigns/{campaign}/contacts?limit=10");
        Assert.Equal([0, 0], untouched.Select(c => c.GetProperty("attempts").GetInt32()));
        Assert.DoesNotContain(Promiser, town.Phones.Dialled);
    }

    /// <summary>Both may ring at once: one is talked to, the other is engaged.</summary>
    private async Task TalkToBothAsync()
    {
        var talk = Task.CompletedTask;
        for (var n = 0; n < 2; n++)
        {
            var phone = await town.Phones.RingAsync(Limit);
            if (phone.Number == Busy)
            {
                phone.Refuse(486);
            }
            else
            {
                Assert.Equal(Promiser, phone.Number);
                talk = PromiseAsync(phone);
            }
        }

        await talk;
    }

    private async Task PromiseAsync(CalledPhone phone)
    {
        phone.PickUp();
        var greeting = await phone.Sound.HearAsync(PromptEar.Sequence("ru", "db.hello", "db.hello.3"), Limit);
        Assert.True(PromptEar.Find(greeting, "ru", "db.total") < 0, "nothing about a debt before a key");
        await phone.Sound.PressAsync("1");
        string[] sum =
        [
            "db.total",
            .. PromptText.IdsOf("ru", "одна тысяча двести тридцать четыре рубля пятьдесят шесть копеек"),
        ];
        await phone.Sound.HearAsync(PromptEar.Sequence("ru", sum), Limit);
        await phone.Sound.PressAsync("2");
        await phone.Sound.HearAsync(PromptEar.Sequence("ru", "db.date"), Limit);
        await phone.Sound.PressAsync(_today.AddDays(5).ToString("ddMM", CultureInfo.InvariantCulture));
        await phone.Sound.HearAsync(PromptEar.Sequence("ru", "db.date.confirm"), Limit);
        await phone.Sound.PressAsync("1");
        await phone.Sound.HearAsync(PromptEar.Sequence("ru", "db.promised"), Limit);
        await phone.Ended.WaitAsync(Limit);
    }

    private async Task PromisedAsync(HostApi admin, string campaign)
    {
        var contacts = await admin.EventuallyAsync($"/api/campaigns/{campaign}/contacts?limit=10", rows => rows.All(
            r => r.GetProperty("state").GetString() is "ended" or "waiting"
                && r.GetProperty("attempts").GetInt32() == 1), Limit);
        var promise = contacts.Single(c => c.GetProperty("phone").GetString() == Promiser);
        Assert.Equal(("promiseToPay", $"{_today.AddDays(5):O}"), (promise.GetProperty("disposition").GetString(),
            promise.GetProperty("promisedOn").GetString()));
        var recording = promise.GetProperty("recordingId").GetString();
        var wav = WavAudio.Read(await admin.BytesAsync($"/api/recordings/{recording}.wav"));
        Assert.True(PromptEar.Find(wav.Channels[1], "ru", "db.promised") > 0, "the promise is in the recording");
        var busy = contacts.Single(c => c.GetProperty("phone").GetString() == Busy);
        Assert.Equal(("busy", "waiting"),
            (busy.GetProperty("disposition").GetString(), busy.GetProperty("state").GetString()));
        var excluded = (await PreviewAsync(admin)).GetProperty("excluded").EnumerateArray();
        Assert.Contains(excluded, e => e.GetProperty("reason").GetString() == "promiseActive");
    }

    private static Task OverAsync(HostApi admin, string campaign) => JourneyTown.UntilAsync(async () =>
    {
        var row = await admin.GetAsync($"/api/campaigns/{campaign}");
        var progress = row.GetProperty("progress");
        return row.GetProperty("state").GetString() == "finished"
            && progress.GetProperty("promised").GetInt32() == 1
            && progress.GetProperty("promisedAmount").GetInt64() == LeftUnpaid;
    }, Limit, "the campaign did not come to its end");

    private static async Task<long> BalanceAsync(HostApi clerk, string account) =>
        (await clerk.GetAsync($"/api/accounts/{account}")).GetProperty("balance").GetInt64();

    private static decimal Decimal(JsonElement row, string name) =>
        decimal.Parse(row.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
