using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx;
using Zhkh.Web.Access;

namespace Zhkh.Web.Api;

/// <summary>A telephone of ours.</summary>
/// <param name="User">Whose desk it stands on.</param>
/// <param name="CallId">The call it is in.</param>
internal sealed record PhoneAnswer(string Extension, bool Registered, string? User, Guid? CallId);

/// <summary>GET /api/phones.</summary>
internal static class PhonesApi
{
    public static void MapPhones(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/phones", ListAsync).Needs(Permission.ReadPhones);

    private static async Task<Ok<Page<PhoneAnswer>>> ListAsync(
        Exchange exchange, Operators operators, CancellationToken cancel)
    {
        var names = await operators.NamesByExtensionAsync(cancel);
        var registered = exchange.Switchboard.RegisteredPhones.ToHashSet(StringComparer.Ordinal);
        return TypedResults.Ok(new Page<PhoneAnswer>(
            [.. exchange.Peers.All().Select(e => e.User).Order(StringComparer.Ordinal).Select(user => new PhoneAnswer(
                user, registered.Contains(user), names.GetValueOrDefault(user), exchange.Switchboard.CallOf(user)))],
            null));
    }
}
