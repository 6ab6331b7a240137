using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// A public number: greeting, announcements, who is it, outages, balance, menu. A known caller hears the balance
/// without pressing anything. What is offered under which key, and whether a person is to be had now, is said by the
/// plan the call began with; where it offers one, whoever wants a person gets one from every point.
/// </summary>
internal sealed class ResidentFlow(
    TownDesks desks, AccountQuestion accounts, OutageFlow outages, MenuFlow menu, PersonTransfer transfer,
    IvrOptions options)
{
    private static readonly Task<IReadOnlyList<OutageOnPhone>> NoNews =
        Task.FromResult<IReadOnlyList<OutageOnPhone>>([]);

    /// <summary>
    /// Takes a message (call, organisation, line); null while nobody takes messages, and the line itself is joined.
    /// </summary>
    public Func<ICall, string, string, Task>? Voicemail { get; set; }

    /// <summary>Talks until it is over.</summary>
    /// <returns>The number of ours at which the conversation goes on; null when it is over.</returns>
    public async Task<string?> RunAsync(ICall call, CallPlan plan)
    {
        var talk = new Conversation(call) { HasPerson = !plan.Variant.WithoutPerson };
        var step = await TalkAsync(talk, plan);
        if (step == FlowStep.OtherNumber)
        {
            return talk.Target;
        }

        await EndAsync(talk, plan, step);
        return null;
    }

    private async Task<FlowStep> TalkAsync(Conversation talk, CallPlan plan)
    {
        var call = talk.Call;
        CallerVoice.Set(call, options, plan.Number.Language);
        var lookup = LookUpAsync(call);
        await call.AnswerAsync();
        var known = await lookup;
        if (known.Value is [var first, ..])
        {
            Adopt(call, first, withAccount: known.Value.Count == 1);
        }

        // Asked while the greeting is spoken: what is off at the house must be begun within five seconds.
        var only = known.Value is [var one] ? one : null;
        var news = only is null ? NoNews : outages.AskAsync(call, only, options.DeskDeadline);
        var words = Announced.BeforeAccountAsync(desks, call, plan, only, options.DeskDeadline);
        var heard = await talk.SayAsync(
            MenuVoice.Greeting(plan.Variant, options.Recorded(call.Context.Organisation)));
        var found = await news;
        IReadOnlyList<Prompt> opening =
            [Sentences.IsRecorded, .. MenuVoice.Notice(plan.Variant, plan.Mode), .. await words];
        var isOpened = found.Count == 0;
        heard = heard && (!isOpened || await talk.SayAsync(opening));
        var typedAhead = heard ? null : await talk.DigitPressedAheadAsync();
        if (menu.Leads(talk, plan.Variant, typedAhead, isKnown: only is not null) is { } chosen)
        {
            return chosen;
        }

        if (!known.Answered)
        {
            return FlowStep.NoData;
        }

        var (account, otherwise) = await WhichAsync(talk, plan, known.Value ?? [], typedAhead);
        if (account is null)
        {
            return otherwise;
        }

        Adopt(call, account, withAccount: true);
        if (only is null && !await talk.SayAsync(
            await Announced.OfHouseAsync(desks, call, plan, account, options.DeskDeadline)))
        {
            await talk.DigitPressedAheadAsync();   // the words of the house are over; the key asked for nothing yet
        }

        // Keys pressed before the question «which flat» are no answer to anything.
        return found.Count > 0
            ? await ServeAsync(talk, plan, account, typedAhead, found, heard ? opening : [])
            : await ServeAsync(talk, plan, account, wish: known.Value is { Count: > 1 } ? null : typedAhead,
                only is not null ? found : await outages.AskAsync(call, account, options.DeskDeadline), []);
    }

    private async Task<(Subscriber? Account, FlowStep Otherwise)> WhichAsync(
        Conversation talk, CallPlan plan, IReadOnlyList<Subscriber> known, char? typedAhead) => known switch
    {
        [var only] => (only, FlowStep.Menu),
        [_, _, ..] several => await AccountQuestion.ChooseAsync(talk, several),
        _ => await accounts.TypeAsync(talk, typedAhead, MenuFlow.WishKeys(plan.Variant)),
    };

    /// <summary>
    /// Outages and balance unless a key said what is wanted; then the menu. A menu of readings alone begins with them.
    /// </summary>
    private async Task<FlowStep> ServeAsync(
        Conversation talk, CallPlan plan, Subscriber account, char? wish, IReadOnlyList<OutageOnPhone> found,
        IReadOnlyList<Prompt> afterNews)
    {
        var wished = wish is { } key ? plan.Variant.Find(key)?.Action : null;
        if (wished == MenuAction.Readings)
        {
            return await menu.RunAsync(talk, account, plan.Variant, MenuAction.Readings);
        }

        switch (await outages.RunAsync(talk, account, found, afterNews))
        {
            case OutageEnd.Person:
                return FlowStep.Person;
            case OutageEnd.NoData:
                return FlowStep.NoData;
            case OutageEnd.GoesOn when plan.Variant.Offers(MenuAction.Balance):
                await BalanceFlow.RunAsync(talk, account);
                break;
            case OutageEnd.GoesOn when wish is null && MenuFlow.IsReadingsAlone(plan.Variant):
                return await menu.RunAsync(talk, account, plan.Variant, MenuAction.Readings);
            case OutageEnd.GoesOn or OutageEnd.KeyPressed:
                break;
        }

        return await menu.RunAsync(talk, account, plan.Variant);
    }

    private async Task EndAsync(Conversation talk, CallPlan plan, FlowStep step)
    {
        if (step == FlowStep.Goodbye)
        {
            await talk.SayAsync(Sentences.Goodbye);
        }
        else if (step == FlowStep.Voicemail && Voicemail is { } take)
        {
            await take(talk.Call, plan.Number.Organisation, talk.Line ?? LineNames.Dispatchers);
        }
        else if (talk.Line is null && !talk.HasPerson)
        {
            // The mode says that nobody comes, and the caller is told so, whichever way they asked.
            await talk.SayAsync(
            [
                .. step == FlowStep.NoData ? [Sentences.NoData] : Array.Empty<Prompt>(),
                .. MenuVoice.Notice(plan.Variant, plan.Mode), Sentences.Goodbye,
            ]);
        }
        else
        {
            await transfer.RunAsync(talk.Call, talk.Line ?? LineNames.Dispatchers, step switch
            {
                FlowStep.PersonAnnounced => [],
                FlowStep.NoData => [Sentences.NoData, Sentences.Transfer],
                FlowStep.Menu or FlowStep.Person or FlowStep.Goodbye or FlowStep.OtherNumber
                    or FlowStep.Voicemail => [Sentences.Transfer],
            });
        }
    }

    /// <summary>Only a number that a trunk vouches for names anybody; the others are strangers to the desk.</summary>
    private Task<DeskReply<IReadOnlyList<Subscriber>>> LookUpAsync(ICall call) =>
        call is { CallerIsAsserted: true, CallerNumber: { } phone }
            ? desks.ByPhoneAsync(call, phone, options.DeskDeadline)
            : Task.FromResult(DeskReply<IReadOnlyList<Subscriber>>.Of([]));

    private static void Adopt(ICall call, Subscriber account, bool withAccount)
    {
        call.Context.Organisation = account.Organisation;
        call.Context.Language = account.Language;
        call.Context.AccountNumber = withAccount ? account.AccountNumber : null;
    }
}
