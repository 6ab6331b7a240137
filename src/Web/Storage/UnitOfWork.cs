using Zhkh.Web.Access;

namespace Zhkh.Web.Storage;

/// <summary>
/// One request, one transaction. The middleware opens it before the endpoint's arguments are made (a module's class is
/// built on it), the filter commits after the handler and before a byte of the answer is written, so nobody is told
/// "saved" about something that was not. A problem rolls back.
/// </summary>
internal static class UnitOfWork
{
    private sealed record Marker(bool IsSystem);

    /// <summary>Marks a group of endpoints as working on the database.</summary>
    public static RouteGroupBuilder InUnitOfWork(this RouteGroupBuilder group) =>
        group.WithMetadata(new Marker(IsSystem: false)).AddEndpointFilter(CommitAsync);

    /// <summary>
    /// The same with the rights of the system: rows that are of no organisation or of all. What the person may see and
    /// change there the endpoint itself has to ask.
    /// </summary>
    public static RouteGroupBuilder InUnitOfWorkOfSystem(this RouteGroupBuilder group) =>
        group.WithMetadata(new Marker(IsSystem: true)).AddEndpointFilter(CommitAsync);

    public static IApplicationBuilder UseUnitOfWork(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Marker>() is { } marker)
        {
            var session = context.RequestServices.GetRequiredService<DatabaseSession>();
            var person = SignedIn.From(context.User)
                ?? throw new InvalidOperationException($"{context.Request.Path} works on data for nobody");
            await (marker.IsSystem
                ? session.BeginAsync(DatabasePool.Jobs, context.RequestAborted)
                : session.BeginAsync(person, context.RequestAborted));
        }

        await next(context);
    });

    private static async ValueTask<object?> CommitAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (StatusOf(result) < StatusCodes.Status400BadRequest)
        {
            var session = context.HttpContext.RequestServices.GetRequiredService<DatabaseSession>();
            await session.CommitAsync(context.HttpContext.RequestAborted);
        }

        return result;
    }

    public static int StatusOf(object? result) => result switch
    {
        INestedHttpResult nested => StatusOf(nested.Result),
        IStatusCodeHttpResult { StatusCode: { } status } => status,
        _ => StatusCodes.Status200OK,
    };
}
