using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;
using Zhkh.Web.Voice;

namespace Zhkh.Web.Api;

/// <param name="Revision">The draft the writer began from; 0 when there was none.</param>
internal sealed record DraftBody([property: JsonRequired] int Revision, [property: JsonRequired] JsonElement Menu);

/// <param name="EffectiveFrom">Null: at once.</param>
internal sealed record PublishBody(
    [property: JsonRequired] int Revision, string? Why = null, DateTimeOffset? EffectiveFrom = null);

internal sealed record MenuTrialBody(
    [property: JsonRequired] string Number, bool Draft = false, DateTimeOffset? At = null);

/// <param name="Number">Leads into the menu that is tried, and into nothing else.</param>
internal sealed record TrialNumberAnswer(string Number, DateTimeOffset Until);

/// <param name="Fault">Why it cannot be published yet; null: it can.</param>
internal sealed record DraftAnswer(Menu Menu, int Revision, DateTimeOffset ChangedAt, string ChangedBy, string? Fault);

/// <param name="Versions">The newest first; the one built in is not among them.</param>
internal sealed record MenuAnswer(
    string Organisation, string Code, MenuVersion Current, IReadOnlyList<MenuVersion> Versions, DraftAnswer? Draft,
    IReadOnlyList<string> Numbers);

/// <summary>/api/menus: what a caller may choose; drafts, versions, and what is heard at any moment.</summary>
internal static partial class MenusApi
{
    private const int IdsMax = 40;

    public static void MapMenus(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/menus").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadMenus);
        group.MapGet("/heard", HeardAsync).Needs(Permission.ReadMenus);
        group.MapGet("/sample.wav", SampleAsync).Needs(Permission.ReadMenus);
        group.MapPost("/trial", TryAsync).Needs(Permission.ManageMenus);
        group.MapPost("/trial/number", TrialNumberAsync).Needs(Permission.ManageMenus);
        group.MapPut("/{organisation}/{code}/draft", KeepAsync).Needs(Permission.ManageMenus);
        group.MapDelete("/{organisation}/{code}/draft", DropAsync).Needs(Permission.ManageMenus);
        group.MapPost("/{organisation}/{code}/publish", PublishAsync).Needs(Permission.ManageMenus);
    }

    private static async Task<Ok<Page<MenuAnswer>>> ListAsync(
        HttpContext context, MenuRows rows, MenuReader reader, TimeProvider time, CancellationToken cancel)
    {
        var book = await reader.BookAsync(context, cancel);
        var drafts = await rows.DraftsAsync(cancel);
        var names = SignedIn.Of(context).Organisations.Select(o => (o, MenuDefaults.Code))
            .Concat(book.Menus.Select(m => (m.Organisation, m.Code)))
            .Concat(drafts.Select(d => (d.Organisation, d.Code))).Distinct().Order();
        return TypedResults.Ok(new Page<MenuAnswer>(
            [.. names.Select(name => Answer(context, book, drafts, reader, name, time.GetUtcNow()))], null));
    }

    private static async Task<Results<Ok<HeardAnswer>, ProblemHttpResult>> HeardAsync(
        HttpContext context, string? number, DateTimeOffset? at, bool? draft, string? language, MenuRows rows,
        MenuReader reader, TimeProvider time, CancellationToken cancel)
    {
        var book = await reader.BookAsync(context, cancel);
        if (number is null || book.Find(number) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (language is not (null or "ru" or "uk"))
        {
            return Problems.Of(context, Problem.BadRequest, "?language=ru|uk");
        }

        var (menu, fault) = await DraftOfAsync(known, draft == true, book, rows, reader, cancel);
        return fault is not null
            ? Problems.Of(context, Problem.MenuRefused, MenuFaultTexts.Of(context, fault))
            : TypedResults.Ok(reader.Heard(book, known, at ?? time.GetUtcNow(), menu, language));
    }

    /// <summary>▶: the sound of one text, or of several in a row, made of the very prompts.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SampleAsync(
        HttpContext context, string? ids, string? language, SpokenText spoken, AnnouncementRows clips,
        CancellationToken cancel)
    {
        var prompts = (ids ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (prompts.Length is 0 or > IdsMax || language is not ("ru" or "uk"))
        {
            return Problems.Of(context, Problem.BadRequest, "?ids= ?language=ru|uk");
        }

        var parts = new List<byte[]>();
        foreach (var id in prompts)
        {
            var part = Pbx.Audio.PromptLibrary.IsOwn(id)
                ? await clips.WaveAsync(id, language, cancel) : spoken.Wave(language, [new Prompt(id)]);
            if (part is null)
            {
                return Problems.Of(context, Problem.NotFound);
            }

            parts.Add(part);
        }

        return TypedResults.File(SpokenText.Join(parts), "audio/wav");
    }

    /// <summary>Rings the asker's phone with the menu, as somebody unknown would hear it at that moment.</summary>
    private static async Task<Results<Accepted, ProblemHttpResult>> TryAsync(
        HttpContext context, MenuTrialBody body, MenuRows rows, MenuReader reader, Exchange exchange,
        AuditTrail audit, TimeProvider time, CancellationToken cancel)
    {
        if (SignedIn.Of(context).Extension is not { } extension)
        {
            return Problems.Of(context, Problem.NoExtension);
        }

        var book = await reader.BookAsync(context, cancel);
        if (book.Find(body.Number) is not { } number)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var (menu, fault) = await DraftOfAsync(number, body.Draft, book, rows, reader, cancel);
        if (fault is not null)
        {
            return Problems.Of(context, Problem.MenuRefused, MenuFaultTexts.Of(context, fault));
        }

        await audit.WriteAsync(context, AuditAct.Read, number.Organisation, "menu", number.Menu, "trial");
        var now = time.GetUtcNow();
        var talk = exchange.Flows.Trial(number, body.At ?? now, menu);
        return exchange.Switchboard.Call(new RobotCallOut(
            Guid.CreateVersion7(now), "", number.Organisation,
            number.Language ?? reader.VoiceOf(number.Organisation).Language, call => talk(call),
            Tag: $"trial:{number.Number}", TrialExtension: extension)) is not RobotCallAnswer.Refused refused
            ? TypedResults.Accepted("/api/menus")
            : refused.Reason switch
            {
                CallOutRefusal.PhoneNotRegistered => Problems.Of(context, Problem.PhoneNotReady, extension),
                CallOutRefusal.PhoneInCall => Problems.Of(context, Problem.PhoneInCall, extension),
                _ => Problems.Of(context, Problem.NoLine),
            };
    }

    /// <summary>A number for the telephone of the demo, so that a draft is heard over a real call.</summary>
    private static async Task<Results<Ok<TrialNumberAnswer>, ProblemHttpResult>> TrialNumberAsync(
        HttpContext context, MenuTrialBody body, MenuRows rows, MenuReader reader, Exchange exchange,
        IOptions<WebOptions> web, AuditTrail audit, CancellationToken cancel)
    {
        var book = await reader.BookAsync(context, cancel);
        if (!web.Value.Demo || book.Find(body.Number) is not { Purpose: NumberPurpose.Resident } number)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var (menu, fault) = await DraftOfAsync(number, body.Draft, book, rows, reader, cancel);
        if (fault is not null)
        {
            return Problems.Of(context, Problem.MenuRefused, MenuFaultTexts.Of(context, fault));
        }

        await audit.WriteAsync(
            context, AuditAct.Read, number.Organisation, "menu", number.Menu, "trial by /demo/phone");
        var (trial, until) = exchange.Flows.TrialNumber(number, body.At, menu);
        return TypedResults.Ok(new TrialNumberAnswer(trial, until));
    }

    private static async Task<Results<Ok<MenuAnswer>, ProblemHttpResult>> KeepAsync(
        HttpContext context, string organisation, string code, DraftBody body, MenuRows rows, MenuReader reader,
        AuditTrail audit, DatabaseSession session, ChangeSignals screens, TimeProvider time, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (!person.Organisations.Contains(organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (!Code().IsMatch(code))
        {
            return Problems.Of(context, Problem.MenuRefused, MenuFaultTexts.Of(
                context, new MenuFault(MenuFaultKind.CodeShape, code)));
        }

        var (menu, fault) = MenuReader.Read<Menu>(body.Menu);
        if (menu is null)
        {
            return Problems.Of(context, Problem.MenuRefused, MenuFaultTexts.Of(
                context, fault ?? new MenuFault(MenuFaultKind.Unreadable, "menu")));
        }

        if (await rows.KeepDraftAsync(organisation, code, menu, body.Revision, person.Name, cancel) is null)
        {
            return Problems.Of(context, Problem.MenuChanged);
        }

        await audit.WriteAsync(context, AuditAct.Change, organisation, "menu", code, "draft");
        session.AfterCommit(() => screens.Changed(organisation, "menus"));
        return TypedResults.Ok(await AnswerAsync(context, rows, reader, (organisation, code), time, cancel));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DropAsync(
        HttpContext context, string organisation, string code, MenuRows rows, AuditTrail audit,
        DatabaseSession session, ChangeSignals screens, CancellationToken cancel)
    {
        if (!await rows.DropDraftAsync(organisation, code, cancel))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Change, organisation, "menu", code, "draft thrown away");
        session.AfterCommit(() => screens.Changed(organisation, "menus"));
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<MenuAnswer>, ProblemHttpResult>> PublishAsync(
        HttpContext context, string organisation, string code, PublishBody body, MenuRows rows, MenuReader reader,
        AuditTrail audit, DatabaseSession session, ChangeSignals screens, TimeProvider time, CancellationToken cancel)
    {
        var drafts = await rows.DraftsAsync(cancel);
        if (drafts.FirstOrDefault(d => d.Organisation == organisation && d.Code == code) is not { } draft)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var book = await reader.BookAsync(context, cancel);
        var versions = book.Menus.FirstOrDefault(m => m.Organisation == organisation && m.Code == code)?.Versions ?? [];
        var (from, late) = SchedulesApi.Begin(
            body.EffectiveFrom, body.Why, versions.Select(v => v.EffectiveFrom), time.GetUtcNow());
        if ((reader.FaultOf(draft.Menu, organisation, code, book) ?? late) is { } fault)
        {
            return Problems.Of(context, Problem.MenuRefused, MenuFaultTexts.Of(context, fault));
        }

        var person = SignedIn.Of(context);
        if (await rows.PublishAsync(
            organisation, code, body.Revision, from, body.Why?.Trim() ?? "", person.Name, cancel) is not { } published)
        {
            return Problems.Of(context, Problem.MenuChanged);
        }

        await audit.WriteAsync(
            context, AuditAct.Change, organisation, "menu", code, $"version {published.Version} from {from:u}");
        session.AfterCommit(() => screens.Changed(organisation, "menus"));
        return TypedResults.Ok(await AnswerAsync(context, rows, reader, (organisation, code), time, cancel));
    }

    /// <summary>The draft of a number's menu when it is asked for; one with a fault cannot be heard.</summary>
    private static async Task<(Menu? Menu, MenuFault? Fault)> DraftOfAsync(
        PublicNumber number, bool isWanted, MenuBook book, MenuRows rows, MenuReader reader, CancellationToken cancel)
    {
        var draft = !isWanted ? null : (await rows.DraftsAsync(cancel))
            .FirstOrDefault(d => d.Organisation == number.Organisation && d.Code == number.Menu)?.Menu;
        return (draft, draft is null ? null : reader.FaultOf(draft, number.Organisation, number.Menu, book));
    }

    private static async Task<MenuAnswer> AnswerAsync(
        HttpContext context, MenuRows rows, MenuReader reader, (string, string) name, TimeProvider time,
        CancellationToken cancel) => Answer(
        context, await reader.BookAsync(context, cancel), await rows.DraftsAsync(cancel), reader, name,
        time.GetUtcNow());

    private static MenuAnswer Answer(
        HttpContext context, MenuBook book, IReadOnlyList<MenuDraft> drafts, MenuReader reader,
        (string Organisation, string Code) name, DateTimeOffset now)
    {
        var draft = drafts.FirstOrDefault(d => d.Organisation == name.Organisation && d.Code == name.Code);
        var fault = draft is null ? null : reader.FaultOf(draft.Menu, name.Organisation, name.Code, book);
        return new MenuAnswer(
            name.Organisation, name.Code, book.MenuAt(name.Organisation, name.Code, now),
            [
                .. (book.Menus.FirstOrDefault(m => m.Organisation == name.Organisation && m.Code == name.Code)
                    ?.Versions ?? []).Reverse(),
            ],
            draft is null ? null : new DraftAnswer(
                draft.Menu, draft.Revision, draft.ChangedAt, draft.ChangedBy,
                fault is null ? null : MenuFaultTexts.Of(context, fault)),
            [
                .. book.Numbers.Where(n => n.Organisation == name.Organisation && n.Menu == name.Code
                    && n.Purpose == NumberPurpose.Resident).Select(n => n.Number),
            ]);
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$")]
    private static partial Regex Code();
}
