using Zhkh.Dispatch;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Queues;
using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>
/// A dispatcher is free and a callback's time has come: their phone rings first, with the card, then the resident's
/// (ADR 0013). The row is taken first and committed last, as when a person presses F4.
/// </summary>
internal sealed class FreeDispatcherCallsBack(IServiceScopeFactory scopes, Exchange exchange)
{
    /// <summary>Who does not take the phone in this time leaves the call to a colleague.</summary>
    private static readonly TimeSpan RingTime = TimeSpan.FromSeconds(20);

    /// <returns>False when nobody is free, a colleague has it, or no line is to be had.</returns>
    public async Task<bool> RunAsync(DueCallback callback, CancellationToken cancel)
    {
        if (exchange.Queues.Idle(callback.Organisation, Queue.DispatchersCode) is not { } extension)
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var session = services.GetRequiredService<DatabaseSession>();
        await session.BeginAsync(DatabasePool.Jobs, cancel);
        var attempts = services.GetRequiredService<CallbackAttempts>();
        var name = await services.GetRequiredService<Operators>().NameAtAsync(extension, cancel);
        if (await attempts.BeginAttemptAsync(callback.Id, name ?? extension, automatic: true, cancel)
            is not { Verdict: AttemptVerdict.Begun, AttemptId: { } attempt })
        {
            return false;
        }

        exchange.Queues.TookTurn(extension);
        var order = new CallOut(
            extension, callback.Phone, callback.Organisation, callback.AccountNumber,
            CallTag.ForCallback(callback.Id)) { RingTime = RingTime };
        if (exchange.Switchboard.Call(order) is not CallOutAnswer.Begun call)
        {
            return false;   // rolls back: nothing has happened
        }

        await attempts.DialledAsync(attempt, call.CallId, cancel);
        await session.CommitAsync(cancel);
        return true;
    }
}
