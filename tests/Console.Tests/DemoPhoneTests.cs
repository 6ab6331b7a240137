using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Telephony;

namespace Zhkh.Console.Tests;

/// <summary>/demo/phone against the product itself: a real call over the network, from a browser without a microphone.
/// </summary>
[Collection(Alone.Name)]
public sealed class DemoPhoneTests(Chromium chromium, RealHost product)
{
    /// <summary>The menu is spoken, the balance follows; a busy machine may take its time.</summary>
    private const float Patience = 30_000;
    private const string Kravchenko = "+79370000030";

    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    [Theory, MemberData(nameof(Themes))]
    public async Task A_newcomer_presses_two_and_sees_the_debt_being_said(ColorScheme theme)
    {
        var host = await product.ReadyAsync();
        await using var screen = await chromium.OpenAsync(host.Http.ToString(), theme);
        await screen.Page.GotoAsync("/demo/phone");
        await screen.Page.Locator("#caller").SelectOptionAsync(Kravchenko);
        await Axe.AssertCleanAsync(screen.Page, "phone on the hook");
        await screen.Page.Locator("[data-act=dial]").ClickAsync();
        await Phase(screen, "talking").WaitForAsync(new() { Timeout = Patience });
        await Heard(screen, "menu.main").WaitForAsync(Waiting());
        await screen.Page.Keyboard.PressAsync("2");   // into the robot's words: barge-in
        // The greeting named the debt by itself; the key has it said once more.
        await screen.Page.Locator("[data-heard='bal.total_debt']").Nth(1).WaitForAsync(Waiting());
        Assert.Contains("По вашему счёту", await Heard(screen, "bal.total_debt").InnerTextAsync());
        Assert.Equal(1, await screen.Page.Locator("[data-trace=dtmf]").CountAsync());
        await Axe.AssertCleanAsync(screen.Page, "phone in a call");

        await screen.Page.Locator("[data-act=hang-up]").ClickAsync();
        await Phase(screen, "ended").WaitForAsync(new() { Timeout = Patience });
        Assert.Equal(1, await screen.Page.Locator("[data-trace=hangup]").CountAsync());
        Assert.Empty(screen.Troubles);
    }

    [Fact]
    public async Task The_exchange_hears_the_same_call_and_the_same_keys()
    {
        var host = await product.ReadyAsync();
        var before = await LastCallAsync(host, "+79370000118");
        await using var screen = await chromium.OpenAsync(host.Http.ToString());
        await screen.Page.GotoAsync("/demo/phone");
        await screen.Page.Locator("#caller").SelectOptionAsync("+79370000118");
        await screen.Page.Locator("[data-act=dial]").ClickAsync();
        await Heard(screen, "menu.main").WaitForAsync(Waiting());
        await screen.Page.Locator("[data-key='2']").ClickAsync();
        await screen.Page.Locator("[data-heard='bal.overpay']").Nth(1).WaitForAsync(Waiting());
        await screen.Page.GetByText("Сказать «один, два…»").ClickAsync();
        await screen.Page.Locator("[data-act=hang-up]").ClickAsync();
        await Phase(screen, "ended").WaitForAsync(new() { Timeout = Patience });

        var call = await EventuallyAsync(async () => await LastCallAsync(host, "+79370000118") is { } last
            && last.GetProperty("id").GetString() != before?.GetProperty("id").GetString()
            && last.GetProperty("endedAt").ValueKind == JsonValueKind.String ? last : (JsonElement?)null);
        Assert.Equal("inbound", call.GetProperty("direction").GetString());
        Assert.Equal("2", call.GetProperty("digits").GetString());
        Assert.Contains("bal.overpay", call.GetProperty("heard").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public async Task A_page_of_another_site_and_a_seventh_call_get_no_line()
    {
        var host = await product.ReadyAsync();
        using var foreign = new ClientWebSocket();
        foreign.Options.SetRequestHeader("Origin", "http://evil.example");
        await Assert.ThrowsAsync<WebSocketException>(
            () => foreign.ConnectAsync(LineOf(host, Kravchenko), CancellationToken.None));

        var lines = new List<ClientWebSocket>();
        try
        {
            for (var i = 0; i < 6; i++)
            {
                lines.Add(await ConnectAsync(host));
                Assert.Contains("calling", await FirstAsync(lines[^1]));
            }

            using var seventh = await ConnectAsync(host);
            Assert.Contains("noLine", await FirstAsync(seventh));
        }
        finally
        {
            lines.ForEach(line => line.Dispose());
        }

        // Lines come back when their browsers are gone.
        await EventuallyAsync(async () =>
        {
            using var later = await ConnectAsync(host);
            return (await FirstAsync(later)).Contains("calling", StringComparison.Ordinal) ? true : (bool?)null;
        });
    }

    private static ILocator Phase(Screen screen, string phase) => screen.Page.Locator($"[data-phase={phase}]");

    private static ILocator Heard(Screen screen, string prompt) =>
        screen.Page.Locator($"[data-heard='{prompt}']").First;

    private static LocatorWaitForOptions Waiting() => new() { Timeout = Patience };

    private static Uri LineOf(RealHost.Addresses host, string from) =>
        new($"ws://{host.Http.Authority}/demo/phone/line?to=100&from={Uri.EscapeDataString(from)}");

    private static async Task<ClientWebSocket> ConnectAsync(RealHost.Addresses host)
    {
        var line = new ClientWebSocket();
        line.Options.SetRequestHeader("Origin", host.Http.GetLeftPart(UriPartial.Authority));
        await line.ConnectAsync(LineOf(host, Kravchenko), CancellationToken.None);
        return line;
    }

    private static async Task<string> FirstAsync(ClientWebSocket line)
    {
        var buffer = new byte[4096];
        var message = await line.ReceiveAsync(buffer, CancellationToken.None);
        return Encoding.UTF8.GetString(buffer, 0, message.Count);
    }

    private static async Task<JsonElement?> LastCallAsync(RealHost.Addresses host, string phone)
    {
        using var http = new HttpClient { BaseAddress = host.Http };
        using var entered = await http.PostAsJsonAsync("/api/session", new { user = "supervisor", password = "demo" });
        entered.EnsureSuccessStatusCode();
        var page = await http.GetFromJsonAsync<JsonElement>($"/api/calls?limit=1&phone={Uri.EscapeDataString(phone)}");
        return page.GetProperty("items").EnumerateArray().Select(each => (JsonElement?)each).FirstOrDefault();
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T?>> look)
        where T : struct
    {
        for (var i = 0; i < 150; i++)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        throw new TimeoutException("It did not come true within 30 s");
    }
}
