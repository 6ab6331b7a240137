using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>The first letter as a person changed it; null = as previewed.</summary>
internal sealed record LetterRequest(IReadOnlyList<string>? Recipients = null, string? Body = null);

internal sealed record MunicipalityBody(
    IReadOnlyList<string>? Recipients, LetterMode Mode = LetterMode.Ask, string? Responsible = null);

/// <summary>Letters to the local authority: preview and send, and whom an organisation writes to.</summary>
internal static class LettersApi
{
    private const int ResponsibleLengthMax = 300;

    public static void MapLetters(this IEndpointRouteBuilder routes)
    {
        var tickets = routes.MapGroup("/api/tickets/{id:guid}/letter").InUnitOfWork();
        tickets.MapGet("", PreviewAsync).Needs(Permission.ReadTickets);
        tickets.MapPost("", SendAsync).Needs(Permission.SendLetters);
        var setting = routes.MapGroup("/api/organisations/{code}/municipality").InUnitOfWork();
        setting.MapGet("", GetAsync).Needs(Permission.ReadTickets);
        setting.MapPut("", SetAsync).Needs(Permission.SetMunicipality);
    }

    private static async Task<Results<Ok<LetterPreview>, ProblemHttpResult>> PreviewAsync(
        HttpContext context, Guid id, Letters letters, TicketBoard board, AuditTrail audit, CancellationToken cancel)
    {
        if (await letters.PreviewAsync(id, cancel) is not { } preview
            || await board.OrganisationOfAsync(id, cancel) is not { } organisation)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Read, organisation, "ticket", id.ToString(), "letter");
        return TypedResults.Ok(preview);
    }

    private static async Task<Results<Accepted<LetterRow>, ProblemHttpResult>> SendAsync(
        HttpContext context, Guid id, LetterRequest? request, Letters letters, TicketBoard board, AuditTrail audit,
        CancellationToken cancel)
    {
        if (request?.Recipients is { } recipients && BadRecipients(context, recipients) is { } bad)
        {
            return bad;
        }

        if (request?.Body is { } body && (string.IsNullOrWhiteSpace(body) || body.Length > Letters.BodyMax))
        {
            return Problems.Of(context, Problem.BadRequest, "body");
        }

        var answer = await letters.SendAsync(
            id, request?.Recipients, request?.Body, SignedIn.Of(context).Name, cancel);
        if (answer.Letter is not { } letter || await board.OrganisationOfAsync(id, cancel) is not { } organisation)
        {
            return answer.Verdict == LetterVerdict.NoRecipients
                ? Problems.Of(context, Problem.NoRecipients) : Problems.Of(context, Problem.NotFound);
        }

        if (answer.Verdict == LetterVerdict.Written)
        {
            await audit.WriteAsync(context, AuditAct.Create, organisation, "letter", letter.Id.ToString());
        }

        return TypedResults.Accepted($"/api/tickets/{id}", letter);
    }

    private static async Task<Results<Ok<Municipality>, ProblemHttpResult>> GetAsync(
        HttpContext context, string code, Municipalities municipalities, CancellationToken cancel) =>
        SignedIn.Of(context).Organisations.Contains(code)
            ? TypedResults.Ok(await municipalities.OfAsync(code, cancel))
            : Problems.Of(context, Problem.NotFound);

    private static async Task<Results<Ok<Municipality>, ProblemHttpResult>> SetAsync(
        HttpContext context, string code, MunicipalityBody body, Municipalities municipalities, AuditTrail audit,
        CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (!person.Organisations.Contains(code))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (body.Recipients is not { } recipients)
        {
            return Problems.Of(context, Problem.BadRequest, "recipients");
        }

        if (BadRecipients(context, recipients) is { } bad)
        {
            return bad;
        }

        if (body.Responsible is { Length: > ResponsibleLengthMax })
        {
            return Problems.Of(context, Problem.BadRequest, "responsible");
        }

        var responsible = string.IsNullOrWhiteSpace(body.Responsible) ? null : body.Responsible.Trim();
        await municipalities.SetAsync(
            code, new Municipality([.. recipients.Distinct(StringComparer.OrdinalIgnoreCase)], body.Mode, responsible),
            person.Name, cancel);
        await audit.WriteAsync(
            context, AuditAct.Change, code, "municipality", code, $"{recipients.Count} recipients, {body.Mode}");
        return TypedResults.Ok(await municipalities.OfAsync(code, cancel));
    }

    private static ProblemHttpResult? BadRecipients(HttpContext context, IReadOnlyList<string> recipients) =>
        recipients.Count > Municipalities.RecipientsMax
            ? Problems.Of(context, Problem.BadRequest, "recipients")
            : Municipalities.FirstBad(recipients) is { } bad ? Problems.Of(context, Problem.BadMailAddress, bad) : null;
}
