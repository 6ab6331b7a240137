using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Trunks;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Hosting;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <param name="Pin">Four to eight digits; null takes the code away.</param>
internal sealed record LinePinRequest(string? Pin);

/// <summary>
/// PUT /api/session/line-pin: the code that opens the own permanent line from another telephone. It is never said back.
/// </summary>
internal static class LinePinApi
{
    public static void MapLinePin(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/session/line-pin")
        .InUnitOfWorkOfSystem().MapPut("", SetAsync).Needs(Permission.HandleCalls);

    private static async Task<Results<NoContent, ProblemHttpResult>> SetAsync(
        HttpContext context, LinePinRequest request, PhoneScope scope, PhoneDetails phones, PhoneNews news,
        AuditTrail audit, DatabaseSession session, CancellationToken cancel)
    {
        if (request.Pin is not null && !LinePin.IsFit(request.Pin))
        {
            return Problems.Of(context, Problem.BadLinePin);
        }

        var person = SignedIn.Of(context);
        if (person.Extension is not { } extension || await scope.FindAsync(person, extension, cancel) is not { } phone)
        {
            return Problems.Of(context, Problem.NoExtension);
        }

        await audit.WriteAsync(context, AuditAct.Change, PhoneScope.AuditedAt(person, phone.Organisation), "phone",
            extension, "line-pin");
        await phones.SetLinePinAsync(extension, request.Pin, cancel);
        session.AfterCommit(news.Tell);
        return TypedResults.NoContent();
    }
}
