using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>A resident phones and hears the balance; the audio on the wire is decoded and matched here.</summary>
[Collection(TownCollection.Name)]
public class BalanceByPhone(Town town)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_known_caller_hears_the_sum_without_pressing_a_key()
    {
        string[] sum =
        [
            "bal.total_debt",
            .. PromptText.IdsOf("ru", "восемь тысяч четыреста двенадцать рублей шестьдесят копеек"),
        ];
        await using var call = TrunkCall.Place(town.Host.Sip, "+79370000030", "100", TimeSpan.FromSeconds(25));
        var heard = await call.Sound.HearAsync(PromptEar.Sequence("ru", sum), Limit);

        Assert.True(PromptEar.HeardInOrder(heard, "ru", "greet.open", "bal.total_debt"), "greeting before balance");
        var begunAfter = PromptEar.Find(heard, "ru", "bal.total_debt") / 8000.0;
        Assert.True(begunAfter <= 8, $"the balance began {begunAfter:F1} s after the answer");
        Assert.Equal(0, await call.EndAsync(Limit));
    }

    [Fact]
    public async Task An_overpaid_account_hears_of_the_overpayment()
    {
        string[] sum = ["bal.overpay", .. PromptText.IdsOf("ru", "двести пятьдесят рублей")];
        await using var call = TrunkCall.Place(town.Host.Sip, "+79370000118", "100", TimeSpan.FromSeconds(20));
        await call.Sound.HearAsync(PromptEar.Sequence("ru", sum), Limit);
        Assert.Equal(0, await call.EndAsync(Limit));
    }

    [Fact]
    public async Task A_resident_of_the_ukrainian_organisation_is_spoken_to_in_ukrainian()
    {
        string[] sum =
        [
            "bal.total_debt",
            .. PromptText.IdsOf("uk", "одна тисяча двісті тридцять чотири гривні п’ятдесят шість копійок"),
        ];
        await using var call = TrunkCall.Place(town.Host.Sip, "+380670000184", "100", TimeSpan.FromSeconds(25));
        await call.Sound.HearAsync(PromptEar.Sequence("uk", sum), Limit);
        Assert.Equal(0, await call.EndAsync(Limit));
    }

    [Fact]
    public async Task One_phone_with_two_flats_is_asked_and_never_guessed()
    {
        await using var call = TrunkCall.Place(town.Host.Sip, "+79370000031", "100", TimeSpan.FromSeconds(45));
        var asked = await call.Sound.HearAsync(PromptEar.Sequence("ru", "cid.match_many"), Limit);
        Assert.True(PromptEar.Find(asked, "ru", "bal.total_debt") < 0, "no balance before the choice");
        await call.Sound.PressAsync("2");
        string[] sum = ["bal.total_debt", .. PromptText.IdsOf("ru", "сто двадцать три рубля сорок пять копеек")];
        await call.Sound.HearAsync(PromptEar.Sequence("ru", sum), Limit);
    }

    [Fact]
    public async Task An_unknown_caller_types_the_account_and_hears_its_balance()
    {
        await using var call = TrunkCall.Place(town.Host.Sip, "+79379999999", "100", TimeSpan.FromSeconds(45));
        await call.Sound.HearAsync(PromptEar.Sequence("ru", "acc.ask"), Limit);
        await call.Sound.PressAsync("4406118#");
        await call.Sound.HearAsync(PromptEar.Sequence("ru", "bal.overpay"), Limit);
    }

    [Fact]
    public async Task An_entry_posted_now_is_in_the_sum_of_the_next_call()
    {
        await town.Api.PostAsync("/api/accounts/4406032/postings",
            new { service = "coldWater", amount = 10000, reason = "проверка со стороны" });
        await using var call = TrunkCall.Place(town.Host.Sip, "+79370000031", "100", TimeSpan.FromSeconds(45));
        await call.Sound.HearAsync(PromptEar.Sequence("ru", "cid.match_many"), Limit);
        await call.Sound.PressAsync("2");
        string[] sum = ["bal.total_debt", .. PromptText.IdsOf("ru", "двести двадцать три рубля сорок пять копеек")];
        await call.Sound.HearAsync(PromptEar.Sequence("ru", sum), Limit);
        await town.Api.PostAsync("/api/accounts/4406032/postings",
            new { service = "coldWater", amount = -10000, reason = "возврат к исходному" });
    }

    [Fact]
    public async Task A_call_served_by_the_robot_leaves_no_callback()
    {
        await using (var call = TrunkCall.Place(town.Host.Sip, "+79370000007", "100", TimeSpan.FromSeconds(15)))
        {
            await call.Sound.HearAsync(PromptEar.Sequence("ru", "bal.zero"), Limit);
            Assert.Equal(0, await call.EndAsync(Limit));
        }

        var calls = await town.Api.EventuallyAsync("/api/calls?phone=%2B79370000007&limit=5",
            rows => rows.Any(row => row.GetProperty("outcome").GetString() == "selfService"), Limit);
        Assert.Contains(calls,
            row => row.GetProperty("heard").EnumerateArray().Any(id => id.GetString() == "bal.zero"));
        var served = calls.First(row => row.GetProperty("outcome").GetString() == "selfService");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, served.GetProperty("callbackId").ValueKind);
        var callbacks = await town.Api.ListAsync("/api/callbacks");
        Assert.DoesNotContain(callbacks, row => row.GetProperty("callIds").EnumerateArray()
            .Any(id => id.GetString() == served.GetProperty("id").GetString()));
    }
}
