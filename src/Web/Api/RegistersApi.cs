using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Zhkh.Billing;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Hosting;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

internal sealed record ReasonBody(string Reason);

internal sealed record ProfileAnswer(string Id, string Code, string Name, string Bank, string Encoding);

/// <summary>A row with its reason in words; <paramref name="Code"/> is for programs.</summary>
internal sealed record RegisterRowAnswer(
    int Line, string? OperationId, DateTimeOffset? At, string? AccountNumber, string? Payer, string? Address,
    string? Period, long? Amount, long? Fee, RegisterRowState State, RegisterFault? Code, string? Reason);

/// <summary>/api/registers: a bank's file becomes a preview, payments, and, if need be, nothing again.</summary>
internal static class RegistersApi
{
    private const int ReasonLengthMax = 500;
    private const int FileNameLengthMax = 200;
    private const long Megabyte = 1024 * 1024;

    public static void MapRegisters(this IEndpointRouteBuilder routes)
    {
        // Outside the unit of work: a slow upload must not hold one of the connections of the web.
        routes.MapPost("/api/registers", UploadAsync).Needs(Permission.TakePayments)
            .WithMetadata(new BodyLimit(RegisterLimits.BytesMax + Megabyte));
        var group = routes.MapGroup("/api/registers").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadPayments);
        group.MapGet("/profiles", ProfilesAsync).Needs(Permission.ReadPayments);
        group.MapGet("/{id:guid}", GetAsync).Needs(Permission.ReadPayments);
        group.MapGet("/{id:guid}/rows", RowsAsync).Needs(Permission.ReadPayments);
        group.MapGet("/{id:guid}/errors.csv", RegisterErrorsCsv.GetAsync).Needs(Permission.ReadPayments);
        group.MapPost("/{id:guid}/post", PostAsync).Needs(Permission.TakePayments);
        group.MapPost("/{id:guid}/reverse", ReverseAsync).Needs(Permission.ReversePostings);
    }

    private static async Task<Results<Created<Register>, Ok<Register>, ProblemHttpResult>> UploadAsync(
        HttpContext context, string? organisation, string? profile, string? name, string? encoding, DataFolder data,
        DatabaseSession session, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (string.IsNullOrEmpty(organisation) || string.IsNullOrEmpty(profile)
            || (encoding is not null && !RegisterIntake.Encodings.Contains(encoding)))
        {
            return Problems.Of(context, Problem.BadRequest, "?organisation= ?profile= ?encoding=");
        }

        if (!person.Organisations.Contains(organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await using var file = await UploadedFile.ReceiveAsync(
            context.Request, data, RegisterLimits.BytesMax, cancel);
        if (file is null)
        {
            return Problems.Of(context, Problem.FileTooLarge, RegisterLimits.BytesMax / Megabyte);
        }

        await session.BeginAsync(person, cancel);
        var services = context.RequestServices;
        var receipt = await services.GetRequiredService<RegisterIntake>().TakeAsync(
            new RegisterUpload(organisation, profile, file.Path, ShownName(name), file.Sha256, person.Login, encoding),
            cancel);
        var board = services.GetRequiredService<RegisterBoard>();
        if (receipt.Id is not { } id || await board.GetAsync(id, cancel) is not { } register)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await services.GetRequiredService<AuditTrail>().WriteAsync(
            context, receipt.IsNew ? AuditAct.Create : AuditAct.Read, organisation, "register", id.ToString());
        await session.CommitAsync(cancel);
        var answer = InWords(context, register);
        return receipt.IsNew ? TypedResults.Created($"/api/registers/{id}", answer) : TypedResults.Ok(answer);
    }

    private static async Task<Results<Ok<Page<Register>>, ProblemHttpResult>> ListAsync(
        HttpContext context, string? organisation, Guid? after, int? limit, RegisterBoard board,
        CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        var rows = await board.ListAsync(organisation, after, size, cancel);
        return TypedResults.Ok(new Page<Register>(
            [.. rows.Select(r => InWords(context, r))], rows.Count == size ? rows[^1].Id.ToString() : null));
    }

    private static async Task<Results<Ok<IReadOnlyList<ProfileAnswer>>, ProblemHttpResult>> ProfilesAsync(
        HttpContext context, string? organisation, RegisterProfiles profiles, CancellationToken cancel)
    {
        if (organisation is null || !SignedIn.Of(context).Organisations.Contains(organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var ukrainian = ApiTexts.LanguageOf(context.Request) == "uk";
        var found = await profiles.OfAsync(organisation, cancel);
        return TypedResults.Ok<IReadOnlyList<ProfileAnswer>>([.. found.Select(p => new ProfileAnswer(
            p.Code, p.Code, ukrainian ? p.NameUk : p.NameRu, p.Bank, p.Encoding))]);
    }

    private static async Task<Results<Ok<Register>, ProblemHttpResult>> GetAsync(
        HttpContext context, Guid id, RegisterBoard board, CancellationToken cancel) =>
        await board.GetAsync(id, cancel) is { } register
            ? TypedResults.Ok(InWords(context, register))
            : Problems.Of(context, Problem.NotFound);

    private static async Task<Results<Ok<Page<RegisterRowAnswer>>, ProblemHttpResult>> RowsAsync(
        HttpContext context, Guid id, Named<RegisterRowState>? state, string? after, int? limit, RegisterBoard board,
        AuditTrail audit, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (!LineCursor.TryParse(after, out var last) || size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        if (await board.GetAsync(id, cancel) is not { } register)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var line = (int)Math.Min(last ?? 0, int.MaxValue);
        var rows = await board.RowsAsync(id, state?.Value, line, size, cancel);
        await audit.WriteAsync(context, AuditAct.Read, register.Organisation, "register", id.ToString(),
            $"{rows.Count} rows");
        var language = ApiTexts.LanguageOf(context.Request);
        return TypedResults.Ok(new Page<RegisterRowAnswer>(
            [.. rows.Select(r => new RegisterRowAnswer(r.Line, r.OperationId, r.At, r.AccountNumber, r.Payer,
                r.Address, r.Period, r.Amount, r.Fee, r.State, r.Reason,
                r.Reason is { } reason ? RegisterTexts.Of(language, reason) : null))],
            rows.Count == size ? rows[^1].Line.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Results<Accepted<Register>, ProblemHttpResult>> PostAsync(
        HttpContext context, Guid id, RegisterBoard board, RegisterOrders orders, AuditTrail audit,
        CancellationToken cancel)
    {
        if (await board.GetAsync(id, cancel) is not { } register)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (!await orders.PostAsync(id, SignedIn.Of(context).Login, cancel))
        {
            return Problems.Of(context, Problem.RegisterNotPostable);
        }

        return await AnsweredAsync(context, register, "posted", board, audit, cancel);
    }

    private static async Task<Results<Accepted<Register>, ProblemHttpResult>> ReverseAsync(
        HttpContext context, Guid id, ReasonBody body, RegisterBoard board, RegisterOrders orders, AuditTrail audit,
        CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > ReasonLengthMax)
        {
            return Problems.Of(context, Problem.BadRequest, "reason");
        }

        if (await board.GetAsync(id, cancel) is not { } register)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (!await orders.ReverseAsync(id, body.Reason, SignedIn.Of(context).Login, cancel))
        {
            return Problems.Of(context, Problem.RegisterNotReversible);
        }

        return await AnsweredAsync(context, register, "reversed", board, audit, cancel);
    }

    private static async Task<Accepted<Register>> AnsweredAsync(
        HttpContext context, Register register, string act, RegisterBoard board, AuditTrail audit,
        CancellationToken cancel)
    {
        await audit.WriteAsync(
            context, AuditAct.Change, register.Organisation, "register", register.Id.ToString(), act);
        var now = await board.GetAsync(register.Id, cancel) ?? register;
        return TypedResults.Accepted($"/api/registers/{register.Id}", InWords(context, now));
    }

    private static Register InWords(HttpContext context, Register register)
    {
        var language = ApiTexts.LanguageOf(context.Request);
        return register with
        {
            Errors = [.. register.Errors.Select(e => e with { Text = RegisterTexts.Of(language, e.Code, e.Value) })],
        };
    }

    /// <summary>
    /// For people's eyes only: the last part of what a browser called it, without control characters.
    /// </summary>
    private static string ShownName(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = string.Concat(last.Where(c => !char.IsControl(c))).Trim();
        return clean.Length switch { 0 => "?", > FileNameLengthMax => clean[..FileNameLengthMax], _ => clean };
    }

    /// <summary>
    /// Routing lets this endpoint have larger bodies than the rest; a little more than allowed, so that the refusal is
    /// ours.
    /// </summary>
    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
