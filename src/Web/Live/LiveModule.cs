using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Zhkh.Web.Access;

namespace Zhkh.Web.Live;

/// <summary>Registration and mapping of the folder.</summary>
internal static class LiveModule
{
    // A client only ever sends Resume: a number per organisation.
    private const int MessageBytesMax = 16 * 1024;

    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveStream>();
        services.AddSingleton<ChangeSignals>();
        services.AddSingleton<ConsoleConnections>();
        services.AddSingleton<CardFactsDesk>();
        services.AddSingleton<CardDesk>();
        services.AddScoped<OutageNotices>();
        services.AddHostedService<FeedPump>();
        services.AddHostedService<ScreenPump>();
        services.AddHostedService<SessionWatch>();
        services.AddHostedService<QueueSignals>();
        services.AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = MessageBytesMax;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(5);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(12);   // UX §4.4.4: no data for 12 s is a lost line
            hub.EnableDetailedErrors = false;
        }).AddJsonProtocol(json => json.PayloadSerializerOptions.Converters.Add(
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false)));
    }

    public static void MapLive(this IEndpointRouteBuilder routes) =>
        // WebSockets only: the fallbacks send no Origin with their GET, and the guard could not tell who asks.
        routes.MapHub<ConsoleHub>(ConsoleHub.Path, options => options.Transports = HttpTransportType.WebSockets)
            .Needs(Permission.WatchConsole);
}
