using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx.Recording;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>
/// GET /api/recordings/{id}.wav: 8 kHz stereo, caller left, our side right; a part of it for players that seek.
/// </summary>
internal static class RecordingsApi
{
    public static void MapRecordings(this IEndpointRouteBuilder routes) => routes
        .MapGroup("/api/recordings").InUnitOfWork()
        .MapGet("/{id:guid}.wav", GetAsync).Needs(Permission.ListenToRecordings);

    private static async Task<Results<RecordingResult, ProblemHttpResult>> GetAsync(
        HttpContext context, Guid id, CallBoard calls, RecordingStore store, AuditTrail audit, CancellationToken cancel)
    {
        if (await calls.OfRecordingAsync(id, cancel) is not { } call || store.TryOpen(id) is not { } recording)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        // Registered before the first byte: a recording nobody is known to have heard cannot have been heard.
        await audit.WriteAsync(context, AuditAct.Listen, call.Organisation, "recording", id.ToString());
        return new RecordingResult(store, recording);
    }
}
