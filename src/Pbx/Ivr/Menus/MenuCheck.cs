namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Whether a menu can be published: keys unique, everything it names is there, and a way to a person or a notice that
/// there is none.
/// </summary>
public static class MenuCheck
{
    public const int ItemsMax = 10;
    private const string Keys = "0123456789";

    /// <summary>The first fault, or null when there is none.</summary>
    /// <param name="code">Of the menu itself.</param>
    public static MenuFault? Of(Menu menu, string code, MenuWorld world) =>
        !menu.Variants.ContainsKey(LineMode.Open)
            ? new MenuFault(MenuFaultKind.MenuWithoutOpen)
            : menu.Variants.Select(v => OfVariant(v.Key, v.Value, code, world)).FirstOrDefault(f => f is not null);

    private static MenuFault? OfVariant(LineMode mode, MenuVariant variant, string code, MenuWorld world)
    {
        if (variant.Items.Count > ItemsMax)
        {
            return new MenuFault(MenuFaultKind.TooMany, mode, ItemsMax);
        }

        if (!variant.Items.Any(item => item.IsOn))
        {
            return new MenuFault(MenuFaultKind.MenuEmpty, mode);
        }

        return OfKeys(mode, variant)
            ?? variant.Items.Select(item => OfItem(mode, item, code, world)).FirstOrDefault(f => f is not null)
            ?? OfText(mode, variant.Greeting, world) ?? OfText(mode, variant.Notice, world)
            ?? OfPerson(mode, variant);
    }

    private static MenuFault? OfKeys(LineMode mode, MenuVariant variant)
    {
        foreach (var item in variant.Items)
        {
            if (item.Key is not { Length: 1 } || !Keys.Contains(item.Key[0], StringComparison.Ordinal))
            {
                return new MenuFault(MenuFaultKind.KeyUnknown, mode, item.Key ?? "");
            }
        }

        return variant.Items.GroupBy(item => item.Key).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? new MenuFault(MenuFaultKind.KeyTwice, mode, twice.Key)
            : variant.Items.Count(item => item.Action == MenuAction.Language) > 1
                ? new MenuFault(MenuFaultKind.LanguageTwice, mode) : null;
    }

    private static MenuFault? OfItem(LineMode mode, MenuItem item, string code, MenuWorld world)
    {
        var needsTarget = item.Action is MenuAction.Queue or MenuAction.Voicemail or MenuAction.Announcement
            or MenuAction.OtherNumber;
        if (needsTarget != (item.Target is { Length: > 0 }))
        {
            return new MenuFault(
                needsTarget ? MenuFaultKind.TargetMissing : MenuFaultKind.TargetUnneeded, mode, item.Key);
        }

        if (item is { Text: null, Action: MenuAction.Queue or MenuAction.Announcement or MenuAction.OtherNumber })
        {
            return new MenuFault(MenuFaultKind.TextMissing, mode, item.Key);
        }

        return OfText(mode, item.Text, world) ?? item.Action switch
        {
            MenuAction.Queue or MenuAction.Voicemail when !world.Queues.Contains(item.Target ?? "") =>
                new MenuFault(MenuFaultKind.QueueUnknown, mode, item.Key, item.Target ?? ""),
            MenuAction.Announcement => OfText(mode, item.Target, world),
            MenuAction.OtherNumber => OfNumber(mode, item, code, world),
            _ => null,
        };
    }

    private static MenuFault? OfNumber(LineMode mode, MenuItem item, string code, MenuWorld world) =>
        world.Numbers.FirstOrDefault(n => n.Number == item.Target) switch
        {
            null => new MenuFault(MenuFaultKind.NumberUnknown, mode, item.Key, item.Target ?? ""),
            { Purpose: NumberPurpose.Resident } own when own.Menu == code =>
                new MenuFault(MenuFaultKind.NumberIsItself, mode, item.Key, own.Number),
            _ => null,
        };

    private static MenuFault? OfText(LineMode mode, string? text, MenuWorld world) =>
        text is null || world.KnowsText(text) ? null : new MenuFault(MenuFaultKind.TextUnknown, mode, text);

    private static MenuFault? OfPerson(LineMode mode, MenuVariant variant) =>
        (variant.WithoutPerson, LeadsToPerson(variant)) switch
        {
            (false, false) => new MenuFault(MenuFaultKind.NoWayToPerson, mode),
            (true, true) => new MenuFault(MenuFaultKind.PersonDespiteNotice, mode),
            _ => null,
        };

    /// <summary>The emergency line stays open to a mode that says nobody consults now.</summary>
    private static bool LeadsToPerson(MenuVariant variant) =>
        variant.Offers(MenuAction.Person) || variant.Offers(MenuAction.Queue)
        || (!variant.WithoutPerson && variant.Offers(MenuAction.Emergency));
}
