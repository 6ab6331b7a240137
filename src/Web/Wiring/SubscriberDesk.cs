using Zhkh.Billing;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Web.Wiring;

/// <summary>The robot asks who is calling and what they owe; Billing answers.</summary>
internal sealed class SubscriberDesk(RobotQuestions questions) : ISubscriberDesk
{
    public async Task<IReadOnlyList<Subscriber>> ByPhoneAsync(string phone, CancellationToken cancel)
    {
        var accounts = await questions.AskAsync(
            services => services.GetRequiredService<AccountDesk>().ByPhoneAsync(phone, cancel), cancel);
        return [.. accounts.Select(Translate)];
    }

    public async Task<Subscriber?> ByAccountAsync(string accountNumber, CancellationToken cancel)
    {
        var account = await questions.AskAsync(
            services => services.GetRequiredService<AccountDesk>().ByNumberAsync(accountNumber, cancel), cancel);
        return account is null ? null : Translate(account);
    }

    public Task<Guid?> HouseAsync(string accountNumber, CancellationToken cancel) => questions.AskAsync<Guid?>(
        async services => await services.GetRequiredService<Houses>().OfAccountsAsync([accountNumber], cancel)
            is [var house] ? house.HouseId : null, cancel);

    private static Subscriber Translate(AccountOnPhone account) => new(
        account.Organisation, account.Number, account.Language == "uk" ? Language.Ukrainian : Language.Russian,
        account.BalanceMinor, account.Currency, account.AsOf);
}
