using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>A dated entry by hand.</summary>
/// <param name="Amount">Minor units; positive = the resident owes more.</param>
internal sealed record PostingBody(
    [property: JsonRequired] Service Service, [property: JsonRequired] long Amount, string Reason,
    DateOnly? EffectiveOn = null);

/// <summary>/api/accounts: search, the card, the ledger of an account.</summary>
internal static class AccountsApi
{
    private const int ReasonLengthMax = 500;
    private const int QueryLengthMax = 100;

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/accounts").InUnitOfWork();
        group.MapGet("", SearchAsync).Needs(Permission.ReadAccounts);
        group.MapGet("/{number}", GetAsync).Needs(Permission.ReadAccounts);
        group.MapGet("/{number}/postings", PostingsAsync).Needs(Permission.ReadPostings);
        group.MapPost("/{number}/postings", PostAsync).Needs(Permission.WritePostings);
    }

    private static async Task<Results<Ok<Page<AccountFound>>, ProblemHttpResult>> SearchAsync(
        HttpContext context, string? q, AccountSearch search, AuditTrail audit, CancellationToken cancel)
    {
        if (q is not { Length: > 0 and <= QueryLengthMax })
        {
            return Problems.Of(context, Problem.BadRequest, "?q=");
        }

        var found = await search.FindAsync(q, cancel);
        foreach (var own in found.GroupBy(a => a.Organisation))
        {
            var numbers = string.Join(',', own.Select(a => a.Number));
            await audit.WriteAsync(context, AuditAct.Read, own.Key, "account", numbers, "search");
        }

        return TypedResults.Ok(new Page<AccountFound>(found, null));
    }

    private static async Task<Results<Ok<AccountCard>, ProblemHttpResult>> GetAsync(
        HttpContext context, string number, Accounts accounts, AuditTrail audit, CancellationToken cancel)
    {
        if (await accounts.CardAsync(number, cancel) is not { } card)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Read, card.Organisation, "account", number);
        return TypedResults.Ok(card);
    }

    private static async Task<Results<Ok<Page<AccountPosting>>, ProblemHttpResult>> PostingsAsync(
        HttpContext context, string number, string? after, int? limit, Accounts accounts, AccountLedger ledger,
        AuditTrail audit, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (!LineCursor.TryParse(after, out var last) || size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        if (await accounts.CardAsync(number, cancel) is not { } card)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var lines = await ledger.PostingsOfAsync(number, last, size, cancel);
        await audit.WriteAsync(context, AuditAct.Read, card.Organisation, "account", number, "postings");
        // A full page may be the last one; the next is then empty and says so.
        var next = lines.Count == size ? lines[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new Page<AccountPosting>(lines, next));
    }

    private static async Task<Results<Created<PostingReceipt>, ProblemHttpResult>> PostAsync(
        HttpContext context, string number, PostingBody body, Accounts accounts, AccountLedger ledger,
        AuditTrail audit, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > ReasonLengthMax)
        {
            return Problems.Of(context, Problem.BadRequest, "reason");
        }

        if (await accounts.CardAsync(number, cancel) is not { } card)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var outcome = await ledger.AdjustAsync(
            number, body.Service, body.Amount, body.Reason, body.EffectiveOn,
            IdempotencyKey.Of(context.Request), SignedIn.Of(context).Login, cancel);
        if (outcome.Receipt is not { } receipt || RefusalOf(outcome.Verdict) is not null)
        {
            return Problems.Of(context, RefusalOf(outcome.Verdict) ?? Problem.Invalid, outcome.Verdict);
        }

        await audit.WriteAsync(context, AuditAct.Create, card.Organisation, "posting", receipt.Id.ToString());
        return TypedResults.Created($"/api/accounts/{number}/postings", receipt);
    }

    private static Problem? RefusalOf(PostingVerdict verdict) => verdict switch
    {
        PostingVerdict.Posted or PostingVerdict.Repeated => null,
        PostingVerdict.KeyReused => Problem.KeyReused,
        PostingVerdict.Unbalanced => Problem.BadAmount,
        PostingVerdict.WrongCurrency => Problem.Invalid,
        PostingVerdict.FutureDay => Problem.FutureDay,
        PostingVerdict.Unknown => Problem.NotFound,
        PostingVerdict.AlreadyReversed or PostingVerdict.NotReversible => Problem.Conflict,
    };
}
