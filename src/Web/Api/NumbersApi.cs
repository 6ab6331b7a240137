using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <param name="Language">ru or uk; null: the organisation's.</param>
internal sealed record NumberBody(
    [property: JsonRequired] string Organisation, [property: JsonRequired] string Menu,
    [property: JsonRequired] NumberPurpose Purpose, string? Language = null);

internal sealed record NumberAnswer(
    string Number, string Organisation, string Menu, NumberPurpose Purpose, string? Language)
{
    public static NumberAnswer Of(PublicNumber n) => new(
        n.Number, n.Organisation, n.Menu, n.Purpose,
        n.Language switch { null => null, Pbx.Calls.Language.Ukrainian => "uk", _ => "ru" });
}

/// <summary>/api/numbers: which number leads to which menu of whom.</summary>
internal static class NumbersApi
{
    private const string Subject = "number";

    public static void MapNumbers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/numbers").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadMenus);
        group.MapPut("/{number}", KeepAsync).Needs(Permission.ManageMenus);
        group.MapDelete("/{number}", RemoveAsync).Needs(Permission.ManageMenus);
    }

    private static async Task<Ok<Page<NumberAnswer>>> ListAsync(MenuRows rows, CancellationToken cancel) =>
        TypedResults.Ok(new Page<NumberAnswer>(
            [.. (await rows.NumbersAsync(cancel)).Select(NumberAnswer.Of)], null));

    private static async Task<Results<Ok<NumberAnswer>, ProblemHttpResult>> KeepAsync(
        HttpContext context, string number, NumberBody body, MenuRows rows, MenuReader reader, PbxOptions options,
        AuditTrail audit, DatabaseSession session, ChangeSignals screens, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (!person.Organisations.Contains(body.Organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var book = await reader.BookAsync(context, cancel);
        var wanted = new PublicNumber(number, body.Organisation, body.Menu, body.Purpose, body.Language switch
        {
            "uk" => Language.Ukrainian,
            "ru" => Language.Russian,
            _ => null,
        });
        if (FaultOf(wanted, body, book, options) is { } fault)
        {
            return Problems.SaidAtField(context, Problem.NumberRefused, FieldOf(fault.Kind),
                MenuFaultTexts.Of(context, fault));
        }

        if (!await rows.KeepAsync(wanted, person.Login, cancel))
        {
            return Problems.SaidAtField(context, Problem.NumberTaken, "number", number);
        }

        await audit.WriteAsync(
            context, AuditAct.Change, body.Organisation, Subject, number, $"{body.Purpose} {body.Menu}");
        session.AfterCommit(() => screens.Changed(body.Organisation, "menus"));
        return TypedResults.Ok(NumberAnswer.Of(wanted));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        HttpContext context, string number, MenuRows rows, AuditTrail audit, DatabaseSession session,
        ChangeSignals screens, CancellationToken cancel)
    {
        var all = await rows.NumbersAsync(cancel);
        if (all.FirstOrDefault(n => n.Number == number) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (IsLastEmergency(known, all))
        {
            return Problems.Of(context, Problem.NumberRefused, MenuFaultTexts.Of(
                context, new MenuFault(MenuFaultKind.LastEmergencyNumber, number)));
        }

        await rows.RemoveAsync(number, cancel);
        await audit.WriteAsync(context, AuditAct.Change, known.Organisation, Subject, number, "removed");
        session.AfterCommit(() => screens.Changed(known.Organisation, "menus"));
        return TypedResults.NoContent();
    }

    private static string FieldOf(MenuFaultKind kind) => kind switch
    {
        MenuFaultKind.LanguageUnknown => "language",
        MenuFaultKind.MenuUnknown => "menu",
        _ => "number",
    };

    private static MenuFault? FaultOf(PublicNumber wanted, NumberBody body, MenuBook book, PbxOptions options)
    {
        if (body.Language is not (null or "ru" or "uk"))
        {
            return new MenuFault(MenuFaultKind.LanguageUnknown, body.Language);
        }

        if (book.Numbers.Count >= NumberCheck.NumbersMax && book.Find(wanted.Number) is null)
        {
            return new MenuFault(MenuFaultKind.TooMany, "numbers", NumberCheck.NumbersMax);
        }

        if (wanted.Purpose == NumberPurpose.Resident && book.Find(wanted.Number) is { } before
            && IsLastEmergency(before, book.Numbers))
        {
            return new MenuFault(MenuFaultKind.LastEmergencyNumber, wanted.Number);
        }

        return NumberCheck.Of(wanted, options.IsReservedNumber, code => code == MenuDefaults.Code
            || book.Menus.Any(m => m.Organisation == wanted.Organisation && m.Code == code));
    }

    private static bool IsLastEmergency(PublicNumber number, IReadOnlyList<PublicNumber> all) =>
        number.Purpose == NumberPurpose.Emergency && !all.Any(other => other.Purpose == NumberPurpose.Emergency
            && other.Organisation == number.Organisation && other.Number != number.Number);
}
