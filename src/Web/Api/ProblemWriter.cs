using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>What an endpoint did not expect, as a problem: who lost a race, no database, our own mistake.</summary>
internal sealed class ProblemWriter(ILogger<ProblemWriter> log) : IExceptionHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancel)
    {
        var problem = Classify(exception);
        if (problem == Problem.Broken)
        {
            ApiLog.Broken(log, exception, context.Request.Method, PathIn(context.Request.Path),
                context.TraceIdentifier);
        }

        var result = problem switch
        {
            Problem.Unavailable => Problems.After(context, problem, RetryAfter),
            Problem.Broken => Problems.Of(context, problem, context.TraceIdentifier),
            _ when exception is BadHttpRequestException { InnerException: JsonException { Path: { } path } }
                && FieldOf(path) is { Length: > 0 } field =>
                Problems.SaidAtField(context, problem, field, exception.Message),
            _ => Problems.Of(context, problem, exception is BadHttpRequestException ? exception.Message : ""),
        };
        await result.ExecuteAsync(context);
        return true;
    }

    /// <summary>The name a path within a body ends in: caller of $.settings.caller[0]; empty for the whole.</summary>
    private static string FieldOf(string path) => path[(path.LastIndexOf('.') + 1)..].Split('[')[0].TrimStart('$');

    private static string PathIn(PathString path) => path.StartsWithSegments(ProvisionApi.Path)
        ? ProvisionApi.WithoutToken(path) : CrewLinkDoor.WithoutToken(path);

    private static Problem Classify(Exception exception) => exception switch
    {
        BadHttpRequestException => Problem.BadRequest,
        DbUpdateConcurrencyException => Problem.Conflict,
        DbUpdateException { InnerException: { } inner } => Classify(inner),
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.UniqueViolation } => Problem.Conflict,
        // A character PostgreSQL cannot keep, such as NUL: the one who sent it has to change it.
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire
            or PostgresErrorCodes.UntranslatableCharacter } => Problem.BadRequest,
        // Class 53 insufficient resources, 57 operator intervention: the server is there but cannot.
        PostgresException { SqlState: ['5', '3' or '7', ..] } => Problem.Unavailable,
        PostgresException => Problem.Broken,
        NpgsqlException or TimeoutException => Problem.Unavailable,
        _ => Problem.Broken,
    };
}
