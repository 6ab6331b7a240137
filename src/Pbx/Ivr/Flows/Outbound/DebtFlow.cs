using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// The call to a debtor. Until a key says «это я» nothing but the organisation and the end of an account number is
/// said; the debt is nobody else's business (DOMAIN §3.4).
/// </summary>
internal sealed class DebtFlow(
    PersonTransfer transfer, MachineMessage machine, IvrOptions options, TimeProvider time)
{
    private const int AccountDigitsSpoken = 4;
    private const int GreetingsMax = 2;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(300);

    /// <summary>Somebody fetches the owner from the next room.</summary>
    private static readonly TimeSpan FetchingMax = TimeSpan.FromSeconds(30);

    private enum Who
    {
        Owner,
        BeingFetched,
        Nobody,
        WrongNumber,
        NeverAgain,
        Machine,
        Person,
    }

    public async Task RunAsync(IRobotCall call, DebtPayload debt, RobotTalk talk)
    {
        await call.PauseAsync(FirstPause);
        switch (await AskWhoAsync(call, talk))
        {
            case Who.Owner:
                await TellAsync(call, debt, talk);
                break;
            case Who.WrongNumber:
                talk.Disposition = Disposition.WrongPerson;
                await call.PlayAsync(RobotSentences.DebtWrongPerson);
                break;
            case Who.NeverAgain:
                talk.Disposition = Disposition.OptOut;
                await call.PlayAsync(RobotSentences.DebtOptedOut);
                break;
            case Who.Machine:
                talk.Disposition = Disposition.Machine;
                break;
            case Who.Person:
                await ToPersonAsync(call, talk);
                break;
            case Who.BeingFetched or Who.Nobody:
                talk.Disposition = Disposition.Refused;
                await call.PlayAsync(Sentences.Goodbye);
                break;
        }
    }

    /// <summary>What anybody may hear.</summary>
    public IReadOnlyList<Prompt> Greeting(string organisation, string? account) =>
    [
        RobotSentences.DebtGreeting, RobotSentences.Organisation(options.Recorded(organisation)),
        RobotSentences.DebtWhoIsMeant, .. DigitsPhrase.Ending(account ?? "", AccountDigitsSpoken),
        RobotSentences.DebtIsItYou,
    ];

    /// <summary>What only the owner hears.</summary>
    public IReadOnlyList<Prompt> Debt(DebtPayload debt, string organisation, Language language) =>
    [
        RobotSentences.DebtTotal, .. MoneyPhrase.Say(debt.AmountMinor, debt.Currency, language),
        RobotSentences.DebtPayBy, .. DatePhrase.DayOfMonth(Today(debt, organisation).AddDays(options.DebtPayWithinDays)),
    ];

    private async Task<Who> AskWhoAsync(IRobotCall call, RobotTalk talk)
    {
        var greeting = Greeting(call.Context.Organisation, call.Context.AccountNumber);
        var failures = new FailureCount();
        var within = GreetingsMax;
        while (within-- > 0 && !failures.IsEnough)
        {
            var digits = await call.ReadDigitsAsync(Ask.Key(greeting));
            if (digits.IsSilence && call.IsMonologue)
            {
                talk.Disposition = Disposition.Machine;
                if (!await machine.LeaveAsync(call))
                {
                    return Who.Machine;
                }

                within++;
                continue;
            }

            switch (digits.Keys)
            {
                case "1":
                    return Who.Owner;
                case "2":
                    talk.Disposition = Disposition.Refused;
                    return await FetchAsync(call);
                case "3":
                    return Who.WrongNumber;
                case "9":
                    return Who.NeverAgain;
                case "0":
                    return Who.Person;
                case "":
                    break;
                default:
                    talk.Disposition = Disposition.Refused;
                    failures.Add();
                    within++;
                    await call.PlayAsync(Sentences.Again);
                    break;
            }
        }

        if (!failures.IsNone)
        {
            return Who.Nobody;
        }

        // Answered and never a key: nothing proves a person (DOMAIN §3.4), so this is what a machine gets.
        talk.Disposition = Disposition.Machine;
        await call.PlayAsync(machine.Words(call.Context.Organisation));
        return Who.Machine;
    }

    private static async Task<Who> FetchAsync(IRobotCall call)
    {
        await call.PlayAsync(RobotSentences.DebtWait);
        var digits = await call.ReadDigitsAsync(new Ask([], 1, FetchingMax, FetchingMax));
        return digits.Keys switch
        {
            "1" => Who.Owner,
            "3" => Who.WrongNumber,
            "9" => Who.NeverAgain,
            "0" => Who.Person,
            _ => Who.BeingFetched,
        };
    }

    private async Task TellAsync(IRobotCall call, DebtPayload debt, RobotTalk talk)
    {
        var words = Debt(debt, call.Context.Organisation, call.Context.Language);
        var conversation = new Conversation(call);
        if (await conversation.SayAsync(words))
        {
            talk.Disposition = Disposition.Confirmed;
        }

        var answer = await conversation.AskKeyAsync("249", RobotSentences.DebtChoose);
        // Who answers the question has heard it, and the sum before it or cut short by their own key.
        talk.Disposition = Disposition.Confirmed;
        switch (answer)
        {
            case { Kind: AnswerKind.Person }:
                await ToPersonAsync(call, talk);
                break;
            case { Keys: "2" }:
                await PromiseAsync(call, debt, talk);
                break;
            case { Keys: "4" }:
                talk.Disposition = Disposition.Disputed;
                await call.PlayAsync(RobotSentences.DebtDisputed);
                break;
            case { Keys: "9" }:
                talk.Disposition = Disposition.OptOut;
                await call.PlayAsync(RobotSentences.DebtOptedOut);
                break;
            default:
                await call.PlayAsync(Sentences.Goodbye);
                break;
        }
    }

    private async Task PromiseAsync(IRobotCall call, DebtPayload debt, RobotTalk talk)
    {
        var failures = new FailureCount();
        var conversation = new Conversation(call);
        IReadOnlyList<Prompt> question = [RobotSentences.DebtAskDate];
        while (!failures.IsEnough)
        {
            var typed = await conversation.AskNumberAsync(4, failures, question);
            if (typed.Kind != AnswerKind.Given)
            {
                break;
            }

            if (PromiseDate.Read(typed.Keys, Today(debt, call.Context.Organisation)) is not { } date)
            {
                failures.Add();
                question = [RobotSentences.DebtBadDate, RobotSentences.DebtAskDate];
                continue;
            }

            var confirmed = await conversation.AskKeyAsync("12",
                [RobotSentences.DebtConfirmDate, .. DatePhrase.DayOfMonth(date), RobotSentences.DebtRightOrAgain]);
            switch (confirmed)
            {
                case { Keys: "1" }:
                    (talk.Disposition, talk.PromisedOn) = (Disposition.PromiseToPay, date);
                    await call.PlayAsync(RobotSentences.DebtPromised);
                    return;
                case { Keys: "2" }:
                    failures.Add();
                    question = [RobotSentences.DebtAskDate];
                    continue;
            }

            break;
        }

        await ToPersonAsync(call, talk);
    }

    private Task ToPersonAsync(IRobotCall call, RobotTalk talk)
    {
        talk.Disposition = Disposition.TransferredToOperator;
        return transfer.RunAsync(call, LineNames.Dispatchers, Sentences.Transfer);
    }

    private DateOnly Today(DebtPayload debt, string organisation)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(debt.TimeZone ?? options.VoiceOf(organisation).TimeZone);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
    }
}
