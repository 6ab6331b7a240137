using System.Net.WebSockets;
using Zhkh.Testing;

namespace Zhkh.Web.Tests.Api;

/// <summary>/sip: the handshake of RFC 7118 and what a stranger gets behind it.</summary>
public sealed class SipSocketTests(TestHost host)
{
    [Fact]
    public async Task A_phone_is_let_in_and_asked_for_its_password()
    {
        using var socket = await ConnectAsync("sip");
        using var text = new WirePeer(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 9));
        var phone = new WireSocket(socket);
        await phone.SendAsync(Ws(text.Request("OPTIONS", "sip:zhkh", "ask", 1)));
        var options = await phone.ExpectAsync();
        await phone.SendAsync(Ws(text.Request("REGISTER", "sip:201@zhkh", "register", 1, from: "201")));
        var register = await phone.ExpectAsync();

        Assert.Equal("sip", socket.SubProtocol);
        Assert.Equal((200, 401), (options.Status, register.Status));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("chat", null)]
    [InlineData("sip", "https://elsewhere.example.org")]
    [InlineData("sip", "null")]
    public async Task Another_protocol_or_a_foreign_page_gets_no_line(string? protocol, string? origin) =>
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(protocol, origin));

    private static string Ws(string message) => message.Replace("2.0/UDP", "2.0/WS", StringComparison.Ordinal);

    private async Task<ClientWebSocket> ConnectAsync(string? protocol, string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (protocol is not null)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(
            new UriBuilder(host.Address) { Scheme = "ws", Path = "/sip" }.Uri, CancellationToken.None);
        return socket;
    }
}
