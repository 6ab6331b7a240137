using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Zhkh.Web.Api;

namespace Zhkh.Web.Access;

/// <summary>
/// ASP.NET's authentication scheme over the session table. Says 401 and 403 as problems, never redirects.
/// </summary>
internal sealed class SessionAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Open endpoints (health, sign-in) must answer while the database does not.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || SessionCookie.Read(Request) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        return await sessions.FindAsync(token, Context.RequestAborted) is { } person
            ? AuthenticateResult.Success(new AuthenticationTicket(person.ToPrincipal(), Scheme.Name))
            : AuthenticateResult.Fail("The session has ended");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Problems.Of(Context, Problem.NotSignedIn).ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Of(Context, Problem.NotAllowed).ExecuteAsync(Context);
}
