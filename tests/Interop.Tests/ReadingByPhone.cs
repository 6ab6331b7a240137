using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>A resident gives a meter reading with real keys.</summary>
[Collection(TownCollection.Name)]
public class ReadingByPhone(Town town)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_confirmed_reading_is_stored_once()
    {
        var account = await town.Api.GetAsync("/api/accounts/4406007");
        var cold = account.GetProperty("meters").EnumerateArray()
            .First(m => m.GetProperty("service").GetString() == "coldWater").GetProperty("id").GetString();

        await using (var call = TrunkCall.Place(town.Host.Sip, "+79370000007", "100", TimeSpan.FromSeconds(90)))
        {
            await call.Sound.HearAsync(PromptEar.Sequence("ru", "bal.zero"), Limit);
            await call.Sound.PressAsync("1");
            await call.Sound.HearAsync(PromptEar.Sequence("ru", "rd.choose"), Limit);
            await call.Sound.PressAsync("1");
            await call.Sound.HearAsync(
                PromptEar.Sequence("ru", ["rd.prev", .. PromptText.IdsOf("ru", "четыреста двенадцать")]),
                Limit);
            await call.Sound.PressAsync("418#");
            await call.Sound.HearAsync(PromptEar.Sequence("ru", "rd.confirm"), Limit);
            await call.Sound.PressAsync("1");
            await call.Sound.HearAsync(PromptEar.Sequence("ru", "rd.ok"), Limit);
        }

        var readings = await town.Api.EventuallyAsync($"/api/meters/{cold}/readings",
            rows => rows.Any(row => row.GetProperty("value").GetDecimal() == 418), Limit);
        var reading = Assert.Single(readings, row => row.GetProperty("value").GetDecimal() == 418);
        Assert.Equal("phone", reading.GetProperty("source").GetString());
        Assert.NotEqual(Guid.Empty, reading.GetProperty("callId").GetGuid());
    }

    [Fact]
    public async Task A_reading_below_the_last_one_is_said_back_and_not_stored()
    {
        var account = await town.Api.GetAsync("/api/accounts/4406007");
        var hot = account.GetProperty("meters").EnumerateArray()
            .First(m => m.GetProperty("service").GetString() == "hotWater").GetProperty("id").GetString();
        await using (var call = TrunkCall.Place(town.Host.Sip, "+79370000007", "100", TimeSpan.FromSeconds(60)))
        {
            await call.Sound.HearAsync(PromptEar.Sequence("ru", "bal.zero"), Limit);
            await call.Sound.PressAsync("1");
            await call.Sound.HearAsync(PromptEar.Sequence("ru", "rd.choose"), Limit);
            await call.Sound.PressAsync("2");
            await call.Sound.HearAsync(PromptEar.Sequence("ru", "rd.ask"), Limit);
            await call.Sound.PressAsync("17#");
            await call.Sound.HearAsync(PromptEar.Sequence("ru", "rd.less"), Limit);
        }

        var readings = await town.Api.ListAsync($"/api/meters/{hot}/readings");
        Assert.DoesNotContain(readings, row => row.GetProperty("value").GetDecimal() == 17);
    }
}
