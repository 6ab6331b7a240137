using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>A call as CONTRACT names its fields: the exchange's row with what Dispatch made of it.</summary>
internal sealed record CallAnswer(
    Guid Id, string SipCallId, string Direction, string From, string To, string? Phone, string? Extension,
    DateTimeOffset StartedAt, DateTimeOffset? AnsweredAt, DateTimeOffset? HumanAnsweredAt, DateTimeOffset? EndedAt,
    string? Outcome, bool IsShort, string Organisation, string? AccountNumber, string Language,
    IReadOnlyList<string> Heard, string Digits, Guid? RecordingId, IReadOnlyList<Guid> TicketIds, Guid? CallbackId,
    Guid? CampaignId)
{
    /// <summary>Who passed the call on, to whom and when.</summary>
    public IReadOnlyList<CallMove> Transfers { get; init; } = [];

    public static CallAnswer Of(CallRow c, IEnumerable<Guid> tickets, Guid? callback) => new(
        c.Id, c.SipCallId, c.Direction, c.From, c.To, c.Phone, c.Extension, c.StartedAt, c.AnsweredAt,
        c.HumanAnsweredAt, c.EndedAt, c.Outcome, c.IsShort, c.Organisation, c.AccountNumber, c.Language, c.Heard,
        c.Digits, c.RecordingId, [.. tickets], callback, c.CampaignId)
    {
        Transfers = c.Transfers,
    };
}

internal sealed record LinkRequest(string AccountNumber, bool Remember = false);

/// <summary>/api/calls: the journal of calls, and what a dispatcher does with one that is up.</summary>
internal static class CallsApi
{
    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/calls").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadCalls);
        group.MapGet("/{id:guid}", GetAsync).Needs(Permission.ReadCalls);
        group.MapPost("/{id:guid}/account", LinkAsync).Needs(Permission.HandleCalls);
        group.MapPost("/{id:guid}/hangup", HangUpAsync).Needs(Permission.HandleCalls);
    }

    private static async Task<Results<Ok<Page<CallAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext context, string? after, int? limit, string? phone, string? outcome, CallBoard calls,
        CallLinks links, AuditTrail audit, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (!Cursor.TryParse(after, out var last) || size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        var number = phone is null ? null : PhoneNumber.TryParse(phone)?.E164;
        if (phone is not null && number is null)
        {
            return Problems.Of(context, Problem.BadPhone, phone);
        }

        var rows = await calls.ListAsync(new CallFilter(last?.At, last?.Id, size, number, outcome), cancel);
        var answers = await links.JoinAsync(rows, cancel);
        foreach (var own in answers.GroupBy(c => c.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, "call", "list", $"{own.Count()} rows");
        }

        var next = rows.Count == size ? new Cursor(rows[^1].StartedAt, rows[^1].Id).ToString() : null;
        return TypedResults.Ok(new Page<CallAnswer>(answers, next));
    }

    private static async Task<Results<Ok<CallAnswer>, ProblemHttpResult>> GetAsync(
        HttpContext context, Guid id, CallBoard calls, CallLinks links, AuditTrail audit, CancellationToken cancel)
    {
        if (await calls.GetAsync(id, cancel) is not { } row)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Read, row.Organisation, "call", id.ToString());
        return TypedResults.Ok((await links.JoinAsync([row], cancel))[0]);
    }

    /// <summary>
    /// An unknown caller said who they are: the card shows the flat, and the number is remembered if asked.
    /// </summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> LinkAsync(
        HttpContext context, Guid id, LinkRequest request, CardDesk cards, CallBoard calls, Accounts accounts,
        DatabaseSession session, AuditTrail audit, CancellationToken cancel)
    {
        var card = cards.Find(id);
        var row = await calls.GetAsync(id, cancel);
        var seen = card is not null && SignedIn.Of(context).Organisations.Contains(card.Organisation);
        if ((!seen && row is null) || await accounts.CardAsync(request.AccountNumber ?? "", cancel) is not { } account)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var phone = row?.Phone ?? card?.Phone;
        if (request.Remember && phone is not null)
        {
            await accounts.RememberPhoneAsync(account.Number, phone, PhoneSource.Call, cancel);
        }

        await audit.WriteAsync(context, AuditAct.Change, account.Organisation, "account", account.Number,
            request.Remember ? "phone remembered" : "call linked");
        session.AfterCommit(() => cards.Linked(id, account.Number, CancellationToken.None));
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> HangUpAsync(
        HttpContext context, Guid id, CardDesk cards, Switchboard switchboard, AuditTrail audit)
    {
        if (cards.Find(id) is not { } card || !SignedIn.Of(context).Organisations.Contains(card.Organisation)
            || !switchboard.HangUp(id))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Change, card.Organisation, "call", id.ToString(), "hung up");
        return TypedResults.NoContent();
    }
}
