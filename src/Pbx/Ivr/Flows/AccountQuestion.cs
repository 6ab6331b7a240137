using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Which account a call is about: the only one on record, one chosen by key, or one typed in. Never a guess.
/// </summary>
internal sealed class AccountQuestion(TownDesks desks, IvrOptions options)
{
    /// <summary>Accounts a caller can choose among with one key.</summary>
    public const int ChoicesMax = 9;

    private const int AccountDigitsMax = 16;

    /// <summary>Asks which of several accounts is meant.</summary>
    public static async Task<(Subscriber? Account, FlowStep Otherwise)> ChooseAsync(
        Conversation talk, IReadOnlyList<Subscriber> accounts)
    {
        var offered = accounts.Take(ChoicesMax).ToList();
        var keys = string.Concat(Enumerable.Range(1, offered.Count));
        var answer = await talk.AskKeyAsync(keys,
        [
            Sentences.AccountsOnRecord,
            .. NumberPhrase.Count(accounts.Count, Unit.Account, talk.Language),
            .. offered.SelectMany((account, i) => Item(account, i + 1)),
            Sentences.PressTheNumber,
        ]);
        return answer.Kind == AnswerKind.Given
            ? (offered[answer.Keys[0] - '1'], FlowStep.Menu)
            : (null, FlowStep.Person);
    }

    /// <summary>
    /// Asks for the number. A digit pressed during the greeting is a wish from the menu or the beginning of the
    /// account: «2» and then the number, and the number typed straight away, both lead to the account.
    /// </summary>
    /// <param name="wishKeys">Keys of the menu that ask for something of an account.</param>
    public async Task<(Subscriber? Account, FlowStep Otherwise)> TypeAsync(
        Conversation talk, char? typedAhead, string wishKeys)
    {
        var failures = new FailureCount();
        var isWish = typedAhead is not { } ahead || wishKeys.Contains(ahead, StringComparison.Ordinal);
        if (!isWish && await RestOfAsync(talk, typedAhead) is { } typed)
        {
            var (account, otherwise) = await FindAsync(talk, [typed], failures);
            if (account is not null || otherwise == FlowStep.NoData)
            {
                return (account, otherwise);
            }
        }

        while (!failures.IsEnough)
        {
            IReadOnlyList<Prompt> words =
                failures.IsNone ? [Sentences.AskAccount] : [Sentences.NoSuchAccount, Sentences.AskAccount];
            var answer = await talk.AskNumberAsync(AccountDigitsMax, failures, words);
            if (answer.Kind != AnswerKind.Given)
            {
                break;
            }

            var (account, otherwise) = await FindAsync(
                talk, isWish && typedAhead is not null ? [answer.Keys, typedAhead + answer.Keys] : [answer.Keys],
                failures);
            if (account is not null || otherwise == FlowStep.NoData)
            {
                return (account, otherwise);
            }

            typedAhead = null;
        }

        if (!failures.IsEnough)
        {
            return (null, FlowStep.Person);
        }

        await talk.SayAsync(talk.HasPerson ? Sentences.AccountGivenUp : Sentences.AccountGivenUpAlone);
        return (null, FlowStep.PersonAnnounced);
    }

    /// <summary>The number that began with a digit pressed during the greeting; null when nothing followed.</summary>
    private static async Task<string?> RestOfAsync(Conversation talk, char? first)
    {
        var rest = await talk.Call.ReadDigitsAsync(Ask.Number(AccountDigitsMax));
        return rest.Keys.Length > 0 && rest.Keys.All(char.IsAsciiDigit) ? first + rest.Keys : null;
    }

    /// <summary>The first of the numbers that is an account; not finding any is one failure.</summary>
    private async Task<(Subscriber? Account, FlowStep Otherwise)> FindAsync(
        Conversation talk, IReadOnlyList<string> numbers, FailureCount failures)
    {
        foreach (var number in numbers)
        {
            var reply = await desks.ByAccountAsync(talk.Call, number, options.DeskDeadline);
            if (!reply.Answered)
            {
                return (null, FlowStep.NoData);
            }

            if (reply.Value is { } account)
            {
                return (account, FlowStep.Menu);
            }
        }

        failures.Add();
        return (null, FlowStep.Menu);
    }

    private static IEnumerable<Prompt> Item(Subscriber account, int key) =>
    [
        Sentences.AccountEndsIn, .. DigitsPhrase.Ending(account.AccountNumber, 4),
        Sentences.Press, .. DigitsPhrase.Say($"{key}"),
    ];
}
