using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>
/// What the editor sends. Address and person may be left out: the account's are copied as they are now.
/// </summary>
/// <param name="Number">The number that was reserved at the answer and said to the caller.</param>
internal sealed record TicketRequest(
    string Text, Guid? CallId = null, Guid? CallbackId = null, string? AccountNumber = null, string? Address = null,
    string? Phone = null, string? Person = null, string? Category = null, TicketPriority? Priority = null,
    int? Number = null, string? Organisation = null)
{
    private const int FieldLengthMax = 500;

    /// <summary>The first field that is longer than anybody types it; the text has a bound of its own.</summary>
    public string? TooLong() => new (string Name, string? Value)[]
    {
        ("address", Address), ("person", Person), ("category", Category), ("phone", Phone),
    }.FirstOrDefault(f => f.Value is { Length: > FieldLengthMax }).Name;
}

internal sealed record MoveRequest([property: JsonRequired] TicketMove Move, string? Crew = null, string? Why = null);

internal sealed record CommentRequest(string Text);

/// <summary>/api/tickets: the list, one, a new one, its moves.</summary>
internal static class TicketsApi
{
    private const int CommentLengthMax = 4_000;
    private const int WordsMax = 500;

    public static void MapTickets(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/tickets").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadTickets);
        group.MapGet("/{id:guid}", GetAsync).Needs(Permission.ReadTickets);
        group.MapPost("", OpenAsync).Needs(Permission.WriteTickets);
        group.MapPost("/{id:guid}/moves", MoveAsync).Needs(Permission.WriteTickets);
        group.MapPost("/{id:guid}/comments", CommentAsync).Needs(Permission.WriteTickets);
    }

    private static async Task<Results<Ok<Page<TicketRow>>, ProblemHttpResult>> ListAsync(
        HttpContext context, Guid? after, int? limit, bool? open, Named<TicketStatus>? status, string? phone,
        string? accountNumber, TicketBoard board, AuditTrail audit, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        var number = phone is null ? null : Billing.PhoneNumber.TryParse(phone)?.E164;
        if (size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        if (phone is not null && number is null)
        {
            return Problems.Of(context, Problem.BadPhone, phone);
        }

        var filter = new TicketFilter(after, size, open, status?.Value, number, accountNumber);
        var rows = await board.ListAsync(filter, cancel);
        foreach (var own in rows.GroupBy(t => t.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, "ticket", "list", $"{own.Count()} rows");
        }

        return TypedResults.Ok(new Page<TicketRow>(rows, rows.Count == size ? rows[^1].Id.ToString() : null));
    }

    private static async Task<Results<Ok<TicketDetails>, ProblemHttpResult>> GetAsync(
        HttpContext context, Guid id, TicketBoard board, AuditTrail audit, CancellationToken cancel)
    {
        if (await board.GetAsync(id, cancel) is not { } ticket)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Read, ticket.Organisation, "ticket", id.ToString());
        return TypedResults.Ok(ticket);
    }

    private static async Task<Results<Created<TicketDetails>, ProblemHttpResult>> OpenAsync(
        HttpContext context, TicketRequest request, TicketIntake intake, Tickets tickets, AuditTrail audit,
        CancellationToken cancel)
    {
        if (request.TooLong() is { } field)
        {
            return Problems.Of(context, Problem.BadRequest, field);
        }

        var person = SignedIn.Of(context);
        var key = IdempotencyKey.Of(context.Request);
        var asked = JsonSerializer.Serialize(request);
        if (await tickets.RepeatedAsync(person.Organisations, key, asked, cancel) is { } earlier)
        {
            return TypedResults.Created($"/api/tickets/{earlier.Id}", earlier);
        }

        if (await intake.PrepareAsync(request, person, key, asked, cancel) is not { } opening)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var opened = await tickets.OpenAsync(opening, cancel);
        if (opened.Ticket is not { } ticket)
        {
            var problem = opened.Verdict == TicketOpenVerdict.KeyReused ? Problem.KeyReused : Problem.BadRequest;
            return Problems.Of(context, problem, "text");
        }

        if (opened.Verdict == TicketOpenVerdict.Opened)
        {
            await audit.WriteAsync(context, AuditAct.Create, ticket.Organisation, "ticket", ticket.Id.ToString());
            intake.ShowOnCard(request.CallId);
        }

        return TypedResults.Created($"/api/tickets/{ticket.Id}", ticket);
    }

    private static async Task<Results<Ok<TicketMoveAnswer>, ProblemHttpResult>> MoveAsync(
        HttpContext context, Guid id, MoveRequest request, TicketBoard board, Tickets tickets, AuditTrail audit,
        CancellationToken cancel)
    {
        if (request.Crew is { Length: > WordsMax } || request.Why is { Length: > WordsMax })
        {
            return Problems.Of(context, Problem.BadRequest, request.Crew is { Length: > WordsMax } ? "crew" : "why");
        }

        if (await board.GetAsync(id, cancel) is not { } ticket)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var answer = await tickets.MoveAsync(
            id, request.Move, request.Crew, SignedIn.Of(context).Name, request.Why, cancel);
        if (answer.Verdict != TicketMoveVerdict.Moved)
        {
            return Problems.Of(context, Problem.Conflict);
        }

        await audit.WriteAsync(
            context, AuditAct.Change, ticket.Organisation, "ticket", id.ToString(), request.Move.ToString());
        return TypedResults.Ok(answer);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> CommentAsync(
        HttpContext context, Guid id, CommentRequest request, TicketBoard board, Tickets tickets, AuditTrail audit,
        CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > CommentLengthMax)
        {
            return Problems.Of(context, Problem.BadRequest, "text");
        }

        if (await board.GetAsync(id, cancel) is not { } ticket
            || !await tickets.CommentAsync(id, SignedIn.Of(context).Name, request.Text, cancel))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Change, ticket.Organisation, "ticket", id.ToString(), "comment");
        return TypedResults.NoContent();
    }
}
