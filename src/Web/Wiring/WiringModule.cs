using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Events;
using Zhkh.Pbx.Ivr;
using Zhkh.Web.Outward;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>The map of the product: which fact of which module leads to what in another.</summary>
internal static class WiringModule
{
    private static FactRoutes Routes => new FactRoutes()
        .On<CallMissed>("pbx", MissedCallBecomesCallback.RunAsync)
        .On<CallAnswered>("pbx", AnsweredCallTakesCallback.RunAsync)
        .On<CallFinished>("pbx", FinishedDialReportsAttempt.RunAsync)
        .On<CallFinished>("pbx", OutageIsHeard.RunAsync)
        .On<CallbackChanged>("dispatch", (services, fact, _) => Change(services, fact.Organisation, "callbacks"))
        .On<CallbackFellDue>("dispatch", CallbackRingsScreens.RunAsync)
        .On<CallbackTriesFailed>("dispatch", (services, fact, _) => Change(services, fact.Organisation, "callbacks"))
        .On<TicketTaken>("dispatch", (services, fact, _) => Change(services, fact.Organisation, "tickets"))
        .On<TicketMoved>("dispatch", (services, fact, _) => Change(services, fact.Organisation, "tickets"))
        .On<OutwardChanged>("web", (services, fact, _) => Change(services, fact.Organisation, "outward"))
        .On<SmsArrived>("web", SmsFindsItsReader.RunAsync)
        .Ignore("billing", "ReadingAccepted")
        .OnQueues()
        .OnRecordings()
        .OnDebts()
        .OnCrews()
        .OnOutages();

    private static Task Change(IServiceProvider services, string organisation, string list) =>
        ListsChange.RunAsync(services, organisation, list);

    public static void AddWiring(this IServiceCollection services)
    {
        var routes = Routes;
        services.AddSingleton(routes);
        services.AddSingleton<RobotQuestions>();
        services.AddSingleton<ISubscriberDesk, SubscriberDesk>();
        services.AddSingleton<IMeterDesk, MeterDesk>();
        services.AddSingleton<IOutageDesk, OutageDesk>();
        services.AddSingleton<IDebtorDesk, DebtorDesk>();
        services.AddSingleton<Zhkh.Pbx.Recording.ITicketCalls, TicketCalls>();
        services.AddHostedService<RecordingUpkeepLoop>();
        services.AddHostedService<CallbackClockLoop>();
        services.AddHostedService<RegisterLoop>();
        services.AddHostedService<EscalationClockLoop>();
        services.AddHostedService<PollClockLoop>();
        services.AddQueues();
        services.AddSingleton<MonthRunLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<MonthRunLoop>());
        foreach (var schema in routes.Schemas)
        {
            services.AddSingleton<IHostedService>(provider => new RelayLoop(
                schema,
                ActivatorUtilities.CreateInstance<EventRelay>(provider, schema),
                provider.GetRequiredService<Database>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<EventRelay>>()));
        }
    }
}
