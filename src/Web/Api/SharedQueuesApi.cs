using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx;
using Zhkh.Pbx.Queues;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>
/// /api/shared-queues: those that work wherever an organisation has none of its own. For administrators who serve every
/// organisation of the house; to others these addresses say that there is nothing.
/// </summary>
internal static class SharedQueuesApi
{
    public static void MapSharedQueues(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/shared-queues").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ManageSharedQueues);
        group.MapPut("/{code}", SaveAsync).Needs(Permission.ManageSharedQueues);
        group.MapDelete("/{code}", DeleteAsync).Needs(Permission.ManageSharedQueues);
    }

    private static async Task<Results<Ok<Page<QueueAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext context, Exchange exchange, Everybody everybody, CancellationToken cancel)
    {
        if (!await everybody.IsServedByAsync(SignedIn.Of(context), cancel))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var own = exchange.Queues.Settings.Queues
            .Where(q => q.Organisation.Length == 0).Select(q => q.Code).ToHashSet();
        return TypedResults.Ok(new Page<QueueAnswer>(
            [.. exchange.Queues.Of("").Select(queue => new QueueAnswer(
                queue.Code, "", !own.Contains(queue.Code), QueueRequest.Of(queue)))], null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SaveAsync(
        HttpContext context, string code, QueueRequest request, Exchange exchange, Everybody everybody,
        DbTransaction transaction, TimeProvider time, AuditTrail audit, CancellationToken cancel)
    {
        if (!await everybody.IsServedByAsync(SignedIn.Of(context), cancel))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var codes = exchange.Queues.Of("").Select(q => q.Code).ToList();
        if (QueueFault.Of(code, request, codes) is { } fault)
        {
            return Problems.AtField(context, Problem.BadQueue, fault.Field, fault.Why, fault.IsLength);
        }

        var person = SignedIn.Of(context);
        await QueueBook.SaveAsync(transaction, request.ToQueue("", code), person.Name, time.GetUtcNow(), cancel);
        await WriteAsync(context, audit, code, "of all organisations");
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        HttpContext context, string code, Everybody everybody, DbTransaction transaction, AuditTrail audit,
        CancellationToken cancel)
    {
        if (!await everybody.IsServedByAsync(SignedIn.Of(context), cancel)
            || !await QueueBook.DeleteAsync(transaction, "", code, cancel))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await WriteAsync(context, audit, code, "of all organisations, removed");
        return TypedResults.NoContent();
    }

    /// <summary>Each organisation's own trail says what was done to its callers.</summary>
    private static async Task WriteAsync(HttpContext context, AuditTrail audit, string code, string what)
    {
        foreach (var organisation in SignedIn.Of(context).Organisations)
        {
            await audit.WriteAsync(context, AuditAct.Change, organisation, "queue", code, what);
        }
    }
}
