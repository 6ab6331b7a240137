using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>A payment taken at the desk.</summary>
/// <param name="Amount">Minor units, more than nothing.</param>
internal sealed record PaymentBody([property: JsonRequired] long Amount, DateOnly? PaidOn = null);

/// <summary>Single payments, and taking a single posting back.</summary>
internal static class PaymentsApi
{
    private const int ReasonLengthMax = 500;

    public static void MapPayments(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/accounts").InUnitOfWork()
            .MapPost("/{number}/payments", PayAsync).Needs(Permission.TakePayments);
        routes.MapGroup("/api/postings").InUnitOfWork()
            .MapPost("/{id:guid}/reversal", ReverseAsync).Needs(Permission.ReversePostings);
    }

    private static async Task<Results<Created<PaymentReceipt>, ProblemHttpResult>> PayAsync(
        HttpContext context, string number, PaymentBody body, Accounts accounts, PaymentIntake intake,
        AuditTrail audit, CancellationToken cancel)
    {
        if (await accounts.CardAsync(number, cancel) is not { } card)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var outcome = await intake.TakeAsync(new PaymentOffered(number, body.Amount, body.PaidOn,
            IdempotencyKey.Of(context.Request), SignedIn.Of(context).Login), cancel);
        if (outcome.Receipt is not { } receipt)
        {
            return Problems.Of(context, outcome.Verdict switch
            {
                PaymentVerdict.KeyReused => Problem.KeyReused,
                PaymentVerdict.FutureDay => Problem.FutureDay,
                PaymentVerdict.BadAmount => Problem.BadAmount,
                PaymentVerdict.UnknownAccount => Problem.NotFound,
                PaymentVerdict.Taken or PaymentVerdict.Repeated =>
                    throw new InvalidOperationException("A payment taken has a receipt"),
            });
        }

        await audit.WriteAsync(context, AuditAct.Create, card.Organisation, "payment", receipt.Id.ToString());
        return TypedResults.Created($"/api/accounts/{number}/postings", receipt);
    }

    private static async Task<Results<Created<PostingReceipt>, ProblemHttpResult>> ReverseAsync(
        HttpContext context, Guid id, ReasonBody body, PostingReversals reversals, AuditTrail audit,
        CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > ReasonLengthMax)
        {
            return Problems.Of(context, Problem.BadRequest, "reason");
        }

        if (await reversals.OrganisationOfAsync(id, cancel) is not { } organisation)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var outcome = await reversals.ReverseAsync(
            id, body.Reason, IdempotencyKey.Of(context.Request), SignedIn.Of(context).Login, cancel);
        if (outcome is not { Verdict: PostingVerdict.Posted or PostingVerdict.Repeated, Receipt: { } receipt })
        {
            return Problems.Of(context, outcome.Verdict == PostingVerdict.KeyReused
                ? Problem.KeyReused
                : Problem.PostingNotReversible);
        }

        await audit.WriteAsync(context, AuditAct.Create, organisation, "posting", receipt.Id.ToString(), "reversal");
        return TypedResults.Created($"/api/postings/{receipt.Id}", receipt);
    }
}
