using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Recording;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>What to hold: one of recordingId, callId, ticketNumber, phone with from and to.</summary>
/// <param name="From">First day of a number's calls, UTC.</param>
/// <param name="To">Last day of them.</param>
/// <param name="Until">Last day of the hold; null = until it is released.</param>
internal sealed record HoldRequest(
    string? Organisation, Guid? RecordingId, Guid? CallId, long? TicketNumber, string? Phone, DateOnly? From,
    DateOnly? To, string? Reason, DateOnly? Until);

internal sealed record ReleaseRequest(string? Reason);

/// <summary>A hold as the API shows it.</summary>
internal sealed record HoldAnswer(
    Guid Id, string Organisation, string Kind, Guid? RecordingId, Guid? CallId, Guid? TicketId, long? TicketNumber,
    string? Phone, DateTimeOffset? From, DateTimeOffset? To, string Reason, DateOnly? Until, DateTimeOffset SetAt,
    string SetBy, DateTimeOffset? ReleasedAt, string? ReleasedBy, string? ReleaseReason)
{
    public static HoldAnswer Of(RecordingHold h) => new(
        h.Id, h.Organisation, h.Subject.Kind, h.Subject.RecordingId, h.Subject.CallId, h.Subject.TicketId,
        h.Subject.TicketNumber, h.Subject.Phone, h.Subject.From, h.Subject.To, h.Reason, h.Until, h.SetAt, h.SetBy,
        h.ReleasedAt, h.ReleasedBy, h.ReleaseReason);
}

/// <summary>/api/recordings/holds and /deletions: what must not go, and what went.</summary>
internal static class RecordingHoldsApi
{
    private const string Subject = "hold";
    private const int ReasonMax = 500;

    public static void MapRecordingHolds(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/recordings").InUnitOfWork();
        group.MapGet("/holds", ListAsync).Needs(Permission.HoldRecordings);
        group.MapPost("/holds", HoldAsync).Needs(Permission.HoldRecordings);
        group.MapPost("/holds/{id:guid}/release", ReleaseAsync).Needs(Permission.HoldRecordings);
        group.MapGet("/deletions", DeletionsAsync).Needs(Permission.HoldRecordings);
    }

    private static async Task<Ok<Page<HoldAnswer>>> ListAsync(
        HttpContext context, RecordingHolds holds, AuditTrail audit, CancellationToken cancel)
    {
        var rows = await holds.ListAsync(cancel);
        foreach (var own in rows.GroupBy(row => row.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, Subject, "list", $"{own.Count()} rows");
        }

        return TypedResults.Ok(new Page<HoldAnswer>([.. rows.Select(HoldAnswer.Of)], null));
    }

    private static async Task<Results<Created<HoldAnswer>, ProblemHttpResult>> HoldAsync(
        HttpContext context, HoldRequest request, RecordingBoard board, CallBoard calls, TicketBoard tickets,
        RecordingHolds holds, AuditTrail audit, ChangeSignals screens, TimeProvider time, CancellationToken cancel)
    {
        if (FaultOf(request, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) is { } fault)
        {
            return Problems.AtField(context, Problem.BadHold, fault.Field, fault.Why, fault.IsLength);
        }

        var person = SignedIn.Of(context);
        if (await SubjectOfAsync(request, board, calls, tickets, cancel) is not { } found
            || !person.Organisations.Contains(found.Organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var hold = new RecordingHold(
            Guid.CreateVersion7(time.GetUtcNow()), found.Organisation, found.Subject, request.Reason?.Trim() ?? "",
            request.Until, time.GetUtcNow(), person.Name);
        if (!await holds.SetAsync(hold, cancel))
        {
            return Problems.Of(context, Problem.RecordingGoing);
        }

        await audit.WriteAsync(
            context, AuditAct.Create, hold.Organisation, Subject, hold.Id.ToString(), found.Subject.Kind);
        screens.Changed(hold.Organisation, "recordings");
        return TypedResults.Created($"/api/recordings/holds/{hold.Id}", HoldAnswer.Of(hold));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ReleaseAsync(
        HttpContext context, Guid id, ReleaseRequest request, RecordingHolds holds, AuditTrail audit,
        ChangeSignals screens, CancellationToken cancel)
    {
        if (request.Reason?.Trim() is not { Length: > 0 and <= ReasonMax } reason)
        {
            return Problems.AtField(context, Problem.BadHold, "reason", $"1–{ReasonMax}", isLength: true);
        }

        if (await holds.ReleaseAsync(id, SignedIn.Of(context).Name, reason, cancel) is not { } organisation)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Change, organisation, Subject, id.ToString(), "released");
        screens.Changed(organisation, "recordings");
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<RecordingDeletion>>, ProblemHttpResult>> DeletionsAsync(
        HttpContext context, string? after, int? limit, string? organisation, RecordingBoard board,
        CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (!LineCursor.TryParse(after, out var before) || size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        var rows = await board.DeletionsAsync(organisation, before, size, cancel);
        return TypedResults.Ok(new Page<RecordingDeletion>(
            rows, rows.Count == size ? rows[^1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
    }

    private static async Task<(string Organisation, HoldSubject Subject)?> SubjectOfAsync(
        HoldRequest request, RecordingBoard board, CallBoard calls, TicketBoard tickets, CancellationToken cancel)
    {
        if (request.RecordingId is { } recording)
        {
            return await board.GetAsync(recording, cancel) is { } row
                ? (row.Organisation, new HoldSubject(RecordingId: recording)) : null;
        }

        if (request.CallId is { } call)
        {
            return await calls.GetAsync(call, cancel) is { } row
                ? (row.Organisation, new HoldSubject(CallId: call)) : null;
        }

        var organisation = request.Organisation ?? "";
        if (request.TicketNumber is { } number)
        {
            return await tickets.IdOfNumberAsync(organisation, number, cancel) is { } ticket
                ? (organisation, new HoldSubject(
                    TicketId: ticket, TicketNumber: number, TicketCalls: await tickets.CallIdsAsync(ticket, cancel)))
                : null;
        }

        return (organisation, new HoldSubject(
            Phone: PhoneNumber.TryParse(request.Phone)?.E164, From: MorningOf(request.From),
            To: MorningOf(request.To?.AddDays(1))));
    }

    private static CampaignFault? FaultOf(HoldRequest request, DateOnly today)
    {
        object?[] subjects = [request.RecordingId, request.CallId, request.TicketNumber, request.Phone];
        return subjects.Count(subject => subject is not null) != 1
            ? new("subject", "recordingId | callId | ticketNumber | phone")
            : request.Reason?.Trim() is not { Length: > 0 and <= ReasonMax }
                ? new("reason", $"1–{ReasonMax}", IsLength: true)
            : request.Until < today ? new("until", $"≥ {today:yyyy-MM-dd}")
            : request.Phone is null ? null
            : PhoneNumber.TryParse(request.Phone) is null ? new("phone", "+7…, +380…")
            : request is not { From: { } from, To: { } to } || from > to || to == DateOnly.MaxValue
                ? new("from, to", "from ≤ to")
            : null;
    }

    private static DateTimeOffset? MorningOf(DateOnly? day) =>
        day is { } date ? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
