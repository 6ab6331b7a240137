using Zhkh.Dispatch;
using Zhkh.Pbx.Events;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Wiring;

/// <summary>The part of the map where a crew gets an order and a finished job becomes a rating.</summary>
internal static class CrewRoutes
{
    public static FactRoutes OnCrews(this FactRoutes routes) => routes
        .On<CrewSmsDue>("dispatch", CrewOrderGoesOut.SmsAsync)
        .On<CrewCallDue>("dispatch", CrewOrderGoesOut.CallAsync)
        .On<CrewOrderTakenBack>("dispatch", CrewOrderGoesOut.TakenBackAsync)
        .On<CrewLadderStopped>("dispatch", CrewOrderGoesOut.StopAsync)
        .On<AssignmentChanged>("dispatch", (services, fact, _) => Change(services, fact.Organisation, "tickets"))
        .On<AssignmentChanged>("dispatch", (services, fact, _) => Change(services, fact.Organisation, "crews"))
        .On<CrewShiftChanged>("dispatch", (services, fact, _) => Change(services, fact.Organisation, "crews"))
        .On<AttentionRaised>("dispatch", AttentionRingsScreens.RunAsync)
        .On<PollFellDue>("dispatch", FinishedJobIsRated.AskAsync)
        .On<PollWithdrawn>("dispatch", FinishedJobIsRated.WithdrawAsync)
        .On<PollChanged>("dispatch", (services, fact, _) => Change(services, fact.Organisation, "tickets"))
        .On<DialFinished>("pbx", RoadsReportOnOrder.CallAsync)
        .On<DialFinished>("pbx", FinishedJobIsRated.AnsweredAsync)
        .On<OutwardChanged>("web", RoadsReportOnOrder.MessageAsync);

    private static Task Change(IServiceProvider services, string organisation, string list) =>
        ListsChange.RunAsync(services, organisation, list);
}
