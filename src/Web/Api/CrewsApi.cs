using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Photos;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

internal sealed record AssignRequest(string Crew);

internal sealed record ShiftRequest(string Organisation, bool OnShift);

/// <summary>/api/crews, the assignment of a ticket, the photos of its work.</summary>
internal static class CrewsApi
{
    private const int CodeLengthMax = 32;

    public static void MapCrews(this IEndpointRouteBuilder routes)
    {
        var crews = routes.MapGroup("/api/crews").InUnitOfWork();
        crews.MapGet("", ListAsync).Needs(Permission.ReadCrews);
        crews.MapPost("/{code}/shift", ShiftAsync).Needs(Permission.ManageCrews);
        var tickets = routes.MapGroup("/api/tickets/{id:guid}").InUnitOfWork();
        tickets.MapPost("/assign", AssignAsync).Needs(Permission.WriteTickets);
        tickets.MapGet("/photos/{photoId:guid}", PhotoAsync).Needs(Permission.ReadTickets);
    }

    private static async Task<Ok<IReadOnlyList<CrewRow>>> ListAsync(
        string? organisation, Guid? ticketId, CrewBoard board, CancellationToken cancel) =>
        TypedResults.Ok(await board.ListAsync(organisation, ticketId, cancel));

    private static async Task<Results<Ok<CrewRow>, ProblemHttpResult>> ShiftAsync(
        HttpContext context, string code, ShiftRequest request, Crews crews, CrewBoard board, AuditTrail audit,
        CancellationToken cancel)
    {
        if (request.Organisation is not { Length: > 0 } organisation || code.Length > CodeLengthMax)
        {
            return Problems.Of(context, Problem.BadRequest, "organisation");
        }

        if (!await crews.SetShiftAsync(organisation, code, request.OnShift, SignedIn.Of(context).Name, cancel)
            || await board.GetAsync(organisation, code, cancel) is not { } row)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(
            context, AuditAct.Change, organisation, "crew", code, request.OnShift ? "on shift" : "off shift");
        return TypedResults.Ok(row);
    }

    private static async Task<Results<Ok<AssignmentRow>, ProblemHttpResult>> AssignAsync(
        HttpContext context, Guid id, AssignRequest request, Assignments assignments, AuditTrail audit,
        CancellationToken cancel)
    {
        if (request.Crew is not { Length: > 0 and <= CodeLengthMax } crew)
        {
            return Problems.Of(context, Problem.BadRequest, "crew");
        }

        var answer = await assignments.AssignAsync(id, crew, SignedIn.Of(context).Name, cancel);
        if (answer is not { Assignment: { } row, Organisation: { } organisation }
            || answer.Verdict is AssignVerdict.Refused)
        {
            return Problems.Of(context, answer.Verdict is AssignVerdict.UnknownCrew or AssignVerdict.UnknownTicket
                ? Problem.NotFound : Problem.Conflict);
        }

        if (answer.Verdict == AssignVerdict.Ordered)
        {
            await audit.WriteAsync(context, AuditAct.Change, organisation, "ticket", id.ToString(), $"assign {crew}");
        }

        return TypedResults.Ok(row);
    }

    /// <summary>Named as a file to be saved and never guessed at: what a phone sent is shown, not run.</summary>
    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> PhotoAsync(
        HttpContext context, Guid id, Guid photoId, AssignmentBoard board, PhotoStore store, AuditTrail audit,
        CancellationToken cancel)
    {
        if (await board.PhotoAsync(id, photoId, cancel) is not { } photo || store.Find(photo.Sha256) is not { } path)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Read, photo.Organisation, "photo", photoId.ToString());
        var isPng = photo.Format == "png";
        return TypedResults.PhysicalFile(
            path, isPng ? "image/png" : "image/jpeg", $"{photoId:N}.{(isPng ? "png" : "jpg")}");
    }
}
