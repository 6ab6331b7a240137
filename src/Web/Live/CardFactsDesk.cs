using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Live;

/// <summary>Asks Billing, Dispatch and the call log who is on the line.</summary>
internal sealed class CardFactsDesk(SystemWork work, Operators operators, TimeProvider time) : IDisposable
{
    // A storm of calls must leave connections to the relay and the drain; cards are a convenience, facts are not.
    private const int AtOnceMax = 3;
    private const int WaitingMax = 500;

    private static readonly TimeSpan RepeatWindow = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _atOnce = new(AtOnceMax);
    private int _waiting;

    /// <exception cref="TimeoutException">Too many calls at once; the card stays without a name.</exception>
    public async Task<CardFacts> AskAsync(CardQuestion question, CancellationToken cancel)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > WaitingMax)
            {
                throw new TimeoutException($"{WaitingMax} cards wait already");
            }

            await _atOnce.WaitAsync(cancel);
            try
            {
                return await AskNowAsync(question, cancel);
            }
            finally
            {
                _atOnce.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _atOnce.Dispose();

    private async Task<CardFacts> AskNowAsync(CardQuestion question, CancellationToken cancel)
    {
        var name = question.Extension is { } extension ? await operators.NameAtAsync(extension, cancel) : null;
        var facts = await work.RunAsync(
            DatabasePool.Jobs, services => AskModulesAsync(services, question, cancel), cancel);
        return facts with { Operator = name };
    }

    private async Task<CardFacts> AskModulesAsync(
        IServiceProvider services, CardQuestion question, CancellationToken cancel)
    {
        var accounts = services.GetRequiredService<Accounts>();
        var cards = new List<AccountCard>();
        if (question.AccountNumber is { } number && await accounts.CardAsync(number, cancel) is { } chosen)
        {
            cards.Add(chosen);
        }
        else if (question.Phone is { } phone)
        {
            cards.AddRange(await accounts.CardsByPhoneAsync(phone, cancel));
        }

        var tickets = await services.GetRequiredService<TicketBoard>()
            .OpenForAsync(question.Phone, [.. cards.Select(c => c.Number)], cancel);
        var repeat = question.Phone is null ? 1 : await services.GetRequiredService<CallBoard>()
            .CountSinceAsync(question.Phone, time.GetUtcNow() - RepeatWindow, cancel);
        var outages = await services.GetRequiredService<OutageNotices>().AtAsync(cards, cancel);
        return new CardFacts(cards, tickets, outages, null, Math.Max(1, repeat));
    }
}
