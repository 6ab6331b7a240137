using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Testing;
using Zhkh.Web.Hosting;
using Zhkh.Web.Tests.Outages;

namespace Zhkh.Web.Tests.Queues;

/// <summary>
/// RELIABILITY O2 on the wire: with no place for sound left a caller is refused with 503, and is promised a call all
/// the same; the exchange does not pretend to try what it has no room for.
/// </summary>
public sealed class FullHouseTests : IAsyncLifetime
{
    private const string Operator = "127.0.82.21";
    private const string TwoPairs = "21000-21003";
    private const string Refused = "+79370000031";

    private readonly string _data = Directory.CreateTempSubdirectory("zhkh-web").FullName;
    private WirePeer _trunk = null!;
    private WebApplication _app = null!;

    private Exchange Exchange => _app.Services.GetRequiredService<Exchange>();

    public async ValueTask InitializeAsync()
    {
        var database = await TestHost.EmptyDatabaseAsync();
        _app = Program.Build(
            [.. TestHost.Flags(database, _data), "--rtp-ports", TwoPairs, "--trunk-peers", Operator,
                "--trunk-out", $"{Operator}:5070"],
            builder => builder.Services.AddSingleton(TestHost.SmallTown));
        await _app.Services.GetRequiredService<SetUp>().RunAsync(CancellationToken.None);
        await _app.StartAsync();
        _trunk = new WirePeer(Exchange.BoundEndpoints[0], Operator);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _trunk.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Who_finds_no_place_for_sound_is_refused_with_a_promise()
    {
        using var desk = await DeskPhone.RegisterAsync(Exchange.BoundEndpoints[0], "201", "127.0.82.22");
        foreach (var from in new[] { "+79370000030", "+79370000118" })
        {
            await new WirePeerCall(_trunk, "sip:100@zhkh", from).EstablishAsync();
        }

        var refused = new WirePeerCall(_trunk, "sip:112@zhkh", Refused);
        _trunk.Send(refused.Invite());
        var answer = await _trunk.ReceiveFinalAsync();
        Assert.Equal(503, answer.Status);
        Assert.InRange(int.Parse(answer["Retry-After"]), 5, 15);
        _trunk.Send(refused.AckRefusal(answer));

        using var person = new ApiClient(new Uri(Serving.HttpAddress(_app)));
        await person.SignInAsync("supervisor", "demo");
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
            new CallOutAnswer.Refused(CallOutRefusal.NoMediaPort), Exchange.Switchboard.Call(order));
    }

    private static string? Phone(JsonElement callback) => callback.GetProperty("phone").GetString();
}
