using System.Text.Json;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// F4 for calls the exchange makes by itself: the host is killed while a resident's telephone rings, and again while
/// dispatcher and resident talk. The promise stays open with its try as evidence, or is kept; nobody is forgotten,
/// nobody is called twice, and the dispatcher's phone is free again.
/// </summary>
public sealed class KilledWhileCallingBack : IAsyncLifetime
{
    private const string Desk = "127.0.82.1";
    private const string Operator = "127.0.82.2";
    private const string Far = "127.0.82.9";

    private const double DispatcherHertz = 1100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly string[] Residents = ["+79379999961", "+79379999962", "+79379999963"];

    private readonly CalledPhones _residents = new(Far, 5070);
    private RunningHost? _host;

    private RunningHost Host => _host ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(
        "127.0.82.3", dataFolder: null, "--sip-port", "5060", "--trunk-peers", $"{Operator},{Far}",
        "--trunk-out", $"{_residents.Local}", "--rtp-ports", "15600-15699");

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await _residents.DisposeAsync();
    }

    [Fact]
    public async Task A_promise_outlives_the_host_that_was_keeping_it()
    {
        await MissAsync();
        using var phone = await DeskPhone.RegisterAsync(Host.Sip, "201", Desk);
        await phone.AnswerAsync(await phone.RingsAsync());
        var ringing = await _residents.RingAsync(Limit);
        await KillAsync();

        // The phone is known and free: the next promise is taken up at once.
        await using var mouth = new RtpPeer(Desk);
        await phone.AnswerAsync(await phone.RingsAsync(), mouth);
        var talking = await _residents.RingAsync(Limit);
        talking.PickUp();
        var hum = mouth.SpeakAsync(ToneMeter.Hum(DispatcherHertz, TimeSpan.FromSeconds(10)));
        await talking.Sound.HearAsync(audio => ToneMeter.SecondsOf(audio, DispatcherHertz) > 7, Limit);
        await KillAsync();

        var third = await phone.RingsAsync();
        Assert.Equal(2, _residents.Dialled.Count);   // what was tried waits for its next try, what was kept is over
        Assert.Equivalent(
            Residents, new[] { ringing.Number, talking.Number, "+" + third["From"].Split('+', '@')[1] }, strict: true);
        using var api = await HostApi.SignInAsync(Host.Http, "admin");
        AssertOneTry(await CallbackAsync(api, ringing.Number, "due"), "notReached");
        var talked = AssertOneTry(await CallbackAsync(api, talking.Number, "reached"), "reached");
        Assert.True(talked.GetProperty("talkSeconds").GetInt32() >= 5, $"{talked}");
        foreach (var number in new[] { ringing.Number, talking.Number })
        {
            var calls = await api.ListAsync($"/api/calls?phone={Uri.EscapeDataString(number)}");
            var ours = Assert.Single(calls, c => c.GetProperty("direction").GetString() == "outbound");
            Assert.Equal("cut", ours.GetProperty("outcome").GetString());
        }

        await hum;
    }

    /// <summary>Three call, wait a moment and hang up: nobody is at a phone yet.</summary>
    private async Task MissAsync()
    {
        using var api = await HostApi.SignInAsync(Host.Http, "admin");
        await api.PutAsync("/api/callback-settings/privolsk", new { isAutomatic = true, fromSeconds = 0 });
        using var line = new WirePeer(Host.Sip, Operator);
        foreach (var from in Residents)
        {
            var call = new WirePeerCall(line, $"sip:112@{Host.Sip}", from);
            await call.EstablishAsync();
            line.Send(call.Bye());
            Assert.Equal(200, (await line.ReceiveFinalAsync()).Status);
        }

        await api.EventuallyAsync("/api/callbacks",
            rows => Residents.All(phone => rows.Any(r => r.GetProperty("phone").GetString() == phone)), Limit);
    }

    private async Task KillAsync()
    {
        Host.Kill();
        await Host.WaitReadyAsync();
    }

    private static async Task<JsonElement> CallbackAsync(HostApi api, string phone, string status) =>
        (await api.EventuallyAsync("/api/callbacks", rows => rows.Any(r => Is(r, phone, status)), Limit))
        .Single(r => r.GetProperty("phone").GetString() == phone);

    private static bool Is(JsonElement callback, string phone, string status) =>
        callback.GetProperty("phone").GetString() == phone && callback.GetProperty("status").GetString() == status;

    private static JsonElement AssertOneTry(JsonElement callback, string outcome)
    {
        var attempt = Assert.Single(callback.GetProperty("attempts").EnumerateArray());
        Assert.True(attempt.GetProperty("automatic").GetBoolean());
        Assert.Equal(outcome, attempt.GetProperty("outcome").GetString());
        Assert.NotEqual(JsonValueKind.Null, attempt.GetProperty("endedAt").ValueKind);
        return attempt;
    }
}
