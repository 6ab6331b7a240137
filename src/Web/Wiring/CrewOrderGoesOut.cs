using System.Text.Json;
using Zhkh.Dispatch;
using Zhkh.Pbx.Dialer;
using Zhkh.Web.Hosting;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Wiring;

/// <summary>A rung of the ladder becomes an SMS or a call of the robot; an answer takes back what was not dialled.</summary>
internal static class CrewOrderGoesOut
{
    private const int TriesMax = 2;

    public static async Task SmsAsync(IServiceProvider services, CrewSmsDue fact, CancellationToken cancel) =>
        await SendAsync(services, fact.Organisation, fact.AssignmentId, await services.GetRequiredService<CrewOrders>()
            .SmsAsync(fact.AssignmentId, fact.Rung, services.GetRequiredService<PublicAddress>().Value, cancel), cancel);

    public static async Task TakenBackAsync(
        IServiceProvider services, CrewOrderTakenBack fact, CancellationToken cancel) =>
        await SendAsync(services, fact.Organisation, fact.AssignmentId, await services.GetRequiredService<CrewOrders>()
            .TakenBackAsync(fact.AssignmentId, cancel), cancel);

    public static async Task CallAsync(IServiceProvider services, CrewCallDue fact, CancellationToken cancel)
    {
        var orders = services.GetRequiredService<CrewOrders>();
        if (await orders.CallAsync(fact.AssignmentId, fact.Rung, cancel) is { } call)
        {
            var payload = JsonSerializer.Serialize(
                new { ticketNumber = call.TicketNumber, language = call.Language }, JsonSerializerOptions.Web);
            await services.GetRequiredService<DialOrders>().PlaceAsync(new DialOrder(
                call.Id, fact.Organisation, DialKind.CrewOrder, call.Phone, null, payload, fact.At, call.ExpiresAt,
                TriesMax, SubjectTag.Of(SubjectTag.Crew, fact.AssignmentId)), cancel);
        }
    }

    public static Task StopAsync(IServiceProvider services, CrewLadderStopped fact, CancellationToken cancel) =>
        services.GetRequiredService<DialOrders>().WithdrawAsync(
            fact.Organisation, SubjectTag.Of(SubjectTag.Crew, fact.AssignmentId), fact.Because, cancel);

    private static Task SendAsync(
        IServiceProvider services, string organisation, Guid assignmentId, CrewSms? sms, CancellationToken cancel) =>
        sms is null ? Task.CompletedTask : services.GetRequiredService<OutwardQueue>().AddAsync(
            new OutwardMessage(sms.Key, organisation, OutwardChannel.Sms, sms.Phone, null, sms.Text,
                SubjectTag.Of(SubjectTag.Crew, assignmentId), sms.IsUrgent), cancel);
}
