using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// The words of a menu: the very prompts a caller hears, for the flow and for whoever reads it. Pure.
/// </summary>
public static class MenuVoice
{
    /// <summary>«Здравствуйте! Вы позвонили в …», or the menu's own.</summary>
    public static IReadOnlyList<Prompt> Greeting(MenuVariant variant, string recordedOrganisation) =>
        variant.Greeting is { } own
            ? [new Prompt(own)]
            : [Sentences.Greeting, Sentences.OrganisationCalled(recordedOrganisation)];

    /// <summary>That the conversation is recorded; no menu can leave it out.</summary>
    public static Prompt IsRecorded => Sentences.IsRecorded;

    /// <summary>Why nobody is reached now; empty where somebody is.</summary>
    public static IReadOnlyList<Prompt> Notice(MenuVariant variant, LineMode mode) =>
        !variant.WithoutPerson ? []
        : variant.Notice is { } own ? [new Prompt(own)]
        : [mode == LineMode.ReadingsOnly ? Sentences.ReadingsOnly : Sentences.NobodyNow];

    /// <summary>All items that are on, in their order.</summary>
    public static IReadOnlyList<Prompt> Items(MenuVariant variant, Language language) =>
        [.. variant.On.SelectMany(item => Item(item, language))];

    /// <summary>One item: its recorded sentence, or a text and the key.</summary>
    public static IReadOnlyList<Prompt> Item(MenuItem item, Language language)
    {
        if (item.Text is null && item.Key == MenuDefaults.KeyOf(item.Action))
        {
            return [WithKey(item.Action)];
        }

        return
        [
            item.Text is { } own ? new Prompt(own) : WithoutKey(item.Action, language),
            Sentences.Press, .. DigitsPhrase.Say(item.Key),
        ];
    }

    private static Prompt WithKey(MenuAction action) => action switch
    {
        MenuAction.Readings => Sentences.MenuReadings,
        MenuAction.Balance => Sentences.MenuBalance,
        MenuAction.Language => Sentences.MenuLanguage,
        MenuAction.Person or MenuAction.Queue or MenuAction.Voicemail or MenuAction.Announcement
            or MenuAction.Emergency or MenuAction.OtherNumber => Sentences.MenuOperator,
    };

    /// <summary>A queue, an announcement and another number have no words: the check asks for them.</summary>
    private static Prompt WithoutKey(MenuAction action, Language language) => action switch
    {
        MenuAction.Readings => Sentences.ItemReadings,
        MenuAction.Balance => Sentences.ItemBalance,
        MenuAction.Language => language == Language.Russian ? Sentences.ItemUkrainian : Sentences.ItemRussian,
        MenuAction.Emergency => Sentences.ItemEmergency,
        MenuAction.Voicemail => Sentences.ItemVoicemail,
        MenuAction.Person or MenuAction.Queue or MenuAction.Announcement or MenuAction.OtherNumber =>
            Sentences.ItemPerson,
    };
}
