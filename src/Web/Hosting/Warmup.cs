using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Hosting;

/// <summary>
/// Asks every question of a call once before READY: the first use of a model costs seconds, and the first caller would
/// spend them in silence and be told that billing does not answer.
/// </summary>
internal sealed class Warmup(SystemWork work, Database database, CardFactsDesk cards)
{
    private const string NobodysPhone = "+70000000000";
    private const string NobodysAccount = "0000";

    public async Task RunAsync(CancellationToken cancel)
    {
        await work.RunAsync(DatabasePool.Jobs, services => AskAsync(services, cancel), cancel);
        await cards.AskAsync(new CardQuestion(NobodysPhone, null, "0"), cancel);
        await using var first = await database.Calls.OpenConnectionAsync(cancel);
    }

    private static async Task AskAsync(IServiceProvider services, CancellationToken cancel)
    {
        var desk = services.GetRequiredService<AccountDesk>();
        await desk.ByPhoneAsync(NobodysPhone, cancel);
        await desk.ByNumberAsync(NobodysAccount, cancel);
        await services.GetRequiredService<MeterBoard>().OfAccountAsync(NobodysAccount, cancel);
        await services.GetRequiredService<ReadingIntake>().JudgeAsync(Guid.Empty, 0, cancel);
        await services.GetRequiredService<CallbackBoard>().OpenAsync(1, cancel);
        await services.GetRequiredService<TicketBoard>().ListAsync(new TicketFilter(Limit: 1), cancel);
    }
}
