using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx;
using Zhkh.Web.Photos;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>An order on a crew's page.</summary>
/// <param name="CallPhone">Our public number: residents are called through the exchange, not by theirs.</param>
/// <param name="Moves">What may be said now.</param>
/// <param name="ServerTime">By it a device corrects its own clock before it says when something was.</param>
internal sealed record CrewLinkDetails(
    int TicketNumber, string? Address, int? Entrance, int? Floor, string Text, string Category,
    TicketPriority Priority, string CallPhone, IReadOnlyList<DeadlineRow> Deadlines, AssignmentState State,
    IReadOnlyList<AssignmentMove> Moves, string Crew, DateTimeOffset OrderedAt, DateTimeOffset? NeedsUntil,
    IReadOnlyList<StepRow> Steps, IReadOnlyList<PhotoRow> Photos, DateTimeOffset ServerTime);

/// <summary>What a crew does.</summary>
/// <param name="At">The device's clock at the tap.</param>
/// <param name="Minutes">For needTime, 1–4320.</param>
/// <param name="Id">The tap's own name; without one the move and its time are it.</param>
internal sealed record CrewMoveRequest(
    [property: JsonRequired] AssignmentMove Move, DateTimeOffset? At = null, int? Minutes = null, string? Text = null,
    string? Id = null)
{
    private const int IdLengthMax = 64;

    /// <summary>The first field that cannot be so.</summary>
    public string? Wrong() => Move == AssignmentMove.Withdraw ? "move"
        : Text is { Length: > CrewAct.TextMax } || (Move == AssignmentMove.Comment && string.IsNullOrWhiteSpace(Text))
            ? "text"
        : Move == AssignmentMove.NeedTime && Minutes is not (>= 1 and <= CrewAct.MinutesMax) ? "minutes"
        : Id is { Length: 0 or > IdLengthMax } ? "id" : null;

    public CrewAct ToAct(Guid assignmentId, StepChannel channel, string by) => new(assignmentId, Move, channel, by, At,
        Id ?? (At is { } at ? $"{Move}@{at.ToUnixTimeMilliseconds()}" : null),
        Move == AssignmentMove.NeedTime ? Minutes : null, string.IsNullOrWhiteSpace(Text) ? null : Text.Trim());
}

/// <summary>/api/crew-links/{token}: an order for whoever holds its link; no session.</summary>
internal static class CrewLinksApi
{
    public const string Path = "/api/crew-links";

    public static void MapCrewLinks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path);
        group.MapGet("/{token}", GetAsync).AllowAnonymous();
        group.MapPost("/{token}/moves", MoveAsync).AllowAnonymous();
        // One byte more than a photo may have, so that the refusal is ours and says why.
        group.MapPost("/{token}/photos", PhotoAsync).AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(PhotoCheck.BytesMax + 1));
    }

    private static async Task<Results<Ok<CrewLinkDetails>, ProblemHttpResult>> GetAsync(
        HttpContext context, string token, CrewLinkDoor door, SystemWork work, PbxOptions exchange, TimeProvider time,
        CancellationToken cancel)
    {
        var entered = await door.EnterAsync(context, token, isEndedWelcome: false, cancel);
        if (entered is not { AssignmentId: { } id })
        {
            return entered.Problem ?? Problems.Of(context, Problem.NotFound);
        }

        return await work.RunAsync(DatabasePool.Jobs, async services =>
        {
            var order = await services.GetRequiredService<AssignmentBoard>().ForCrewAsync(id, cancel)
                ?? throw new InvalidOperationException("An opened link has no order");
            var place = order.AccountNumber is { } account
                ? await services.GetRequiredService<Accounts>().CardAsync(account, cancel) : null;
            return TypedResults.Ok(new CrewLinkDetails(order.TicketNumber, order.Address, place?.Entrance,
                place?.Floor, order.Text, order.Category, order.Priority, exchange.Calls.PublicNumber,
                order.Deadlines, order.State, order.Moves, order.CrewName, order.OrderedAt, order.NeedsUntil,
                order.Steps, order.Photos, time.GetUtcNow()));
        }, cancel);
    }

    private static async Task<Results<Ok<CrewActAnswer>, ProblemHttpResult>> MoveAsync(
        HttpContext context, string token, CrewMoveRequest request, CrewLinkDoor door, SystemWork work,
        CancellationToken cancel)
    {
        var entered = await door.EnterAsync(context, token, isEndedWelcome: true, cancel);
        if (entered is not { AssignmentId: { } id })
        {
            return entered.Problem ?? Problems.Of(context, Problem.NotFound);
        }

        if (request.Wrong() is { } field)
        {
            return Problems.Of(context, Problem.BadRequest, field);
        }

        var answer = await work.RunAsync(DatabasePool.Jobs, services => services.GetRequiredService<CrewActs>()
            .TakeAsync(request.ToAct(id, StepChannel.Link, entered.CrewName), cancel), cancel);
        return answer.Verdict switch
        {
            CrewActVerdict.Moved or CrewActVerdict.Repeated => TypedResults.Ok(answer),
            CrewActVerdict.KeptAsComment => Problems.Of(context, Problem.SavedAsComment),
            CrewActVerdict.Refused => Problems.Of(context, Problem.Conflict),
            CrewActVerdict.Unknown => Problems.Of(context, Problem.NotFound),
        };
    }

    private static async Task<Results<Created<PhotoRow>, ProblemHttpResult>> PhotoAsync(
        HttpContext context, string token, Named<PhotoKind> kind, DateTimeOffset? at, CrewLinkDoor door,
        PhotoDesk desk, SystemWork work, CancellationToken cancel)
    {
        var entered = await door.EnterAsync(context, token, isEndedWelcome: false, cancel);
        if (entered is not { AssignmentId: { } id })
        {
            return entered.Problem ?? Problems.Of(context, Problem.NotFound);
        }

        var taken = await desk.TakeAsync(context.Request, cancel);
        if (taken.Picture is not { } picture)
        {
            return Refusal(context, taken.Rejection ?? PhotoRejection.Broken);
        }

        var answer = await work.RunAsync(DatabasePool.Jobs, services => services.GetRequiredService<CrewPhotos>()
            .AddAsync(id, kind.Value, picture, StepChannel.Link, entered.CrewName, at, cancel), cancel);
        return answer.Photo is { } photo
            ? TypedResults.Created((string?)null, photo)
            : Problems.Of(context, Problem.TooManyPhotos, CrewPhotos.PerOrderMax);
    }

    private static ProblemHttpResult Refusal(HttpContext context, PhotoRejection rejection) => rejection switch
    {
        PhotoRejection.NotAPicture => Problems.Of(context, Problem.NotAPhoto),
        PhotoRejection.Broken => Problems.Of(context, Problem.BrokenPhoto),
        PhotoRejection.TooManyPixels => Problems.Of(context, Problem.HugePhoto),
        PhotoRejection.TooBig => Problems.Of(context, Problem.BigPhoto, PhotoCheck.BytesMax / (1024 * 1024)),
    };
}
