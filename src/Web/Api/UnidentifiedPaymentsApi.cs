using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

internal sealed record AssignBody(string AccountNumber);

internal sealed record SuggestionAnswer(string AccountNumber, string Address, string Why);

internal sealed record UnidentifiedAnswer(
    Guid Id, string Organisation, Guid? RegisterId, int? Line, string OperationId, DateTimeOffset? At,
    DateOnly PaidOn, string? AccountNumber, string? Payer, string? Address, long Amount, string Currency,
    UnidentifiedStatus Status, string? AssignedTo, DateTimeOffset? SettledAt, string? SettledBy, string? ReturnReason,
    IReadOnlyList<SuggestionAnswer> Suggestions);

/// <summary>/api/unidentified-payments: whose money is it? Give it to an account or send it back.</summary>
internal static class UnidentifiedPaymentsApi
{
    private const int ReasonLengthMax = 500;

    public static void MapUnidentifiedPayments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/unidentified-payments").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadPayments);
        group.MapPost("/{id:guid}/assign", AssignAsync).Needs(Permission.TakePayments);
        group.MapPost("/{id:guid}/return", ReturnAsync).Needs(Permission.TakePayments);
    }

    private static async Task<Results<Ok<Page<UnidentifiedAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext context, string? organisation, Named<UnidentifiedStatus>? status, Guid? after, int? limit,
        UnidentifiedPayments payments, AuditTrail audit, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        var rows = await payments.ListAsync(
            organisation, status?.Value ?? UnidentifiedStatus.Open, after, size, cancel);
        foreach (var own in rows.GroupBy(p => p.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, "payment", "unidentified", $"{own.Count()} rows");
        }

        var language = ApiTexts.LanguageOf(context.Request);
        return TypedResults.Ok(new Page<UnidentifiedAnswer>(
            [.. rows.Select(p => InWords(p, language))], rows.Count == size ? rows[^1].Id.ToString() : null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> AssignAsync(
        HttpContext context, Guid id, AssignBody body, UnidentifiedPayments payments, AuditTrail audit,
        CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.AccountNumber))
        {
            return Problems.Of(context, Problem.BadRequest, "accountNumber");
        }

        var verdict = await payments.AssignAsync(id, body.AccountNumber, SignedIn.Of(context).Login, cancel);
        return await AnsweredAsync(context, id, verdict, "assigned", body.AccountNumber, payments, audit, cancel);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ReturnAsync(
        HttpContext context, Guid id, ReasonBody body, UnidentifiedPayments payments, AuditTrail audit,
        CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > ReasonLengthMax)
        {
            return Problems.Of(context, Problem.BadRequest, "reason");
        }

        var verdict = await payments.ReturnAsync(id, body.Reason, SignedIn.Of(context).Login, cancel);
        return await AnsweredAsync(context, id, verdict, "returned", "", payments, audit, cancel);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> AnsweredAsync(
        HttpContext context, Guid id, SettleVerdict verdict, string act, string account,
        UnidentifiedPayments payments, AuditTrail audit, CancellationToken cancel)
    {
        var refused = verdict switch
        {
            SettleVerdict.Settled or SettleVerdict.Repeated => (Problem?)null,
            SettleVerdict.Unknown => Problem.NotFound,
            SettleVerdict.UnknownAccount => Problem.UnknownAccount,
            SettleVerdict.NotOpen => Problem.AlreadySettled,
        };
        if (refused is { } problem || await payments.OrganisationOfAsync(id, cancel) is not { } organisation)
        {
            return Problems.Of(context, refused ?? Problem.NotFound, account);
        }

        await audit.WriteAsync(context, AuditAct.Change, organisation, "payment", id.ToString(), act);
        return TypedResults.NoContent();
    }

    private static UnidentifiedAnswer InWords(UnidentifiedPayment p, string language) => new(
        p.Id, p.Organisation, p.RegisterId, p.Line, p.OperationId, p.At, p.PaidOn, p.AccountNumber, p.Payer,
        p.Address, p.Amount, p.Currency, p.Status, p.AssignedTo, p.SettledAt, p.SettledBy, p.ReturnReason,
        [.. p.Suggestions.Select(s => new SuggestionAnswer(
            s.AccountNumber, s.Address, RegisterTexts.Of(language, s.Why)))]);
}
