using System.Net;
using Zhkh.Pbx;
using Zhkh.Web.Access;

namespace Zhkh.Web.Api;

/// <summary>
/// /sip: SIP over WebSocket (RFC 7118) on the port of the console. No session is asked for: a phone shows its own
/// password in SIP, and a browser's cookie opens nothing here. A page of another origin is refused all the same.
/// </summary>
internal static class SipSocketApi
{
    public const string Path = "/sip";

    /// <summary>RFC 7118 §4.1: both sides must say it.</summary>
    private const string Subprotocol = "sip";

    /// <summary>A line that a sleeping laptop left is noticed within a minute.</summary>
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(30);

    public static void MapSipSocket(this IEndpointRouteBuilder app) =>
        app.MapGet(Path, ServeAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> ServeAsync(HttpContext context, Exchange exchange)
    {
        if (!context.WebSockets.IsWebSocketRequest
            || !context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol, StringComparer.OrdinalIgnoreCase))
        {
            return Problems.Of(context, Problem.BadRequest, "Sec-WebSocket-Protocol: sip");
        }

        if (!OriginGuard.IsOwnOrAbsent(context.Request))
        {
            return Problems.Of(context, Problem.ForeignOrigin);
        }

        var connection = context.Connection;
        if (connection.RemoteIpAddress is not { } remote || connection.LocalIpAddress is not { } local)
        {
            return Problems.Of(context, Problem.BadRequest);
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = Subprotocol, KeepAliveInterval = Ping, KeepAliveTimeout = Ping,
        });
        await exchange.ServeSocketAsync(
            socket, new IPEndPoint(Plain(local), connection.LocalPort),
            new IPEndPoint(Plain(remote), connection.RemotePort), context.Request.IsHttps);
        return TypedResults.Empty;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
