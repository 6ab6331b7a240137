using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// The menu of a known account, as its variant says it. Each action is a flow of its own; which of them are offered,
/// in which order and under which keys, is data.
/// </summary>
internal sealed class MenuFlow(MeterReadingFlow readings)
{
    /// <summary>Menu choices in one call.</summary>
    public const int RoundsMax = 20;

    /// <summary>Keys that ask for something of an account: pressed before it is known, they wait for it.</summary>
    public static string WishKeys(MenuVariant variant) => string.Concat(variant.On
        .Where(item => item.Action is MenuAction.Readings or MenuAction.Balance).Select(item => item.Key));

    /// <summary>Whether there is nothing to choose but the language.</summary>
    public static bool IsReadingsAlone(MenuVariant variant) =>
        variant.Offers(MenuAction.Readings)
        && variant.On.All(item => item.Action is MenuAction.Readings or MenuAction.Language);

    /// <summary>
    /// Where a key pressed during the greeting leads at once; null: nowhere. To somebody unknown any digit but 0 may be
    /// the beginning of an account number.
    /// </summary>
    public FlowStep? Leads(Conversation talk, MenuVariant variant, char? key, bool isKnown)
    {
        if (key is not { } pressed || (pressed != '0' && !isKnown))
        {
            return null;
        }

        return variant.Find(pressed) is { } item ? Leads(talk, item) : pressed == '0' ? FlowStep.Person : null;
    }

    /// <summary>Offers what there is until the caller has had enough.</summary>
    /// <param name="first">Done before the menu is said: the key was pressed, or there is nothing else.</param>
    public async Task<FlowStep> RunAsync(
        Conversation talk, Subscriber account, MenuVariant variant, MenuAction? first = null)
    {
        if (first == MenuAction.Readings)
        {
            var step = await readings.RunAsync(talk, account);
            if (step != FlowStep.Menu)
            {
                return step;
            }
        }

        var keys = string.Concat(variant.On.Select(item => item.Key));
        for (var round = 0; round < RoundsMax; round++)
        {
            var answer = await talk.AskKeyAsync(keys, MenuVoice.Items(variant, talk.Language));
            if (answer.Kind != AnswerKind.Given)
            {
                return answer.Kind == AnswerKind.Silence && talk.Served ? FlowStep.Goodbye : FlowStep.Person;
            }

            if (variant.Find(answer.Keys[0]) is { } item
                && await DoAsync(talk, account, item) is var step and not FlowStep.Menu)
            {
                return step;
            }
        }

        return FlowStep.Person;
    }

    private async Task<FlowStep> DoAsync(Conversation talk, Subscriber account, MenuItem item)
    {
        if (Leads(talk, item) is { } leaving)
        {
            return leaving;
        }

        switch (item.Action)
        {
            case MenuAction.Readings:
                return await readings.RunAsync(talk, account);
            case MenuAction.Balance:
                await BalanceFlow.RunAsync(talk, account);
                break;
            case MenuAction.Language:
                talk.Call.Context.Language = Other(talk.Language);
                break;
            default:
                await talk.SayAsync(new Prompt(item.Target ?? ""));
                break;
        }

        return FlowStep.Menu;
    }

    /// <summary>Actions that leave the conversation; null for those that stay in it.</summary>
    private static FlowStep? Leads(Conversation talk, MenuItem item)
    {
        (talk.Line, talk.Target) = item.Action switch
        {
            MenuAction.Queue or MenuAction.Voicemail => (item.Target, null),
            MenuAction.Emergency => (LineNames.Emergency, null),
            MenuAction.OtherNumber => (null, item.Target),
            MenuAction.Person or MenuAction.Readings or MenuAction.Balance or MenuAction.Language
                or MenuAction.Announcement => ((string?)null, (string?)null),
        };
        return item.Action switch
        {
            MenuAction.Person or MenuAction.Queue or MenuAction.Emergency => FlowStep.Person,
            MenuAction.Voicemail => FlowStep.Voicemail,
            MenuAction.OtherNumber => FlowStep.OtherNumber,
            MenuAction.Readings or MenuAction.Balance or MenuAction.Language or MenuAction.Announcement =>
                (FlowStep?)null,
        };
    }

    private static Language Other(Language language) => language switch
    {
        Language.Russian => Language.Ukrainian,
        Language.Ukrainian => Language.Russian,
    };
}
