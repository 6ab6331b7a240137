using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>Nobody is forgotten: who wanted a person and left becomes a callback with two clocks.</summary>
[Collection(TownCollection.Name)]
public class MissedCall(Town town)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Leaving_the_line_makes_one_callback_with_two_clocks()
    {
        const string Phone = "+79379999991";
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await using var call = TrunkCall.Place(town.Host.Sip, Phone, "112", TimeSpan.FromSeconds(4));
            Assert.Equal(0, await call.EndAsync(Limit));
        }

        var rows = await town.Api.EventuallyAsync("/api/callbacks", all => all.Any(row =>
            row.GetProperty("phone").GetString() == Phone && row.GetProperty("missedCalls").GetInt32() == 2), Limit);
        var callback = Assert.Single(rows, row => row.GetProperty("phone").GetString() == Phone);
        var arrived = callback.GetProperty("arrivedAt").GetDateTimeOffset();
        Assert.Equal(TimeSpan.FromMinutes(5), callback.GetProperty("ownDueAt").GetDateTimeOffset() - arrived);
        Assert.Equal(TimeSpan.FromMinutes(10), callback.GetProperty("legalDueAt").GetDateTimeOffset() - arrived);
        Assert.Equal("due", callback.GetProperty("status").GetString());

        var calls = await town.Api.ListAsync($"/api/calls?phone={Uri.EscapeDataString(Phone)}&limit=10");
        Assert.Equal(2, calls.Count);
        Assert.All(calls,
            row => Assert.Contains(row.GetProperty("outcome").GetString(), new[] { "abandoned", "missed" }));
        Assert.Equal(calls.Min(row => row.GetProperty("startedAt").GetDateTimeOffset()), arrived);
    }

    [Fact]
    public async Task A_caller_who_comes_again_and_is_answered_closes_the_callback()
    {
        const string Phone = "+79379999992";
        await using (var missed = TrunkCall.Place(town.Host.Sip, Phone, "112", TimeSpan.FromSeconds(3)))
        {
            Assert.Equal(0, await missed.EndAsync(Limit));
        }

        await town.Api.EventuallyAsync("/api/callbacks",
            all => all.Any(row => row.GetProperty("phone").GetString() == Phone), Limit);
        await using (var phone = await Baresip.StartAsync("202", "demo202", town.Host.Sip, "127.0.45.2",
            ToneMeter.Hum(1100, TimeSpan.FromSeconds(60))))
        {
            await using var call = TrunkCall.Place(town.Host.Sip, Phone, "112", TimeSpan.FromSeconds(18));
            await call.Sound.HearAsync(audio => ToneMeter.SecondsOf(audio, 1100) > 6, TimeSpan.FromSeconds(30));
        }

        await town.Api.EventuallyAsync("/api/callbacks?status=resolvedByInbound", all => all.Any(row =>
            row.GetProperty("phone").GetString() == Phone
            && row.GetProperty("status").GetString() == "resolvedByInbound"), Limit);
    }
}
