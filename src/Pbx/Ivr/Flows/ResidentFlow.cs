using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// The single public number: greeting, who is it, outages, balance, menu. A known caller hears the balance without
/// pressing anything; whoever wants a person gets one from every point.
/// </summary>
internal sealed class ResidentFlow(
    TownDesks desks, AccountQuestion accounts, OutageFlow outages, MeterReadingFlow readings, PersonTransfer transfer,
    IvrOptions options)
{
    /// <summary>Menu choices in one call.</summary>
    public const int MenuRoundsMax = 20;

    private static readonly Task<IReadOnlyList<OutageOnPhone>> NoNews =
        Task.FromResult<IReadOnlyList<OutageOnPhone>>([]);

    public async Task RunAsync(ICall call)
    {
        var talk = new Conversation(call);
        await EndAsync(talk, await TalkAsync(talk));
    }

    private async Task<FlowStep> TalkAsync(Conversation talk)
    {
        var call = talk.Call;
        CallerVoice.Set(call, options);
        var lookup = LookUpAsync(call);
        await call.AnswerAsync();
        var known = await lookup;
        if (known.Value is [var first, ..])
        {
            Adopt(call, first, withAccount: known.Value.Count == 1);
        }

        // Asked while the greeting is spoken: what is off at the house must be begun within five seconds.
        var news = known.Value is [var one] ? outages.AskAsync(call, one, options.DeskDeadline) : NoNews;
        var heard = await talk.SayAsync(
            Sentences.Greeting, Sentences.OrganisationCalled(options.Recorded(call.Context.Organisation)));
        var found = await news;
        var isRecordingSaid = found.Count == 0;
        heard = heard && (!isRecordingSaid || await talk.SayAsync(Sentences.IsRecorded));
        var typedAhead = heard ? null : await talk.DigitPressedAheadAsync();
        if (typedAhead == '0')
        {
            return FlowStep.Person;
        }

        if (!known.Answered)
        {
            return FlowStep.NoData;
        }

        var (account, otherwise) = known.Value switch
        {
            [var only] => (only, FlowStep.Menu),
            [_, _, ..] several => await AccountQuestion.ChooseAsync(talk, several),
            _ => await accounts.TypeAsync(talk, typedAhead),
        };
        if (account is null)
        {
            return otherwise;
        }

        Adopt(call, account, withAccount: true);
        // Keys pressed before the question «which flat» are no answer to anything.
        return found.Count > 0
            ? await ServeAsync(talk, account, typedAhead, found, heard ? [Sentences.IsRecorded] : [])
            : await ServeAsync(talk, account, wish: known.Value is { Count: > 1 } ? null : typedAhead,
                known.Value is [_] ? found : await outages.AskAsync(call, account, options.DeskDeadline), []);
    }

    /// <summary>Outages and balance unless a key said what is wanted; then the menu.</summary>
    private async Task<FlowStep> ServeAsync(
        Conversation talk, Subscriber account, char? wish, IReadOnlyList<OutageOnPhone> found,
        IReadOnlyList<Prompt> afterNews)
    {
        if (wish == '1')
        {
            var step = await readings.RunAsync(talk, account);
            return step == FlowStep.Menu ? await MenuAsync(talk, account) : step;
        }

        switch (await outages.RunAsync(talk, account, found, afterNews))
        {
            case OutageEnd.Person:
                return FlowStep.Person;
            case OutageEnd.NoData:
                return FlowStep.NoData;
            case OutageEnd.GoesOn:
                await BalanceFlow.RunAsync(talk, account);
                break;
            case OutageEnd.KeyPressed:
                break;
        }

        return await MenuAsync(talk, account);
    }

    /// <summary>Only what works is offered; a new service is one more line here and one more arm below.</summary>
    private async Task<FlowStep> MenuAsync(Conversation talk, Subscriber account)
    {
        for (var round = 0; round < MenuRoundsMax; round++)
        {
            var answer = await talk.AskKeyAsync("129",
                Sentences.MenuReadings, Sentences.MenuBalance, Sentences.MenuOperator, Sentences.MenuLanguage);
            switch (answer)
            {
                case { Kind: AnswerKind.Person }:
                    return FlowStep.Person;
                case { Kind: AnswerKind.Silence }:
                    return talk.Served ? FlowStep.Goodbye : FlowStep.Person;
                case { Keys: "1" }:
                    var step = await readings.RunAsync(talk, account);
                    if (step != FlowStep.Menu)
                    {
                        return step;
                    }

                    break;
                case { Keys: "2" }:
                    await BalanceFlow.RunAsync(talk, account);
                    break;
                default:
                    talk.Call.Context.Language = Other(talk.Language);
                    break;
            }
        }

        return FlowStep.Person;
    }

    private Task EndAsync(Conversation talk, FlowStep step) => step switch
    {
        FlowStep.Goodbye => talk.SayAsync(Sentences.Goodbye),
        FlowStep.PersonAnnounced => transfer.RunAsync(talk.Call, LineNames.Dispatchers),
        FlowStep.NoData =>
            transfer.RunAsync(talk.Call, LineNames.Dispatchers, Sentences.NoData, Sentences.Transfer),
        FlowStep.Menu or FlowStep.Person =>
            transfer.RunAsync(talk.Call, LineNames.Dispatchers, Sentences.Transfer),
    };

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

    private static Language Other(Language language) => language switch
    {
        Language.Russian => Language.Ukrainian,
        Language.Ukrainian => Language.Russian,
    };
}
