namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Whether a book can be answered from: what was checked when it was made may have been changed on the disk since.
/// </summary>
internal static class MenuBookCheck
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Of(MenuBook book) =>
        book.Numbers.Count == 0 ? "no numbers"
        : book.Schedules.SelectMany(s => s.Versions).Select(v => ScheduleCheck.Of(v.Schedule))
            .FirstOrDefault(f => f is not null) is { } schedule ? $"a schedule: {schedule.Kind}"
        : book.Menus.SelectMany(m => m.Versions).Any(v => !v.Menu.Variants.ContainsKey(LineMode.Open)
            || v.Menu.Variants.Values.Any(variant => variant.Items.Any(item => item.Key is not { Length: 1 })))
            ? "a menu"
        : book.Texts.FirstOrDefault(t => !Audio.PromptLibrary.IsOwn(t.Id) || t.Id.Contains("..")
            || t.Language is not ("ru" or "uk")) is { } text ? $"a text: {text.Id}"
        : null;
}
