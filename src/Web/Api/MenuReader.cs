using System.Text.Json;
using Zhkh.Pbx;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Voice;

namespace Zhkh.Web.Api;

/// <summary>One thing a caller hears: its ids for ▶, its words for reading.</summary>
internal sealed record HeardText(IReadOnlyList<string> Ids, string Text);

internal sealed record HeardItem(string Key, MenuAction Action, string? Target, HeardText Says);

/// <summary>«Что услышит звонящий»: in the order it is said.</summary>
/// <param name="ScheduleVersion">0: none was made, and it is always working hours.</param>
/// <param name="MenuVersion">0: the menu built in, or the draft.</param>
internal sealed record HeardAnswer(
    string Number, string Organisation, NumberPurpose Purpose, DateTimeOffset At, string LocalTime, LineMode Mode,
    DateTimeOffset? NextChangeAt, int ScheduleVersion, int MenuVersion, string Language, bool WithoutPerson,
    HeardText Greeting, HeardText? Notice, IReadOnlyList<HeardText> Announcements, IReadOnlyList<HeardItem> Items);

/// <summary>What data says about calls, as the asker may see it, straight from the database.</summary>
internal sealed class MenuReader(
    MenuRows rows, AnnouncementRows announcements, SpokenText spoken, Exchange exchange, PbxOptions options)
{
    /// <summary>The book of the asker's organisations.</summary>
    public async Task<MenuBook> BookAsync(HttpContext context, CancellationToken cancel)
    {
        var schedules = new List<OrganisationSchedule>();
        foreach (var organisation in SignedIn.Of(context).Organisations)
        {
            schedules.Add(new OrganisationSchedule(organisation, await rows.SchedulesAsync(organisation, cancel)));
        }

        return new MenuBook(
            await rows.NumbersAsync(cancel), schedules, await rows.MenusAsync(cancel),
            [
                .. (await announcements.ListAsync(null, cancel))
                    .Where(row => row.WithdrawnAt is null).Select(row => row.Announcement),
            ],
            [.. (await announcements.ClipsAsync(null, cancel)).Select(c => new OwnText(c.Id, c.Language, c.Text))]);
    }

    /// <summary>What a menu of an organisation may name.</summary>
    public static MenuWorld WorldOf(MenuBook book, string organisation, Exchange exchange, SpokenText spoken)
    {
        var own = book.Texts.Select(text => text.Id).ToHashSet(StringComparer.Ordinal);
        return new MenuWorld(
            [.. exchange.Queues.Of(organisation).Select(q => q.Code)],
            [.. book.Numbers.Where(n => n.Organisation == organisation)],
            id => PromptLibrary.IsOwn(id) ? own.Contains(id) : spoken.TextOf("ru", id) is not null);
    }

    /// <summary>What is wrong with a menu, or null.</summary>
    public MenuFault? FaultOf(Menu menu, string organisation, string code, MenuBook book) =>
        MenuCheck.Of(menu, code, WorldOf(book, organisation, exchange, spoken));

    /// <summary>Words and ids of everything a caller hears at a moment.</summary>
    /// <param name="language">ru or uk; null: the one the robot begins with.</param>
    public HeardAnswer Heard(
        MenuBook book, PublicNumber number, DateTimeOffset at, Menu? draft, string? language)
    {
        var plan = book.PlanOf(number, at, draft);
        var voice = VoiceOf(number.Organisation);
        var tongue = language switch
        {
            "ru" => Language.Russian,
            "uk" => Language.Ukrainian,
            _ => number.Language ?? voice.Language,
        };
        var folder = tongue == Language.Ukrainian ? "uk" : "ru";
        var schedule = book.ScheduleAt(number.Organisation, at);
        HeardText Say(IReadOnlyList<Prompt> prompts) => new(
            [.. prompts.Select(p => p.Id)], Words(folder, prompts, book));
        var notice = MenuVoice.Notice(plan.Variant, plan.Mode);
        return new HeardAnswer(
            number.Number, number.Organisation, number.Purpose, at,
            $"{TimeZoneInfo.ConvertTimeBySystemTimeZoneId(at, voice.TimeZone):yyyy-MM-dd'T'HH:mm}", plan.Mode,
            schedule is null ? null : ScheduleMode.NextChange(schedule.Schedule, at), schedule?.Version ?? 0,
            plan.MenuVersion, folder, plan.Variant.WithoutPerson,
            Say([.. MenuVoice.Greeting(plan.Variant, number.Organisation), MenuVoice.IsRecorded]),
            notice.Count == 0 ? null : Say(notice),
            [.. plan.Announcements.Select(a => Say([new Prompt(a.Text)]))],
            [
                .. plan.Variant.Items.Where(item => item.IsOn).Select(item => new HeardItem(
                    item.Key, item.Action, item.Target, Say(MenuVoice.Item(item, tongue)))),
            ]);
    }

    public OrganisationVoice VoiceOf(string organisation) =>
        options.Ivr.Organisations.GetValueOrDefault(organisation)
        ?? options.Ivr.Organisations[options.Ivr.DefaultOrganisation];

    /// <summary>Reads what a person sent as a menu or a schedule; null and why when it is none.</summary>
    public static (T? Value, MenuFault? Fault) Read<T>(JsonElement sent)
        where T : class
    {
        try
        {
            return sent.Deserialize<T>(MenuBook.Json) is { } value
                ? (value, null) : (null, new MenuFault(MenuFaultKind.Unreadable, typeof(T).Name));
        }
        catch (JsonException wrong)
        {
            return (null, new MenuFault(MenuFaultKind.Unreadable, wrong.Path ?? typeof(T).Name));
        }
        catch (InvalidOperationException)
        {
            return (null, new MenuFault(MenuFaultKind.Unreadable, typeof(T).Name));   // nothing was sent at all
        }
    }

    /// <summary>The words of prompts; sounds of people may be newer than the exchange's own book.</summary>
    private string Words(string language, IReadOnlyList<Prompt> prompts, MenuBook book) =>
        prompts is [var only] && book.Texts.Where(t => t.Id == only.Id).OrderBy(t => t.Language != language)
            .FirstOrDefault() is { } own ? own.Text : spoken.Text(language, prompts);
}
