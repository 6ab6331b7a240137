using Zhkh.Dispatch;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Wiring;

/// <summary>The part of the map where outages and critical tickets reach those who must know.</summary>
internal static class OutageRoutes
{
    public static FactRoutes OnOutages(this FactRoutes routes) => routes
        .On<TicketTaken>("dispatch", LetterFollows.RunAsync)
        .On<TicketMoved>("dispatch", LetterFollows.RunAsync)
        .On<OutageChanged>("dispatch", LetterFollows.RunAsync)
        .On<OutageChanged>("dispatch", OutageOverCallsBack.RunAsync)
        .On<OutageWished>("dispatch", OutageOverCallsBack.RunAsync)
        .On<LetterWritten>("dispatch", LetterLeaves.RunAsync)
        .On<OutwardChanged>("web", LetterArrives.RunAsync);
}
