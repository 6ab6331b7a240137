using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Calls;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;
using Zhkh.Web.Wiring;

namespace Zhkh.Web.Api;

internal sealed record DropRequest(string Reason);

internal sealed record AttemptAnswer(Guid CallId);

/// <summary>/api/callbacks: whom we owe a call, and giving one up with a reason.</summary>
internal static class CallbacksApi
{
    private const int ReasonLengthMax = 500;

    public static void MapCallbacks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/callbacks").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadCallbacks);
        group.MapGet("/{id:guid}", GetAsync).Needs(Permission.ReadCallbacks);
        group.MapPost("/{id:guid}/attempts", CallAsync).Needs(Permission.HandleCallbacks);
        group.MapPost("/{id:guid}/drop", DropAsync).Needs(Permission.HandleCallbacks);
    }

    private static async Task<Results<Ok<Page<CallbackRow>>, ProblemHttpResult>> ListAsync(
        HttpContext context, Guid? after, int? limit, string? phone, Named<CallbackStatus>? status,
        CallbackBoard board, AuditTrail audit, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        var number = phone is null ? null : PhoneNumber.TryParse(phone)?.E164;
        if (size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        if (phone is not null && number is null)
        {
            return Problems.Of(context, Problem.BadPhone, phone);
        }

        var rows = await board.ListAsync(after, size, number, status?.Value, cancel);
        foreach (var own in rows.GroupBy(c => c.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, "callback", "list", $"{own.Count()} rows");
        }

        return TypedResults.Ok(new Page<CallbackRow>(rows, rows.Count == size ? rows[^1].Id.ToString() : null));
    }

    private static async Task<Results<Ok<CallbackRow>, ProblemHttpResult>> GetAsync(
        HttpContext context, Guid id, CallbackBoard board, AuditTrail audit, CancellationToken cancel)
    {
        if (await board.GetAsync(id, cancel) is not { } row)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Read, row.Organisation, "callback", id.ToString());
        return TypedResults.Ok(row);
    }

    /// <summary>
    /// Rings the dispatcher's phone, then the resident's. The row is taken first and committed last: a colleague who
    /// presses meanwhile waits for it and learns who was quicker; when the exchange refuses, nothing has happened.
    /// </summary>
    private static async Task<Results<Accepted<AttemptAnswer>, ProblemHttpResult>> CallAsync(
        HttpContext context, Guid id, CallbackBoard board, CallbackAttempts attempts, Switchboard switchboard,
        AuditTrail audit, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (person.Extension is not { } extension)
        {
            return Problems.Of(context, Problem.NoExtension);
        }

        if (await board.GetAsync(id, cancel) is not { } row)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var begun = await attempts.BeginAttemptAsync(id, person.Name, cancel);
        if (begun is not { Verdict: AttemptVerdict.Begun, Phone: { } phone, AttemptId: { } attempt })
        {
            return begun.Verdict == AttemptVerdict.NotCallable
                ? Problems.Of(context, Problem.NumberWithheld)
                : Problems.Of(context, Problem.TakenBy, begun.By ?? begun.Status?.ToString());
        }

        var dialled = switchboard.Call(new CallOut(
            extension, phone, row.Organisation, row.AccountNumber, CallTag.ForCallback(id)));
        if (dialled is not CallOutAnswer.Begun call)
        {
            return Refusal(context, dialled, extension);
        }

        await attempts.DialledAsync(attempt, call.CallId, cancel);
        await audit.WriteAsync(context, AuditAct.Change, row.Organisation, "callback", id.ToString(), "called");
        return TypedResults.Accepted($"/api/calls/{call.CallId}", new AttemptAnswer(call.CallId));
    }

    private static ProblemHttpResult Refusal(HttpContext context, CallOutAnswer answer, string extension) =>
        answer is CallOutAnswer.Refused { Reason: var reason } ? reason switch
        {
            CallOutRefusal.PhoneNotRegistered => Problems.Of(context, Problem.PhoneNotReady, extension),
            CallOutRefusal.PhoneInCall => Problems.Of(context, Problem.PhoneInCall, extension),
            CallOutRefusal.NumberNotAllowed => Problems.Of(context, Problem.NumberNotAllowed),
            CallOutRefusal.NumberOutOfReach => Problems.Of(context, Problem.NumberOutOfReach, extension),
            CallOutRefusal.LimitReached => Problems.Of(context, Problem.DialLimit),
            CallOutRefusal.TooManyCalls or CallOutRefusal.NoMediaPort
                or CallOutRefusal.NoTrunk or CallOutRefusal.Stopping =>
                Problems.Of(context, Problem.NoLine),
        }
        : throw new InvalidOperationException("A call out is begun or refused");

    private static async Task<Results<NoContent, ProblemHttpResult>> DropAsync(
        HttpContext context, Guid id, DropRequest request, CallbackBoard board, Callbacks callbacks, AuditTrail audit,
        CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > ReasonLengthMax)
        {
            return Problems.Of(context, Problem.BadRequest, "reason");
        }

        if (await board.GetAsync(id, cancel) is not { } row)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (!await callbacks.DropAsync(id, SignedIn.Of(context).Name, request.Reason, cancel))
        {
            return Problems.Of(context, Problem.TakenBy, row.Operator ?? row.Status.ToString());
        }

        await audit.WriteAsync(context, AuditAct.Change, row.Organisation, "callback", id.ToString(), "dropped");
        return TypedResults.NoContent();
    }
}
