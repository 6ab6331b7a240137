using System.Net;
using System.Text.Json;
using Zhkh.Pbx.Events;
using Zhkh.Testing;
using Zhkh.Web.Tests.Outages;

namespace Zhkh.Web.Tests.Queues;

/// <summary>
/// The exchange calls back by itself, whole: a missed call, a dispatcher who becomes free, their phone, the resident,
/// the evidence. Real sockets on addresses of its own.
/// </summary>
public sealed class AutomaticCallbackTests : IAsyncLifetime
{
    private const string Operator = "127.0.73.9";

    private WireHost _host = null!;
    private ApiClient _person = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await WireHost.StartAsync(Operator);
        _person = await _host.SignInAsync("supervisor");
        using var on = await _person.SendAsync(
            HttpMethod.Put, "/api/callback-settings/privolsk", new { isAutomatic = true, fromSeconds = 0 });
        Assert.Equal(HttpStatusCode.NoContent, on.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _person.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_free_dispatcher_is_rung_then_the_resident_and_the_talk_closes_the_callback()
    {
        await MissAsync("+79370000118");
        using var phone = await DeskPhone.RegisterAsync(_host.Sip, "201");
        var ring = await phone.RingsAsync();
        Assert.Contains("+79370000118", ring["From"], StringComparison.Ordinal);
        var taken = await CallbackAsync(c => Status(c) == "dialling");

        // A person's own F4 meanwhile: one of the two calls, not both.
        using var refused = await _person.PostAsync($"/api/callbacks/{taken.GetProperty("id")}/attempts", null);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);

        await phone.AnswerAsync(ring);
        var invite = await DeskPhone.NextAsync(_host.Trunk, "INVITE");
        Assert.StartsWith("INVITE sip:+79370000118@", invite.StartLine, StringComparison.Ordinal);
        _host.Trunk.Send(_host.Trunk.Response(invite, 200, "r1", DeskPhone.Sdp(Operator)));
        await DeskPhone.NextAsync(_host.Trunk, "ACK");
        await OutageHost.EventuallyAsync(
            () => CallbackAsync(_ => true),
            c => c.GetProperty("attempts")[0].GetProperty("answeredAt").ValueKind != JsonValueKind.Null);
        await TalkAsync();
        _host.Trunk.Send(ByeOf(invite));
        await phone.HungUpAsync();

        var closed = await CallbackAsync(c => Status(c) == "reached");
        var attempt = Assert.Single(closed.GetProperty("attempts").EnumerateArray());
        Assert.True(attempt.GetProperty("automatic").GetBoolean());
        Assert.Equal("reached", attempt.GetProperty("outcome").GetString());
        Assert.True(attempt.GetProperty("talkSeconds").GetInt32() >= 5);
        Assert.True(attempt.GetProperty("endedAt").GetDateTimeOffset()
            < closed.GetProperty("legalDueAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_dispatcher_who_does_not_take_the_phone_leaves_it_to_a_colleague_and_the_resident_in_peace()
    {
        using var absent = await DeskPhone.RegisterAsync(_host.Sip, "201");
        await MissAsync("+79370000031");
        await absent.LetRingAsync(await absent.RingsAsync());
        using var colleague = await DeskPhone.RegisterAsync(_host.Sip, "202");
        var ring = await colleague.RingsAsync();
        Assert.Contains("+79370000031", ring["From"], StringComparison.Ordinal);
        var callback = await CallbackAsync(c => c.GetProperty("attempts").GetArrayLength() >= 2);
        Assert.Equal("ownPhoneSilent", callback.GetProperty("attempts")[0].GetProperty("outcome").GetString());
        Assert.Null(_host.Trunk.TryReceive());
        await colleague.LetRingAsync(ring);
    }

    /// <summary>Two-way talk that counts is five seconds of the real clock; the condition is the clock's own.</summary>
    private static async Task TalkAsync()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(6.5))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private async Task MissAsync(string phone)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var command = _host.Owner.CreateCommand("""
            insert into pbx.outbox (type, organisation, payload, created_at, not_before)
            values ('CallMissed', 'privolsk', $1::jsonb, now(), now())
            """);
        command.Parameters.AddWithValue(JsonSerializer.Serialize(
            new CallMissed(Guid.CreateVersion7(), "privolsk", phone, null, now.AddSeconds(-30), now, "missed"),
            JsonSerializerOptions.Web));
        await command.ExecuteNonQueryAsync();
    }

    private async Task<JsonElement> CallbackAsync(Func<JsonElement, bool> isSo) =>
        (await OutageHost.EventuallyAsync(
            () => _person.JsonAsync("/api/callbacks"),
            page => page.GetProperty("items").EnumerateArray().Any(isSo)))
        .GetProperty("items").EnumerateArray().First(isSo);

    private static string? Status(JsonElement callback) => callback.GetProperty("status").GetString();

    private string ByeOf(WireMessage invite) => _host.Trunk.Request(
            "BYE", invite.Uri("Contact"), invite["Call-ID"], 1, null, "x", null, null)
        .Replace("From: <sip:x@peer.test>", $"From: {invite["To"]};tag=r1", StringComparison.Ordinal)
        .Replace($"To: <{invite.Uri("Contact")}>", $"To: {invite["From"]}", StringComparison.Ordinal);
}
