using System.Security.Claims;

namespace Zhkh.Web.Access;

/// <summary>The person behind a request or a hub connection, as the session table knew them at its start.</summary>
internal sealed record SignedIn(
    Guid OperatorId, string Login, string Name, Role Role, IReadOnlyList<string> Organisations, string? Extension,
    string Language, byte[] SessionKey)
{
    public static SignedIn? From(ClaimsPrincipal? principal) => (principal?.Identity as OperatorIdentity)?.Person;

    /// <summary>For endpoints behind a permission, where somebody is always signed in.</summary>
    public static SignedIn Of(HttpContext context) => From(context.User)
        ?? throw new InvalidOperationException("An endpoint without a permission asked who is signed in");

    public ClaimsPrincipal ToPrincipal() => new(new OperatorIdentity(this));

    private sealed class OperatorIdentity(SignedIn person)
        : ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person.Login)], "session")
    {
        public SignedIn Person { get; } = person;
    }
}
