using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Zhkh.Testing;

namespace Zhkh.Web.Tests.Api;

/// <summary>
/// A draft is tried before anybody else hears it: over real calls, to one's own phone and from the browser.
/// </summary>
public sealed class MenuTrialTests(MenusHost host) : IClassFixture<MenusHost>
{
    private const string Desk = "127.0.82.24";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_draft_is_heard_on_a_ringing_phone_and_on_the_telephone_of_the_demo()
    {
        using var client = await host.Inner.SignInAsync("supervisor");
        using var kept = await client.SendAsync(HttpMethod.Put, "/api/menus/privolsk/main/draft", new
        {
            revision = 0,
            menu = new { variants = new { open = new { items = new object[]
            {
                new { key = "7", action = "balance" }, new { key = "0", action = "person" },
            } } } },
        });
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        string[] words =
        [
            (await HeardAsync(client, draft: true, "greeting"))[0], .. await HeardAsync(client, draft: true, "items"),
        ];
        Assert.NotEqual(words[^1], (await HeardAsync(client, draft: false, "items"))[0]);

        await Task.WhenAll(RingingPhoneAsync(client, words), DemoTelephoneAsync(client, words));

        Assert.Equal(0, (await client.JsonAsync("/api/callbacks")).GetProperty("items").GetArrayLength());
        Assert.Equal(2L, await host.Inner.ScalarAsync<long>(
            "select count(*) from web.audit where subject_kind = 'menu' and detail like 'trial%'"));
        using var unknown = await client.PostAsync("/api/menus/trial/number", new { number = "999", draft = true });
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private async Task RingingPhoneAsync(ApiClient client, string[] words)
    {
        using var phone = await DeskPhone.RegisterAsync(host.Exchange.BoundEndpoints[0], "207", Desk);
        await using var ear = new RtpPeer(Desk);
        using var chosen = await client.SendAsync(HttpMethod.Put, "/api/session/extension", new { extension = "207" });
        Assert.True(chosen.IsSuccessStatusCode, await chosen.Content.ReadAsStringAsync());
        using var trial = await client.PostAsync("/api/menus/trial", new { number = "100", draft = true });
        Assert.Equal(HttpStatusCode.Accepted, trial.StatusCode);
        await phone.AnswerAsync(await phone.RingsAsync(), ear);
        await ear.HearAsync(PromptEar.Sequence("ru", words[0]), s_patience);
        await ear.PressAsync("4406118#");   // somebody unknown says whose menu it is to be
        await ear.HearAsync(PromptEar.Sequence("ru", words), s_patience);
        Assert.True(host.Exchange.Switchboard.HangUp(
            Assert.NotNull(host.Exchange.Switchboard.CallOf("207"))));
        await phone.HungUpAsync();
    }

    private static async Task DemoTelephoneAsync(ApiClient client, string[] words)
    {
        using var asked = await client.PostAsync("/api/menus/trial/number", new { number = "100", draft = true });
        var number = (await ApiClient.ReadAsync(asked)).GetProperty("number").GetString();
        using var line = new ClientWebSocket();
        line.Options.SetRequestHeader("Origin", client.Origin);
        using var patience = new CancellationTokenSource(s_patience, TimeProvider.System);
        await line.ConnectAsync(
            new Uri($"{client.Origin.Replace("http", "ws")}/demo/phone/line?from=%2B79370000030&to={number}"),
            patience.Token);
        var heard = new HashSet<string>();
        var told = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!heard.IsSupersetOf(words))
        {
            var part = await line.ReceiveAsync(buffer, patience.Token);
            if (part.MessageType == WebSocketMessageType.Text && part.EndOfMessage)
            {
                var message = Encoding.UTF8.GetString(buffer, 0, part.Count);
                told.AppendLine(message);
                var said = JsonSerializer.Deserialize<JsonElement>(message);
                heard.UnionWith(said.TryGetProperty("lines", out var lines)
                    ? lines.EnumerateArray().Select(l => l.GetProperty("id").GetString() ?? "") : []);
            }

            Assert.True(part.MessageType != WebSocketMessageType.Close, $"the call is over: {told}");
        }

        await line.SendAsync(
            Encoding.UTF8.GetBytes("{\"hangUp\":true}"), WebSocketMessageType.Text, true, patience.Token);
    }

    private static async Task<string[]> HeardAsync(ApiClient client, bool draft, string part)
    {
        var heard = await client.JsonAsync(
            $"/api/menus/heard?number=100&language=ru&draft={(draft ? "true" : "false")}");
        var says = part == "items" ? heard.GetProperty("items")[0].GetProperty("says") : heard.GetProperty(part);
        return [.. says.GetProperty("ids").EnumerateArray().Select(id => id.GetString() ?? "")];
    }
}
