using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Pbx.Recording;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>A line of the list of what must be looked at.</summary>
/// <param name="TicketId">Null when it is about no ticket but about the recordings.</param>
/// <param name="Reason">crewSilent, crewDeclined, crewWord, termAsked, lowScore; diskLow, diskCritical, diskFault,
/// recordingPartial.</param>
/// <param name="Text">The words there are; of a low disk its free megabytes.</param>
/// <param name="Times">Of recordingPartial: calls since somebody looked; else 1.</param>
internal sealed record AttentionAnswer(
    Guid Id, string Organisation, Guid? TicketId, int? Number, string? Address, string Reason, bool ForSupervisor,
    string Text, int Times, DateTimeOffset RaisedAt);

/// <summary>
/// /api/attention: silent crews, refusals, low marks, a full disk, cut recordings — until somebody has looked.
/// </summary>
internal static class AttentionApi
{
    public static void MapAttention(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/attention").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.HandleAttention);
        group.MapPost("/{id:guid}/seen", SeenAsync).Needs(Permission.HandleAttention);
    }

    private static async Task<Ok<IReadOnlyList<AttentionAnswer>>> ListAsync(
        HttpContext context, string? organisation, Attention attention, RecordingAlarms alarms, AuditTrail audit,
        CancellationToken cancel)
    {
        IReadOnlyList<AttentionAnswer> rows =
        [
            .. (await alarms.OpenAsync(organisation, cancel)).Select(alarm => new AttentionAnswer(
                alarm.Id, alarm.Organisation, null, null, null, alarm.Reason, true, alarm.Detail, alarm.Times,
                alarm.RaisedAt)),
            .. (await attention.OpenAsync(organisation, cancel)).Select(row => new AttentionAnswer(
                row.Id, row.Organisation, row.TicketId, row.Number, row.Address,
                JsonNamingPolicy.CamelCase.ConvertName(row.Reason.ToString()), row.ForSupervisor, row.Text, 1,
                row.RaisedAt)),
        ];
        foreach (var own in rows.GroupBy(r => r.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, "attention", "list", $"{own.Count()} rows");
        }

        return TypedResults.Ok(rows);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SeenAsync(
        HttpContext context, Guid id, Attention attention, RecordingAlarms alarms, AuditTrail audit,
        CancellationToken cancel)
    {
        var by = SignedIn.Of(context).Name;
        if ((await attention.SeenAsync(id, by, cancel) ?? await alarms.SeenAsync(id, by, cancel))
            is not { } organisation)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Change, organisation, "attention", id.ToString(), "seen");
        return TypedResults.NoContent();
    }
}
