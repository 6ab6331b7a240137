using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Pbx;
using Zhkh.Pbx.Trunks;
using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

internal sealed record SignInRequest(string User, string Password);

internal sealed record SignInAnswer(string Antiforgery);

internal sealed record SessionOrganisation(string Code, string Name, string Currency, string Language);

/// <summary>Who I am.</summary>
/// <param name="Antiforgery">Again here, so that a reloaded page can go on changing things.</param>
internal sealed record SessionAnswer(
    string User, string Name, Role Role, IReadOnlyList<SessionOrganisation> Organisations, string? Extension,
    string Language, string Antiforgery);

internal sealed record ExtensionRequest(string? Extension);

/// <summary>POST, GET, DELETE /api/session and the telephone on one's desk.</summary>
internal static class SessionApi
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/session");
        group.MapPost("", StartAsync).AllowAnonymous();
        routes.MapGroup("/api/session").InUnitOfWork().MapGet("", GetAsync).Needs(Permission.OwnSession);
        group.MapDelete("", EndAsync).Needs(Permission.OwnSession);
        group.MapPut("/extension", SetExtensionAsync).Needs(Permission.OwnSession);
    }

    private static async Task<Results<Ok<SignInAnswer>, ProblemHttpResult>> StartAsync(
        HttpContext context, SignInRequest request, SignIn signIn, CancellationToken cancel)
    {
        var outcome = await signIn.TryAsync(request.User ?? "", request.Password ?? "", ClientAddress.Of(context),
            context.Request.Headers.UserAgent.ToString(), cancel);
        switch (outcome)
        {
            case SignInOutcome.Welcome welcome:
                SessionCookie.Write(context, welcome.Token);
                return TypedResults.Ok(new SignInAnswer(welcome.Token.Antiforgery));
            case SignInOutcome.TooMany tooMany:
                return Problems.After(context, Problem.TooMany, tooMany.RetryAfter);
            default:
                return Problems.Of(context, Problem.WrongPassword);
        }
    }

    private static async Task<Ok<SessionAnswer>> GetAsync(
        HttpContext context, OrganisationBoard board, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        var language = ApiTexts.LanguageOf(context.Request);
        // What a form proposes is the first of them: one that speaks the person's language.
        var organisations = (await board.AllAsync(cancel))
            .OrderBy(o => o.Language != person.Language)
            .Select(o => new SessionOrganisation(
                o.Code, language == "uk" ? o.NameUk : o.NameRu, o.Currency, o.Language));
        return TypedResults.Ok(new SessionAnswer(
            person.Login, person.Name, person.Role, [.. organisations], person.Extension, person.Language,
            SessionCookie.Read(context.Request)?.Antiforgery ?? ""));
    }

    private static async Task<NoContent> EndAsync(HttpContext context, Sessions sessions, CancellationToken cancel)
    {
        await sessions.EndAsync(SignedIn.Of(context).SessionKey, cancel);
        SessionCookie.Remove(context);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ExtensionRequest>, ProblemHttpResult>> SetExtensionAsync(
        HttpContext context, ExtensionRequest request, Operators operators, Exchange exchange,
        CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (request.Extension is { } typed && (typed.Length is < 2 or > 8 || !typed.All(char.IsAsciiDigit)
            || IsOfOthers(exchange.Peers.Find(typed), person)))
        {
            return Problems.Of(context, Problem.BadPhone, typed);
        }

        await operators.SetExtensionAsync(person.OperatorId, request.Extension, cancel);
        return TypedResults.Ok(request);
    }

    /// <summary>Nobody sits down at the telephone of another organisation.</summary>
    private static bool IsOfOthers(Extension? phone, SignedIn person) =>
        phone is { Organisation.Length: > 0 } && !person.Organisations.Contains(phone.Organisation);
}
