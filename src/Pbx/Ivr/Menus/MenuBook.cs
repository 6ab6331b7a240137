using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Everything data says about how calls are answered, at one moment; replaced whole, so a call that took it keeps what
/// it began with.
/// </summary>
public sealed record MenuBook(
    IReadOnlyList<PublicNumber> Numbers, IReadOnlyList<OrganisationSchedule> Schedules,
    IReadOnlyList<NamedMenu> Menus, IReadOnlyList<Announcement> Announcements, IReadOnlyList<OwnText> Texts)
{
    /// <summary>How it and its parts look in the file and in the database.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>A number of ours, or null.</summary>
    public PublicNumber? Find(string number) =>
        Numbers.FirstOrDefault(n => string.Equals(n.Number, number, StringComparison.Ordinal));

    /// <summary>The schedule that holds at a moment; null: none was made, and it is always working hours.</summary>
    public ScheduleVersion? ScheduleAt(string organisation, DateTimeOffset at) =>
        Schedules.FirstOrDefault(s => s.Organisation == organisation)?.Versions
            .Where(v => v.EffectiveFrom <= at).MaxBy(v => v.EffectiveFrom);

    /// <summary>The mode of an organisation at a moment.</summary>
    public LineMode ModeAt(string organisation, DateTimeOffset at) =>
        ScheduleAt(organisation, at) is { } version ? ScheduleMode.At(version.Schedule, at) : LineMode.Open;

    /// <summary>The menu that holds at a moment: the last one published by then, or the one built in.</summary>
    public MenuVersion MenuAt(string organisation, string code, DateTimeOffset at) =>
        Menus.FirstOrDefault(m => m.Organisation == organisation && m.Code == code)?.Versions
            .Where(v => v.EffectiveFrom <= at).MaxBy(v => v.EffectiveFrom) ?? MenuDefaults.Version;

    /// <summary>What a call to a number begins with.</summary>
    /// <param name="draft">Answered with instead of what is published; for a trial and for reading.</param>
    public CallPlan PlanOf(PublicNumber number, DateTimeOffset at, Menu? draft = null)
    {
        var version = draft is null
            ? MenuAt(number.Organisation, number.Menu, at) : MenuDefaults.Version with { Menu = draft };
        var mode = ModeAt(number.Organisation, at);
        return new CallPlan(
            number, at, mode, version.Version, VariantOf(version.Menu, mode),
            [
                .. Announcements
                    .Where(a => a.Organisation == number.Organisation && a.IsInForce(at)
                        && (a.Number is null || a.Number == number.Number))
                    .OrderBy(a => a.Place).ThenBy(a => a.From).ThenBy(a => a.Id),
            ]);
    }

    private static MenuVariant VariantOf(Menu menu, LineMode mode) =>
        menu.Variants.TryGetValue(mode, out var own) ? own
        : mode == LineMode.ReadingsOnly ? MenuDefaults.ReadingsOnly
        : menu.Variants.GetValueOrDefault(LineMode.Open, MenuDefaults.Open);
}

/// <summary>Text of a voice clip of our own, as it stands on screens.</summary>
/// <param name="Language">ru or uk.</param>
public sealed record OwnText(string Id, string Language, string Text);

/// <summary>What a call began with, and keeps.</summary>
/// <param name="MenuVersion">0: the menu built in, or a draft.</param>
/// <param name="Announcements">In force at the beginning, in the order they are said; houses not yet looked at.</param>
public sealed record CallPlan(
    PublicNumber Number, DateTimeOffset At, LineMode Mode, int MenuVersion, MenuVariant Variant,
    IReadOnlyList<Announcement> Announcements);
