using Zhkh.Dispatch;
using Zhkh.Pbx.Events;

namespace Zhkh.Web.Wiring;

/// <summary>What follows from callers whom nobody took.</summary>
internal static class QueueRoutes
{
    public static FactRoutes OnQueues(this FactRoutes routes) => routes
        .On<MessageLeft>("pbx", MessageLeftBecomesItem.RunAsync)
        .On<MessageChanged>(
            "dispatch", (services, fact, _) => ListsChange.RunAsync(services, fact.Organisation, "messages"))
        .On<MessageFellDue>("dispatch", MessageRingsScreens.RunAsync);

    public static void AddQueues(this IServiceCollection services)
    {
        services.AddSingleton<FreeDispatcherCallsBack>();
        services.AddHostedService<MessageClockLoop>();
        services.AddHostedService<AutomaticCallbackLoop>();
    }
}
