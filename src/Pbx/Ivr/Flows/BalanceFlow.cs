using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>What an account owes, in words.</summary>
internal static class BalanceFlow
{
    /// <summary>Says the balance. A caller nobody vouches for is told why they do not hear it (CONTRACT).</summary>
    public static async Task RunAsync(Conversation talk, Subscriber account)
    {
        if (!talk.Call.CallerIsAsserted)
        {
            await talk.SayAsync(Sentences.BalanceIsPrivate);
            return;
        }

        if (await talk.SayAsync(Phrase(account, talk.Language)))
        {
            talk.MarkServed(ServedNames.Balance);
        }
    }

    /// <summary>Positive = owes, negative = overpaid.</summary>
    public static IReadOnlyList<Prompt> Phrase(Subscriber account, Language language)
    {
        var size = MoneyPhrase.Say(Math.Abs(account.BalanceMinor), account.Currency, language);
        return account.BalanceMinor switch
        {
            > 0 => [Sentences.DebtFor, DatePhrase.Month(account.AsOf), Sentences.ToPay, .. size],
            < 0 => [Sentences.Overpaid, .. size, Sentences.OverpaidThanks],
            0 => [Sentences.NoDebt],
        };
    }
}
