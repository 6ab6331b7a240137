using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Pbx;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;
using Zhkh.Web.Voice;

namespace Zhkh.Web.Api;

/// <param name="Number">Null: on all numbers of the organisation.</param>
/// <param name="From">Null: now.</param>
/// <param name="Text">Id of a sound: <c>own/…</c>, or a prompt.</param>
internal sealed record AnnouncementBody(
    [property: JsonRequired] string Organisation, string? Name, string? Text, string? Number = null,
    IReadOnlyList<Guid>? Houses = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, int Place = 100,
    int Version = 0);

/// <param name="State">ahead, inForce, over, withdrawn.</param>
internal sealed record AnnouncementAnswer(
    Guid Id, string Organisation, string Name, string? Number, IReadOnlyList<Guid> Houses, DateTimeOffset From,
    DateTimeOffset? Until, int Place, string Text, string? Words, string State, DateTimeOffset MadeAt, string MadeBy,
    DateTimeOffset? WithdrawnAt, string? WithdrawnBy, int Version);

/// <summary>/api/announcements: what everybody of a scope hears after the greeting, for a while.</summary>
internal static class AnnouncementsApi
{
    private const string Subject = "announcement";
    private const int NameMax = 200;
    private const int HousesMax = 2_000;
    private const int PlaceMax = 1_000;

    public static void MapAnnouncements(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/announcements").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadMenus);
        group.MapPost("", AddAsync).Needs(Permission.ManageMenus);
        group.MapGet("/{id:guid}/houses", HousesAsync).Needs(Permission.ReadMenus);
        group.MapPut("/{id:guid}", ChangeAsync).Needs(Permission.ManageMenus);
        group.MapPost("/{id:guid}/withdraw", WithdrawAsync).Needs(Permission.ManageMenus);
    }

    private static async Task<Ok<Page<AnnouncementAnswer>>> ListAsync(
        HttpContext context, string? organisation, AnnouncementRows rows, MenuReader reader, SpokenText spoken,
        TimeProvider time, CancellationToken cancel)
    {
        var book = await reader.BookAsync(context, cancel);
        return TypedResults.Ok(new Page<AnnouncementAnswer>(
            [
                .. (await rows.ListAsync(organisation, cancel))
                    .Select(row => Answer(row, book, spoken, reader, time.GetUtcNow())),
            ], null));
    }

    private static async Task<Results<Ok<IReadOnlyList<HouseFound>>, ProblemHttpResult>> HousesAsync(
        HttpContext context, Guid id, AnnouncementRows rows, Houses houses, CancellationToken cancel) =>
        await rows.GetAsync(id, cancel) is { } row
            ? TypedResults.Ok(await houses.ByIdsAsync([.. row.Announcement.Houses], cancel))
            : Problems.Of(context, Problem.NotFound);

    private static async Task<Results<Created<AnnouncementAnswer>, ProblemHttpResult>> AddAsync(
        HttpContext context, AnnouncementBody body, AnnouncementRows rows, MenuReader reader, Exchange exchange,
        SpokenText spoken, AuditTrail audit, DatabaseSession session, ChangeSignals screens, TimeProvider time,
        CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (!person.Organisations.Contains(body.Organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var book = await reader.BookAsync(context, cancel);
        var wanted = Of(Guid.CreateVersion7(time.GetUtcNow()), body, time.GetUtcNow());
        if (FaultOf(wanted, book, exchange, spoken, time.GetUtcNow()) is { } fault)
        {
            return Problems.Of(context, Problem.AnnouncementRefused, MenuFaultTexts.Of(context, fault));
        }

        await rows.AddAsync(wanted, person.Name, cancel);
        await audit.WriteAsync(context, AuditAct.Create, body.Organisation, Subject, wanted.Id.ToString());
        session.AfterCommit(() => screens.Changed(body.Organisation, "menus"));
        return await rows.GetAsync(wanted.Id, cancel) is { } row
            ? TypedResults.Created(
                $"/api/announcements/{wanted.Id}", Answer(row, book, spoken, reader, time.GetUtcNow()))
            : Problems.Of(context, Problem.NotFound);
    }

    private static async Task<Results<Ok<AnnouncementAnswer>, ProblemHttpResult>> ChangeAsync(
        HttpContext context, Guid id, AnnouncementBody body, AnnouncementRows rows, MenuReader reader,
        Exchange exchange, SpokenText spoken, AuditTrail audit, DatabaseSession session, ChangeSignals screens,
        TimeProvider time, CancellationToken cancel)
    {
        if (await rows.GetAsync(id, cancel) is not { } known
            || known.Announcement.Organisation != body.Organisation)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var book = await reader.BookAsync(context, cancel);
        var wanted = Of(id, body, known.Announcement.From);
        if (FaultOf(wanted, book, exchange, spoken, time.GetUtcNow()) is { } fault)
        {
            return Problems.Of(context, Problem.AnnouncementRefused, MenuFaultTexts.Of(context, fault));
        }

        if (!await rows.ChangeAsync(wanted, body.Version, cancel))
        {
            return Problems.Of(context, Problem.MenuChanged);
        }

        await audit.WriteAsync(context, AuditAct.Change, body.Organisation, Subject, id.ToString());
        session.AfterCommit(() => screens.Changed(body.Organisation, "menus"));
        return await rows.GetAsync(id, cancel) is { } row
            ? TypedResults.Ok(Answer(row, book, spoken, reader, time.GetUtcNow()))
            : Problems.Of(context, Problem.NotFound);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(
        HttpContext context, Guid id, AnnouncementRows rows, AuditTrail audit, DatabaseSession session,
        ChangeSignals screens, CancellationToken cancel)
    {
        if (await rows.GetAsync(id, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (!await rows.WithdrawAsync(id, SignedIn.Of(context).Name, cancel))
        {
            return Problems.Of(context, Problem.MenuChanged);
        }

        var organisation = known.Announcement.Organisation;
        await audit.WriteAsync(context, AuditAct.Change, organisation, Subject, id.ToString(), "withdrawn");
        session.AfterCommit(() => screens.Changed(organisation, "menus"));
        return TypedResults.NoContent();
    }

    private static Announcement Of(Guid id, AnnouncementBody body, DateTimeOffset from) => new(
        id, body.Organisation, body.Name?.Trim() ?? "", body.Number is { Length: > 0 } number ? number : null,
        body.Houses ?? [], body.From ?? from, body.Until, body.Place, body.Text ?? "");

    private static MenuFault? FaultOf(
        Announcement wanted, MenuBook book, Exchange exchange, SpokenText spoken, DateTimeOffset now)
    {
        var world = MenuReader.WorldOf(book, wanted.Organisation, exchange, spoken);
        return wanted.Name.Length is 0 or > NameMax ? new MenuFault(MenuFaultKind.NameMissing, NameMax)
            : wanted.Houses.Count > HousesMax ? new MenuFault(MenuFaultKind.TooMany, "houses", HousesMax)
            : wanted.Place is < 0 or > PlaceMax ? new MenuFault(MenuFaultKind.TooMany, "announcements", PlaceMax)
            : wanted.Until is { } until && (until <= wanted.From || until <= now)
                ? new MenuFault(MenuFaultKind.EndsBeforeBegin)
            : wanted.Number is { } number && world.Numbers.All(n => n.Number != number)
                ? new MenuFault(MenuFaultKind.NumberUnknown, "announcements", "—", number)
            : !world.KnowsText(wanted.Text) ? new MenuFault(MenuFaultKind.TextUnknown, "announcements", wanted.Text)
            : null;
    }

    private static AnnouncementAnswer Answer(
        AnnouncementRow row, MenuBook book, SpokenText spoken, MenuReader reader, DateTimeOffset now)
    {
        var a = row.Announcement;
        var language = reader.VoiceOf(a.Organisation).Language == Pbx.Calls.Language.Ukrainian ? "uk" : "ru";
        return new AnnouncementAnswer(
            a.Id, a.Organisation, a.Name, a.Number, a.Houses, a.From, a.Until, a.Place, a.Text,
            book.Texts.Where(t => t.Id == a.Text).OrderBy(t => t.Language != language).FirstOrDefault()?.Text
                ?? spoken.TextOf(language, a.Text),
            row.WithdrawnAt is not null ? "withdrawn" : a.Until <= now ? "over" : a.From > now ? "ahead" : "inForce",
            row.MadeAt, row.MadeBy, row.WithdrawnAt, row.WithdrawnBy, row.Version);
    }
}
