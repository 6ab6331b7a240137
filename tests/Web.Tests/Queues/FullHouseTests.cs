using System.Text.Json;
using Zhkh.Pbx.Calls;
using Zhkh.Testing;
using Zhkh.Web.Tests.Outages;

namespace Zhkh.Web.Tests.Queues;

/// <summary>
/// RELIABILITY O2 on the wire: with no place for sound left a caller is refused with 503, and is promised a call all
/// the same; the exchange does not pretend to try what it has no room for.
/// </summary>
public sealed class FullHouseTests
{
    private const string Operator = "127.0.82.21";
    private const string TwoPairs = "21000-21003";
    private const string Refused = "+79370000031";

    [Fact]
    public async Task Who_finds_no_place_for_sound_is_refused_with_a_promise()
    {
        await using var host = await WireHost.StartAsync(Operator, "--rtp-ports", TwoPairs);
        using var desk = await DeskPhone.RegisterAsync(host.Sip, "201", "127.0.82.22");
        foreach (var from in new[] { "+79370000030", "+79370000118" })
        {
            await new WirePeerCall(host.Trunk, "sip:100@zhkh", from).EstablishAsync();
        }

        var refused = new WirePeerCall(host.Trunk, "sip:112@zhkh", Refused);
        host.Trunk.Send(refused.Invite());
        var answer = await host.Trunk.ReceiveFinalAsync();
        Assert.Equal(503, answer.Status);
        Assert.InRange(int.Parse(answer["Retry-After"]), 5, 15);
        host.Trunk.Send(refused.AckRefusal(answer));

        using var person = await host.SignInAsync("supervisor");
        var callbacks = await OutageHost.EventuallyAsync(
            () => person.JsonAsync("/api/callbacks"),
            page => page.GetProperty("items").EnumerateArray().Any(c => Phone(c) == Refused));
        var promise = Assert.Single(callbacks.GetProperty("items").EnumerateArray(), c => Phone(c) == Refused);
        Assert.Equal("due", promise.GetProperty("status").GetString());
        Assert.Equal(
            promise.GetProperty("arrivedAt").GetDateTimeOffset().AddMinutes(10),
            promise.GetProperty("legalDueAt").GetDateTimeOffset());

        var order = new CallOut("201", Refused, "privolsk");
        Assert.Equal(
            new CallOutAnswer.Refused(CallOutRefusal.NoMediaPort), host.Exchange.Switchboard.Call(order));
    }

    private static string? Phone(JsonElement callback) => callback.GetProperty("phone").GetString();
}
