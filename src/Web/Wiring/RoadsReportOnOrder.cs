using Zhkh.Dispatch;
using Zhkh.Pbx.Events;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Wiring;

/// <summary>How far an order's SMS came and what its call brought are lines of its story.</summary>
internal static class RoadsReportOnOrder
{
    public static Task MessageAsync(IServiceProvider services, OutwardChanged fact, CancellationToken cancel) =>
        SubjectTag.IdOf(SubjectTag.Crew, fact.Subject) is { } order
            ? services.GetRequiredService<CrewNews>().MessageAsync(
                order, fact.MessageId, fact.State, fact.Reply, fact.At, cancel)
            : Task.CompletedTask;

    public static Task CallAsync(IServiceProvider services, DialFinished fact, CancellationToken cancel) =>
        SubjectTag.IdOf(SubjectTag.Crew, fact.Tag) is { } order
            ? services.GetRequiredService<CrewNews>().CallAsync(
                order, fact.OrderId, fact.Attempt, fact.Disposition, fact.At, cancel)
            : Task.CompletedTask;
}
